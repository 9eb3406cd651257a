// What a test asks of the focus: where it is, whether that can be seen, and what it has never been at.
{
  const RING = 2; // px: the least width of what shows the focus
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const ids = new WeakMap();
  let count = 0;

  const words = (one) => one?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const named = (list) => (list ?? "").split(" ").map((id) => words(document.getElementById(id))).join(" ").trim();
  const nameOf = (one) =>
    one.getAttribute("aria-label") ||
    named(one.getAttribute("aria-labelledby")) ||
    [...(one.labels ?? [])].map(words).join(" ") ||
    words(one) ||
    one.querySelector("[aria-label]")?.getAttribute("aria-label") ||
    one.title ||
    one.name ||
    "";

  const isRinged = (one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth, boxShadow, strokeWidth } = getComputedStyle(one);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= RING;
    return outlined || boxShadow !== "none" || (one.matches("svg *") && parseFloat(strokeWidth) > RING);
  };

  // Whether some of it lies in the window with nothing on top of it.
  const isSeen = (one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const parts = [0.1, 0.5, 0.9];
    return parts.some((x) =>
      parts.some((y) => {
        const upmost = document.elementFromPoint(left + x * width, top + y * height);
        return upmost && (one.contains(upmost) || upmost.contains(one) || one.labels?.[0]?.contains(upmost));
      }),
    );
  };

  globalThis.focusing = {
    here: () => {
      const one = document.activeElement;
      if (!one || one === document.body || one === document.documentElement) return null;
      if (!ids.has(one)) ids.set(one, (count += 1));
      return {
        id: ids.get(one),
        tag: one.tagName.toLowerCase(),
        name: nameOf(one),
        markup: one.outerHTML.slice(0, 120),
        is_ringed: [one, one.querySelector(".box"), one.labels?.[0]].some(isRinged),
        is_seen: isSeen(one),
      };
    },

    // What is shown, can be pressed or filled in, and had no stop. Of radio buttons one of each group has one; in a
    // sheet, one cell.
    missed: () =>
      [...document.querySelectorAll(STOPS)]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !ids.has(one))
        .filter((one) => one.type !== "radio" && one.tabIndex >= 0 && !one.closest(".is-grid, dialog"))
        .map((one) => one.outerHTML.slice(0, 120)),
  };
}
