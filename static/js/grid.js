// The sheet of a triwulan: <table data-grid> whose cells hold fields of a plain form. Where the window is wide the table becomes an
// ARIA grid: one cell has the focus, arrows move, typing or F2 edits, blocks are selected, copied and pasted as in a spreadsheet.
// What changes is sent row by row; the server answers with the row anew, and each cell of it takes the place of ours unless
// somebody is typing there (grid-saving.js). On a phone the fields stay as they are and save themselves. Loaded by its page alone.

const PAGE_ROWS = 10;

const start = (table) => {
  const texts = table.dataset;
  const body = table.tBodies[0];
  const page = table.closest("[data-grid-page]");
  const find = (name) => page.querySelector(`[data-grid-${name}]`);
  const wide = matchMedia("(min-width: 48rem)");
  let active = null;
  let anchor = null;
  let editing = null; // { cell, before, typing }
  let isLeaving = false;
  const done = [];
  const undone = [];

  const placeOf = (cell) => ({ row: cell.parentElement.sectionRowIndex, column: cell.cellIndex });
  const cellAt = ({ row, column }) => body.rows[row]?.cells[column] ?? null;
  const cellOf = (target) => target.closest?.("[data-grid] > tbody > tr > *") ?? null;

  const unresolved = () => [...body.querySelectorAll("[data-col]")].filter((cell) => UNRESOLVED.includes(cell.dataset.state));

  // What stands on the page beside the cells: how much is under way, and the buttons.
  const tell = () => {
    const open = unresolved().length;
    const trouble = saver.trouble();
    const text = trouble ? trouble.replace("%s", saver.waiting()) : saver.isSaving() ? texts.textSaving : "";
    const rest = open ? texts.textOpen.replace("%s", open) : done.length || undone.length ? texts.textSaved : "";
    find("summary").textContent = text || rest;
    find("retry").hidden = !trouble;
    find("undo").disabled = !done.length;
    find("redo").disabled = !undone.length;
  };

  const prepare = (cell) => {
    const isGrid = wide.matches;
    for (const inner of cell.querySelectorAll("a, [data-field]")) inner.tabIndex = isGrid ? -1 : 0;
    if (!isGrid) {
      for (const name of ["role", "tabindex", "aria-selected", "aria-readonly"]) cell.removeAttribute(name);
      return;
    }
    cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "gridcell");
    cell.setAttribute("aria-readonly", String(!fieldOf(cell)));
    cell.tabIndex = cell === active ? 0 : -1;
  };

  const saver = makeSaver({
    texts,
    isTyping: (cell) => editing?.cell === cell,
    prepare,
    say: (text) => (find("status").textContent = text),
    tell,
  });

  const arm = () => {
    editing = null;
    if (wide.matches) {
      table.setAttribute("role", "grid");
      table.setAttribute("aria-multiselectable", "true");
      active ??= fieldOf(body.querySelector("[data-col]"))?.closest("td") ?? cellAt({ row: 0, column: 0 });
      anchor = active && placeOf(active);
    } else {
      table.removeAttribute("role");
      table.removeAttribute("aria-multiselectable");
    }
    for (const row of body.rows) for (const cell of row.cells) prepare(cell);
  };

  const block = () => {
    const here = placeOf(active);
    const [top, bottom] = [anchor.row, here.row].sort((a, b) => a - b);
    const [left, right] = [anchor.column, here.column].sort((a, b) => a - b);
    return { top, bottom, left, right };
  };
  const inBlock = () => {
    const { top, bottom, left, right } = block();
    return [...body.rows].slice(top, bottom + 1).map((row) => [...row.cells].slice(left, right + 1));
  };
  const paint = () => {
    const { top, bottom, left, right } = block();
    const isMany = top !== bottom || left !== right;
    for (const row of body.rows) {
      const isRow = row.sectionRowIndex >= top && row.sectionRowIndex <= bottom;
      for (const cell of row.cells) {
        const isIn = isMany && isRow && cell.cellIndex >= left && cell.cellIndex <= right;
        if (isIn) cell.setAttribute("aria-selected", "true");
        else cell.removeAttribute("aria-selected");
      }
    }
  };
  const goTo = (cell, { extend = false, focus = true } = {}) => {
    if (!cell) return;
    if (active) active.tabIndex = -1;
    active = cell;
    active.tabIndex = 0;
    if (!extend) anchor = placeOf(cell);
    if (focus) active.focus();
    paint();
  };
  const step = (down, across, extend = false) => {
    const { row, column } = placeOf(active);
    const last = { row: body.rows.length - 1, column: active.parentElement.cells.length - 1 };
    const clamp = (value, most) => Math.max(0, Math.min(most, value));
    goTo(cellAt({ row: clamp(row + down, last.row), column: clamp(column + across, last.column) }), { extend });
  };
  const nextField = (direction) => {
    const cells = [...body.querySelectorAll("[data-col]")].filter(fieldOf);
    const after = direction > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const ahead = cells.filter((cell) => active.compareDocumentPosition(cell) & after);
    return ahead.at(direction > 0 ? 0 : -1);
  };

  // Changes: each is { cell, before, after }; what was done together is undone together.
  const apply = (changes) => {
    for (const { cell, after } of changes) {
      fieldOf(cell).value = after;
      saver.enqueue(cell, after);
    }
    tell();
  };
  const change = (changes) => {
    const real = changes.filter(({ cell, before, after }) => before !== after && fieldOf(cell));
    if (!real.length) return;
    done.push(real);
    undone.length = 0;
    apply(real);
  };
  const turnBack = (from, onto) => {
    const last = from.pop();
    if (!last) return;
    const back = last.map(({ cell, before, after }) => ({ cell, before: after, after: before }));
    onto.push(back);
    apply(back.filter(({ cell }) => fieldOf(cell)));
    if (wide.matches) goTo(back[0].cell);
  };
  const undo = () => turnBack(done, undone);
  const redo = () => turnBack(undone, done);

  // Editing one cell.
  const edit = (cell, { typing = false } = {}) => {
    const field = fieldOf(cell);
    if (!field) return false;
    editing = { cell, before: field.value, typing };
    cell.classList.add("is-editing");
    field.focus();
    if (typing) field.select();
    else field.setSelectionRange(field.value.length, field.value.length);
    return true;
  };
  const close = ({ keep }) => {
    if (!editing) return;
    const { cell, before } = editing;
    editing = null;
    cell.classList.remove("is-editing");
    const field = fieldOf(cell);
    const after = field.value;
    if (keep) change([{ cell, before, after }]);
    else field.value = before;
  };
  const closeAndMove = (down, across) => {
    close({ keep: true });
    step(down, across);
  };

  const keysInField = (event) => {
    const { key } = event;
    const field = fieldOf(editing.cell);
    const arrows = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
    if (key === "Enter" && event.altKey) field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    else if (key === "Enter") closeAndMove(event.shiftKey ? -1 : 1, 0);
    else if (key === "Escape") {
      const { cell } = editing;
      close({ keep: false });
      goTo(cell);
    } else if (key === "Tab") {
      const next = nextField(event.shiftKey ? -1 : 1);
      const { cell } = editing;
      close({ keep: true });
      goTo(next ?? cell);
    } else if (key === "F2") editing.typing = false;
    else if (editing.typing && arrows[key] && !event.shiftKey) closeAndMove(...arrows[key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const clear = () =>
    change(inBlock().flat().filter(fieldOf).map((cell) => ({ cell, before: fieldOf(cell).value, after: "" })));

  const inner = () => active.querySelector("[data-choose], a");
  const keysInGrid = (event) => {
    const { key, shiftKey: extend } = event;
    const mod = event.ctrlKey || event.metaKey;
    const ends = { row: body.rows.length, column: table.rows[0].cells.length };
    const moves = {
      ArrowDown: () => step(mod ? ends.row : 1, 0, extend),
      ArrowUp: () => step(mod ? -ends.row : -1, 0, extend),
      ArrowRight: () => step(0, mod ? ends.column : 1, extend),
      ArrowLeft: () => step(0, mod ? -ends.column : -1, extend),
      Home: () => step(mod ? -ends.row : 0, -ends.column, extend),
      End: () => step(mod ? ends.row : 0, ends.column, extend),
      PageDown: () => step(PAGE_ROWS, 0, extend),
      PageUp: () => step(-PAGE_ROWS, 0, extend),
      Enter: () => (!fieldOf(active) && inner() ? inner().click() : step(extend ? -1 : 1, 0)),
      F2: () => (active.querySelector("[data-choose]") ?? (edit(active) ? null : inner()))?.focus(),
      Delete: clear,
      Backspace: clear,
    };
    const shortcuts = { z: extend ? redo : undo, y: redo, a: () => (goTo(cellAt({ row: 0, column: 0 })), step(ends.row, ends.column, true)) };
    const wasLeaving = isLeaving;
    isLeaving = key === "Escape" || (key === "Shift" && isLeaving);
    if (key === "Tab") {
      const next = nextField(extend ? -1 : 1);
      if (wasLeaving || !next || (!extend && active.querySelector("[data-choose]"))) return;
      goTo(next);
    } else if (moves[key] && !event.altKey) moves[key]();
    else if (mod && shortcuts[key.toLowerCase()]) shortcuts[key.toLowerCase()]();
    else if (key.length === 1 && !mod && !event.altKey && edit(active, { typing: true })) {
      event.stopPropagation();
      return; // the sign itself goes into the field that now has the focus
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  table.addEventListener("keydown", (event) => {
    if (!wide.matches || event.isComposing || !cellOf(event.target)) return;
    if (editing) keysInField(event);
    else if (event.target === active) keysInGrid(event);
    else if (event.key === "Escape") goTo(active);
  });
  table.addEventListener("focusout", (event) => {
    if (editing && event.target === fieldOf(editing.cell)) close({ keep: true });
  });
  table.addEventListener("mousedown", (event) => {
    const cell = cellOf(event.target);
    if (!wide.matches || !cell || event.button || event.target.closest("a, button") || editing?.cell === cell) return;
    event.preventDefault();
    document.activeElement?.blur();
    goTo(cell, { extend: event.shiftKey });
  });
  table.addEventListener("mouseover", (event) => {
    const cell = cellOf(event.target);
    if (wide.matches && cell && event.buttons === 1 && !editing && table.contains(document.activeElement)) goTo(cell, { extend: true });
  });
  table.addEventListener("dblclick", (event) => {
    if (wide.matches && !editing && cellOf(event.target)) edit(cellOf(event.target));
  });
  table.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    const choice = event.target.closest("[data-choose]");
    if (choice) {
      event.preventDefault();
      const field = fieldOf(cell);
      if (choice.dataset.choose === "mine") saver.enqueue(cell, field.value);
      else {
        done.push([{ cell, before: field.value, after: choice.dataset.text }]);
        field.value = choice.dataset.text;
        cell.dataset.state = "";
        cell.querySelector("[data-note]")?.remove();
      }
      if (wide.matches) goTo(cell);
      tell();
    } else if (wide.matches && cell && event.pointerType === "touch" && !editing) edit(cell);
  });
  table.addEventListener("change", (event) => {
    const cell = cellOf(event.target);
    if (wide.matches || !event.target.matches("[data-field]")) return;
    change([{ cell, before: event.target.defaultValue, after: event.target.value }]);
  });

  // The clipboard: blocks as tab-separated text and as a table.
  const isOnGrid = () => wide.matches && !editing && active && active === document.activeElement;
  const textOf = (cell) => fieldOf(cell)?.value ?? cell.innerText.trim().replace(/\s+/g, " ");
  const copy = (event) => {
    if (!isOnGrid()) return false;
    const copied = document.createElement("table");
    const lines = inBlock().map((cells) => {
      const row = copied.insertRow();
      for (const cell of cells) row.insertCell().textContent = textOf(cell);
      return cells.map((cell) => quoted(textOf(cell))).join("\t");
    });
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.clipboardData.setData("text/html", copied.outerHTML);
    event.preventDefault();
    return true;
  };
  document.addEventListener("copy", copy);
  document.addEventListener("cut", (event) => copy(event) && clear());
  document.addEventListener("paste", (event) => {
    if (!isOnGrid()) return;
    event.preventDefault();
    const data = event.clipboardData;
    const values = readHtml(data.getData("text/html")) ?? readTable(data.getData("text/plain"));
    const { top, left, bottom, right } = block();
    const isOne = values.length === 1 && values[0].length === 1;
    const wanted = isOne ? inBlock().map((cells) => cells.map(() => values[0][0])) : values;
    const changes = [];
    let homeless = 0;
    wanted.forEach((line, down) =>
      line.forEach((text, across) => {
        const cell = cellAt({ row: top + down, column: left + across });
        const field = fieldOf(cell);
        if (field) changes.push({ cell, before: field.value, after: text.trim() });
        else if (text.trim()) homeless += 1;
      }),
    );
    change(changes);
    const end = isOne ? { row: bottom, column: right } : { row: top + values.length - 1, column: left + values[0].length - 1 };
    anchor = { row: top, column: left };
    goTo(cellAt({ row: Math.min(end.row, body.rows.length - 1), column: Math.min(end.column, table.rows[0].cells.length - 1) }), { extend: true });
    if (homeless) {
      const detail = document.body.dataset.textNoRoom.replace("%s", String(homeless));
      document.dispatchEvent(new CustomEvent("renaksi:say", { detail }));
    }
  });

  find("undo").addEventListener("click", undo);
  find("redo").addEventListener("click", redo);
  find("retry").addEventListener("click", saver.again);
  addEventListener("online", saver.again);
  addEventListener("beforeunload", (event) => {
    if (saver.isSaving() || unresolved().length || (editing && fieldOf(editing.cell).value !== editing.before)) event.preventDefault();
  });
  wide.addEventListener("change", arm);
  arm();
  tell();
};

const table = document.querySelector("[data-grid]");
if (table?.tBodies[0]?.rows.length) start(table);
