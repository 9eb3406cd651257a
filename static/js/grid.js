// The sheet of a triwulan: <table data-grid> whose cells hold fields of a plain form. Where the window is wide the table becomes an
// ARIA grid: one cell has the focus, arrows move, typing or F2 edits, blocks are selected, copied and pasted as in a spreadsheet.
// What changes is sent row by row; the server answers with the row anew, and each cell of it takes the place of ours unless
// somebody is typing there. On a phone the fields stay as they are and save themselves. Loaded by its page alone.

const AT_ONCE = 2;
const PAGE_ROWS = 10;
const UNRESOLVED = ["refused", "conflict"];

const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// Tab-separated values as spreadsheets write them: cells with line ends or quotes stand in quotes.
const readTable = (text) => {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y;
  const source = text.replaceAll("\r\n", "\n").replace(/\n$/, "");
  while (cell.lastIndex <= source.length) {
    const [whole, inQuotes, plain, end] = cell.exec(source) ?? [];
    if (whole === undefined) return source.split("\n").map((line) => line.split("\t"));
    rows.at(-1).push(inQuotes?.replaceAll('""', '"') ?? plain);
    if (!end) break;
    if (end === "\n") rows.push([]);
  }
  return rows;
};

const readHtml = (html) => {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  for (const line of table.querySelectorAll("br")) line.replaceWith("\n");
  return [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll("\u00a0", " ")));
};

const start = (table) => {
  const texts = table.dataset;
  const body = table.tBodies[0];
  const page = table.closest("[data-grid-page]");
  const find = (name) => page.querySelector(`[data-grid-${name}]`);
  const wide = matchMedia("(min-width: 48rem)");
  const jobs = new Map(); // row -> Map(column -> text): what waits to be sent
  const busy = new Set();
  let isStopped = false;
  let trouble = "";
  let active = null;
  let anchor = null;
  let editing = null; // { cell, before, typing }
  let isLeaving = false;
  const done = [];
  const undone = [];

  const fieldOf = (cell) => cell?.querySelector("[data-field]") ?? null;
  const placeOf = (cell) => ({ row: cell.parentElement.sectionRowIndex, column: cell.cellIndex });
  const cellAt = ({ row, column }) => body.rows[row]?.cells[column] ?? null;
  const cellOf = (target) => target.closest?.("[data-grid] > tbody > tr > *") ?? null;

  const unresolved = () => [...body.querySelectorAll("[data-col]")].filter((cell) => UNRESOLVED.includes(cell.dataset.state));

  // What stands on the page beside the cells: how much is under way, and the buttons.
  const tell = () => {
    const waiting = [...jobs.values()].reduce((sum, fields) => sum + fields.size, 0);
    const open = unresolved().length;
    const text = isStopped && waiting ? trouble.replace("%s", waiting) : jobs.size || busy.size ? texts.textSaving : "";
    const rest = open ? texts.textOpen.replace("%s", open) : done.length || undone.length ? texts.textSaved : "";
    find("summary").textContent = text || rest;
    find("retry").hidden = !(isStopped && waiting);
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

  const arm = () => {
    editing = null;
    table.classList.toggle("is-grid", wide.matches);
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
    find("tools").hidden = false;
    find("save").hidden = true;
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
      enqueue(cell, after);
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

  // Saving.
  const enqueue = (cell, text) => {
    const row = cell.parentElement;
    if (!jobs.has(row)) jobs.set(row, new Map());
    jobs.get(row).set(cell.dataset.col, text);
    cell.dataset.state = "saving";
    isStopped = false;
    queueMicrotask(pump);
  };
  const pump = () => {
    if (isStopped) return;
    for (const [row, fields] of jobs) {
      if (busy.size >= AT_ONCE) break;
      if (busy.has(row)) continue;
      jobs.delete(row);
      busy.add(row);
      void send(row, fields);
    }
  };
  const send = async (row, fields) => {
    const sent = new URLSearchParams({ seen: row.querySelector("[data-seen]").value });
    for (const [column, text] of fields) {
      sent.append("columns", column);
      sent.append(column, text);
    }
    try {
      const answer = await fetch(row.dataset.row, { method: "POST", body: sent, headers: { "hx-request": "true" } });
      if (answer.headers.has("hx-redirect")) throw new Error(texts.textSignedOut);
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      const fresh = holder.content.querySelector("tr[data-row]");
      if (!fresh) throw new Error(texts.textRefused);
      merge(row, fresh, fields);
    } catch (error) {
      trouble = error instanceof TypeError ? texts.textFailed : error.message;
      isStopped = true;
      jobs.set(row, new Map([...fields, ...(jobs.get(row) ?? [])]));
      for (const cell of row.cells) if (fields.has(cell.dataset.col)) cell.dataset.state = "failed";
    }
    busy.delete(row);
    pump();
    tell();
  };
  const merge = (row, fresh, sent) => {
    const waiting = jobs.get(row);
    [...fresh.cells].forEach((cell, index) => {
      const own = row.cells[index];
      const column = own.dataset.col;
      const isToldStill = own.querySelector("[data-note]") && fieldOf(own)?.value === fieldOf(cell)?.value;
      const isOpen = !sent.has(column) && (UNRESOLVED.includes(own.dataset.state) || isToldStill);
      if (column && (editing?.cell === own || waiting?.has(column) || isOpen)) return;
      const holdsFocus = own !== document.activeElement && own.contains(document.activeElement);
      own.replaceChildren(...cell.childNodes);
      own.className = cell.className;
      own.dataset.state = cell.dataset.state ?? "";
      prepare(own);
      if (holdsFocus) own.focus();
    });
    find("status").textContent = fresh.dataset.said;
  };

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
      if (choice.dataset.choose === "mine") enqueue(cell, field.value);
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

  const again = () => {
    isStopped = false;
    for (const [row, fields] of jobs) for (const cell of row.cells) if (fields.has(cell.dataset.col)) cell.dataset.state = "saving";
    pump();
    tell();
  };
  find("undo").addEventListener("click", undo);
  find("redo").addEventListener("click", redo);
  find("retry").addEventListener("click", again);
  addEventListener("online", again);
  addEventListener("beforeunload", (event) => {
    if (jobs.size || busy.size || unresolved().length || (editing && fieldOf(editing.cell).value !== editing.before)) event.preventDefault();
  });
  wide.addEventListener("change", arm);
  arm();
  tell();
};

const table = document.querySelector("[data-grid]");
if (table?.tBodies[0]?.rows.length) start(table);
