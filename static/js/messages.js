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

// 409 and 422 carry a part of the page that says what to do; every other failure is said here, once.
document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail?.ctx?.response?.status;
  if (status !== 409 && status !== 422) say(document.body.dataset.textServer);
});
document.addEventListener("htmx:error", () => {
  if (!navigator.onLine || !region()?.childElementCount) say(document.body.dataset.textNetwork);
});
