// The jump box opens in place of the page of searching; its script is fetched when somebody first asks for it.

const opener = document.querySelector("[data-jump]");
opener?.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a new tab is a new tab
  event.preventDefault();
  try {
    (await import(opener.dataset.jump)).open(opener);
  } catch {
    location.assign(opener.href);
  }
});
