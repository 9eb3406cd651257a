// Saving the sheet: what changes waits by row and is sent row by row, a few at once; the server answers with the row anew. Of each
// cell's data-state "saving", "failed", "refused" and "conflict" stand here; what is not sent because the line is down waits
// until somebody or the line itself says so. With grid-text.js and grid.js one module (tracker/vendor.py).

const AT_ONCE = 2;
const UNRESOLVED = ["refused", "conflict"];

const fieldOf = (cell) => cell?.querySelector("[data-field]") ?? null;

// texts: of the table; isTyping(cell): whether somebody edits it; prepare(cell): after it was replaced; say(text): for readers; tell: after each step.
const makeSaver = ({ texts, isTyping, prepare, say, tell }) => {
  const jobs = new Map(); // row -> Map(column -> text): what waits to be sent
  const busy = new Set();
  let isStopped = false;
  let trouble = "";

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
      if (column && (isTyping(own) || waiting?.has(column) || isOpen)) return;
      const holdsFocus = own !== document.activeElement && own.contains(document.activeElement);
      own.replaceChildren(...cell.childNodes);
      own.className = cell.className;
      own.dataset.state = cell.dataset.state ?? "";
      prepare(own);
      if (holdsFocus) own.focus();
    });
    say(fresh.dataset.said);
  };

  const again = () => {
    isStopped = false;
    for (const [row, fields] of jobs) for (const cell of row.cells) if (fields.has(cell.dataset.col)) cell.dataset.state = "saving";
    pump();
    tell();
  };

  // How many cells are not sent, and what stands in their way.
  const waiting = () => [...jobs.values()].reduce((sum, fields) => sum + fields.size, 0);
  return {
    enqueue,
    again,
    waiting,
    isSaving: () => jobs.size > 0 || busy.size > 0,
    trouble: () => (isStopped && waiting() ? trouble : ""),
  };
};
