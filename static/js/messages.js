// Messages over the page: closing them, and saying so when a request did not get through.

const region = () => document.getElementById("flashes");

const say = (text) => {
  const message = document.createElement("div");
  message.className = "flash flash--bad";
  message.dataset.flash = "";
  const words = document.createElement("span");
  words.className = "flash__text";
  words.textContent = text;
  const close = document.createElement("button");
  close.className = "button button--small button--quiet";
  close.type = "button";
  close.dataset.dismiss = "";
  close.textContent = document.body.dataset.textClose;
  message.append(words, close);
  region()?.replaceChildren(message);
};

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest("[data-flash]")?.remove();
});

// Other scripts speak through this event.
document.addEventListener("renaksi:say", (event) => say(event.detail));

// The server says itself what went wrong: in a message for this region (hx-partial) or, with 409 and 422, in the part
// of the page that it sends back. Only what comes without words, such as a proxy's 502, is said here.
document.addEventListener("htmx:response:error", (event) => {
  const { text, response } = event.detail.ctx;
  const hasWords = text?.includes("<hx-partial") || response.status === 409 || response.status === 422;
  if (!hasWords) say(document.body.dataset.textServer);
});
document.addEventListener("htmx:error", (event) => {
  const isUnanswered = event.detail.ctx && !event.detail.ctx.response;
  if (isUnanswered) say(document.body.dataset.textNetwork);
});
