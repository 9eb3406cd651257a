// What a test asks of a page that a browser shows: shifts while it loaded, what is wider than the window, and axe.
globalThis.look = {
  // Each shift of the layout since the beginning, with what moved.
  shifts: () =>
    new Promise((resolve) => {
      const found = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) {
          const moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.nodeName);
          found.push(`${value.toFixed(4)} ${moved.join(", ")}`);
        }
      }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(found), 20);
    }),

  // What makes the page scroll sideways, if it does.
  sideways: () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    return [`${root.scrollWidth} px wide: ${wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120))}`];
  },

  // Of rows and items that are alike but for their texts two are left, and what is folded is opened.
  thin: () => {
    for (const part of document.querySelectorAll("details")) part.open = true;
    const likeness = (one) => `${one.tagName}.${one.getAttribute("class")}(${[...one.children].map(likeness)})`;
    for (const list of document.querySelectorAll("tbody, ul, ol, dl, select, svg, svg g, .files")) {
      const seen = new Map();
      for (const item of [...list.children]) {
        const kind = likeness(item);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (seen.get(kind) > 2) item.remove();
      }
    }
  },

  // Opens the dialog of that number alone; whether there is one.
  open: (number) => {
    document.querySelector("dialog[open]")?.close();
    const dialog = document.querySelectorAll("dialog")[number];
    dialog?.showModal();
    return Boolean(dialog);
  },

  // What axe finds, by the rules so named or by all of them.
  check: async (rules) => {
    const how = { resultTypes: ["violations"], elementRef: false, preload: false, iframes: false };
    if (rules.length) how.runOnly = { type: "rule", values: rules };
    const { violations } = await axe.run(document.querySelector("dialog[open]") ?? document, how);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} | ${failureSummary.replace(/\s+/g, " ").slice(0, 240)}`),
    );
  },
};
