// Forms: focus on what is wrong, a guard for what is not saved, dialogs that ask first, boxes ticked all at once.

const focusSummary = (root) => root.querySelector?.("[data-error-summary]")?.focus();

// A form with data-guard asks before the page is left with changes in it.
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
addEventListener("beforeunload", (event) => {
  for (const form of changed) if (!form.isConnected) changed.delete(form);
  if (changed.size) event.preventDefault();
});

// Links with data-dialog open their dialog; without script they lead to the page that asks the same.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  if (event.target.matches("dialog[open]")) event.target.close(); // a click on the backdrop
});

// <input type="checkbox" data-tick-all="row"> ticks every box named so; the bar [data-bulk="row"] shows how many there are.
const boxes = (name) => [...document.querySelectorAll(`input[type="checkbox"][name="${name}"]`)];
const showBulk = (name) => {
  const bar = document.querySelector(`[data-bulk="${name}"]`);
  if (!bar) return;
  const ticked = boxes(name).filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  const count = bar.querySelector("[data-bulk-count]");
  if (count) count.textContent = String(ticked);
};
document.addEventListener("change", (event) => {
  const all = event.target.dataset?.tickAll;
  if (all) for (const box of boxes(all)) box.checked = event.target.checked;
  const name = all ?? (event.target.type === "checkbox" ? event.target.name : null);
  if (name) showBulk(name);
});

// <details data-menu> closes on Escape, on a click elsewhere and when the focus moves on.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What htmx replaces while a button in it has the focus gives the focus to the button of the same key in what comes.
let held = null;
document.addEventListener("htmx:before:swap", () => {
  held = document.activeElement?.closest("[data-key]")?.dataset.key ?? held;
});
const holdFocus = () => {
  if (held && document.activeElement === document.body) {
    document.querySelector(`main [data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
  held = null;
};

focusSummary(document);
document.addEventListener("htmx:after:swap", () => {
  holdFocus();
  focusSummary(document);
});
