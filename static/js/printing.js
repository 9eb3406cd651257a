// A button with data-print prints the page; without script it stays hidden, and the browser's own menu does.
const show = () => {
  for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
};
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
show();
document.addEventListener("htmx:after:swap", show);
