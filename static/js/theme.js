// Light, dark, or as the system says. Loaded before the first paint, so that no page flashes in the other theme;
// the choice lives in the browser, because it belongs to the screen and not to the person's account. It says too that scripts run,
// so that what is of no use without them has its place from the beginning, and takes that back where one does not arrive.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is switched off: the system's preference stands
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const choose = () => {
    const next = isDark() ? "light" : "dark";
    // Choosing what the system says anyway means following it again.
    const follows = (next === "dark") === dark.matches;
    apply(follows ? null : next);
    try {
      if (follows) localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {
      return; // the choice then lasts as long as this page
    }
  };

  root.dataset.script = "";
  const lost = ({ target }) => {
    if (target instanceof HTMLScriptElement && target.type === "module") delete root.dataset.script;
  };
  addEventListener("error", lost, true);
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.addEventListener("click", choose);
    }
  });
})();
