// Keys of a page. Whatever carries data-key is pressed (or, if it is a field, focused) by that key; several keys are
// parted by blanks, "mod+k" is Ctrl or Cmd with k. While a field has the focus no key but Esc counts; "?" lists what there is;
// the list lets a person switch single keys off, for those whose voice or hand types by accident.
const STORE = "keys-off";
const isOff = () => {
  try {
    return localStorage.getItem(STORE) === "1";
  } catch {
    return false;
  }
};
const switchOff = (off) => {
  try {
    localStorage.setItem(STORE, off ? "1" : "0");
  } catch {
    return; // without storage the keys stay on
  }
};

const isField = (element) =>
  element.isContentEditable ||
  ["TEXTAREA", "SELECT"].includes(element.tagName) ||
  (element.tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "file"].includes(element.type));

// Keys that mean something to what has the focus already: Enter and space press it, arrows choose or scroll.
const OWN_KEYS = [
  { keys: ["enter", " "], where: "a, button, summary, input, [role='button']" },
  { keys: ["arrowup", "arrowdown", "arrowleft", "arrowright"], where: "input, summary, [tabindex='0'], dialog" },
];
const isItsOwn = (name, element) => OWN_KEYS.some(({ keys, where }) => keys.includes(name) && element.closest(where));

const keysOf = (element) => element.dataset.key.toLowerCase().split(/\s+/);
const isVisible = (element) => element.getClientRects().length > 0 && !element.disabled;
const openDialog = () => document.querySelector("dialog[open]");
const scope = () => openDialog() ?? document;
const bound = () => [...scope().querySelectorAll("[data-key]")].filter(isVisible);
const nameOf = (event) => (event.ctrlKey || event.metaKey ? "mod+" : "") + event.key.toLowerCase();

const press = (element) => {
  if (isField(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
};

const labelOf = (element) => {
  if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
  if (isField(element)) return element.labels?.[0]?.textContent.trim() ?? element.name;
  const copy = element.cloneNode(true);
  for (const kbd of copy.querySelectorAll("kbd")) kbd.remove();
  return copy.textContent.trim() || element.querySelector("svg[aria-label]")?.getAttribute("aria-label") || element.title;
};

const PRINTED = { arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→", enter: "↵", escape: "Esc" };
const printed = (key) => key.replace("mod+", "Ctrl ").replace(/arrow\w+|enter|escape/, (name) => PRINTED[name]);

const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const listOfKeys = () => {
  const list = make("dl", "", { class: "dialog__keys" });
  for (const element of bound()) {
    const keys = make("dt");
    for (const key of keysOf(element)) keys.append(make("kbd", printed(key)), " ");
    list.append(keys, make("dd", labelOf(element)));
  }
  return list.childElementCount ? list : make("p", document.body.dataset.textNoKeys);
};

const showKeys = () => {
  const text = document.body.dataset;
  const dialog = make("dialog", "", { class: "dialog", "aria-labelledby": "keys-title" });
  const label = make("label", "", { class: "choice" });
  const box = make("input", "", { type: "checkbox" });
  box.checked = !isOff();
  box.addEventListener("change", () => switchOff(!box.checked));
  label.append(box, make("span", text.textKeysOff));
  const close = make("button", text.textClose, { class: "button", type: "button", "data-close": "" });
  dialog.append(make("h2", text.textKeys, { id: "keys-title", class: "dialog__title" }), listOfKeys(), label, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const name = nameOf(event);
  const isCombination = name.startsWith("mod+");
  const isTyped = isField(event.target) && name !== "escape";
  if (!isCombination && (isTyped || isItsOwn(name, event.target) || isOff())) return;
  if (name === "?" && !openDialog()) {
    event.preventDefault();
    showKeys();
    return;
  }
  const element = bound().find((candidate) => keysOf(candidate).includes(name));
  if (element && !event.repeat) {
    event.preventDefault();
    press(element);
  }
});

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    showKeys();
  });
}
