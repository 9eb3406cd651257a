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

// What a key asks for replaces a part of the page; until that part listens, further keys wait, and none is lost. A request that
// takes too long holds nobody up, and polls are not waited for.
const MOST_WAITED = 3000; // milliseconds
const asked = new Map(); // request -> when it began
const waiting = [];
const isBusy = () => {
  for (const [request, began] of asked) if (performance.now() - began > MOST_WAITED) asked.delete(request);
  return asked.size > 0;
};
const pressWaiting = () => {
  if (isBusy()) return;
  const name = waiting.shift();
  if (name === undefined) return;
  pressKey(name);
  setTimeout(pressWaiting);
};
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!ctx.sourceElement?.getAttribute?.("hx-trigger")?.includes("every")) asked.set(ctx, performance.now());
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  asked.delete(ctx);
  setTimeout(pressWaiting);
});

const boundTo = (name) => bound().find((candidate) => keysOf(candidate).includes(name));
const pressKey = (name) => {
  const element = boundTo(name);
  if (element) press(element);
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
  if (event.repeat) return;
  const waits = isBusy() && /^[a-z0-9]$/.test(name);
  if (!waits && !boundTo(name)) return;
  event.preventDefault();
  if (waits) {
    waiting.push(name);
    setTimeout(pressWaiting, MOST_WAITED);
  } else {
    pressKey(name);
  }
});

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    showKeys();
  });
}
