// The picture of a page with its boxes: brings the selected box into view without moving the page around it, and zooms.

const showSelected = (view) => {
  const box = view.querySelector(".box.is-selected");
  if (!box) return;
  const frame = view.getBoundingClientRect();
  const place = box.getBoundingClientRect();
  view.scrollTop += place.top + place.height / 2 - (frame.top + frame.height / 2);
  view.scrollLeft += place.left + place.width / 2 - (frame.left + frame.width / 2);
};

// A page first comes with a small picture; the sharp one takes its place when all else is there, on a slow line only
// when somebody looks closely.
const { saveData, effectiveType = "4g" } = navigator.connection ?? {};
const isSlow = saveData || effectiveType.includes("2g");
const sharpen = () => {
  for (const image of document.querySelectorAll("image[data-sharp]")) {
    const sharp = new Image();
    sharp.addEventListener("load", () => image.setAttribute("href", sharp.src));
    sharp.src = image.dataset.sharp;
    image.removeAttribute("data-sharp");
  }
};
if (!isSlow) addEventListener("load", sharpen);

const showAll = () => document.querySelectorAll("[data-page-view]").forEach(showSelected);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]");
  if (!button) return;
  const view = button.closest("div").parentElement.querySelector("[data-page-view]");
  const zoomed = view.classList.toggle("is-zoomed");
  button.setAttribute("aria-pressed", String(zoomed));
  sharpen();
  showSelected(view);
});

showAll();
document.addEventListener("htmx:after:swap", showAll);
