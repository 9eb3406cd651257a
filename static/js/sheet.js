// A table to type in, like a sheet: within [data-sheet] the arrows and Enter go from row to row, Escape takes back what
// was typed, and a paste from a spreadsheet fills the cells below and to the right. Each field saves itself on change,
// by its own form; this file only moves the focus and the values.

const FIELDS = 'input:not([type="hidden"], [type="checkbox"], [type="radio"]):not(:disabled), select:not(:disabled)';

const gridOf = (sheet) =>
  [...sheet.querySelectorAll("tr")].map((row) => [...row.querySelectorAll(FIELDS)]).filter((fields) => fields.length);

const placeOf = (grid, field) => {
  const row = grid.findIndex((fields) => fields.includes(field));
  return row < 0 ? null : { row, column: grid[row].indexOf(field) };
};

const move = (sheet, field, step) => {
  const grid = gridOf(sheet);
  const place = placeOf(grid, field);
  const fields = place && grid[place.row + step];
  const next = fields?.[Math.min(place.column, fields.length - 1)];
  if (!next) return false;
  next.focus();
  next.select?.();
  return true;
};

const put = (field, value) => {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

const rowsOf = (text) => text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));

// Returns how many values found no cell. The grid is read once: saving a row may replace it while the rest is filled.
const fill = (sheet, field, rows) => {
  const grid = gridOf(sheet);
  const place = placeOf(grid, field);
  let left = 0;
  rows.forEach((values, down) =>
    values.forEach((value, across) => {
      const target = grid[place.row + down]?.[place.column + across];
      if (target) put(target, value.trim());
      else left += 1;
    }),
  );
  return left;
};

const STEPS = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };

document.addEventListener("keydown", (event) => {
  const sheet = event.target.closest?.("[data-sheet]");
  if (!sheet || !event.target.matches(FIELDS) || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape") event.target.value = event.target.defaultValue ?? event.target.value;
  const isChoosing = event.target.tagName === "SELECT" && event.key !== "Enter";
  const step = isChoosing ? undefined : STEPS[event.key];
  if (step && move(sheet, event.target, event.shiftKey && event.key === "Enter" ? -step : step)) event.preventDefault();
});

document.addEventListener("paste", (event) => {
  const sheet = event.target.closest?.("[data-sheet]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!sheet || !event.target.matches(FIELDS) || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const left = fill(sheet, event.target, rowsOf(text));
  if (left) {
    const detail = document.body.dataset.textNoRoom.replace("%s", String(left));
    document.dispatchEvent(new CustomEvent("renaksi:say", { detail }));
  }
});
