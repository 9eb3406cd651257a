// The jump box: a combobox whose options the server sends. Fetched by jumping.js, apart from the other scripts.

const WAIT = 150; // milliseconds after the last letter

const make = (tag, attributes) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

export const open = (opener) => {
  if (document.querySelector("dialog[open]")) return;
  const text = opener.dataset;
  const before = document.activeElement; // which has the focus again afterwards
  const dialog = make("dialog", { class: "dialog jump", "aria-label": text.textTitle });
  const input = make("input", {
    class: "input",
    type: "search",
    role: "combobox",
    autocomplete: "off",
    maxlength: "200",
    placeholder: text.textTitle,
    "aria-label": text.textTitle,
    "aria-expanded": "false",
    "aria-controls": "jump-list",
    "aria-autocomplete": "list",
  });
  const list = make("div", { class: "jump__list", id: "jump-list", role: "listbox", "aria-label": text.textList });
  const said = make("p", { class: "sr-only", role: "status" });
  const close = make("button", { class: "button button--small", type: "button" });
  close.textContent = text.textClose;
  dialog.append(input, close, list, said);
  document.body.append(dialog);

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const active = () => list.querySelector('[aria-selected="true"]');
  const choose = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  let asking = null;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const url = `${text.jumpOptions}?cari=${encodeURIComponent(input.value)}`;
      const answer = await fetch(url, { signal: asking.signal });
      if (answer.redirected || !answer.ok) return location.assign(`${opener.href}?cari=${encodeURIComponent(input.value)}`);
      list.innerHTML = await answer.text();
      choose(options()[0]);
      input.setAttribute("aria-expanded", String(options().length > 0));
      said.textContent = text.textCount.replace("%s", String(options().length));
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = document.body.dataset.textNetwork;
    }
  };

  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      ask();
    }, WAIT);
  });
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault(); // a field of searching would but empty itself
      dialog.close();
      return;
    }
    const all = options();
    const at = all.indexOf(active());
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length }[event.key];
    if (to !== undefined && all.length) {
      event.preventDefault();
      choose(all[to]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (timer) {
        clearTimeout(timer); // what is chosen belongs to what is typed
        timer = 0;
        await ask();
      }
      const chosen = active();
      if (chosen) location.assign(chosen.href);
    }
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option && option !== active()) choose(option);
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    asking?.abort();
    dialog.remove();
    (before === document.body || !before.isConnected ? opener : before).focus();
  });
  dialog.showModal();
  ask();
};
