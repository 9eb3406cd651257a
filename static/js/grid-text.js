// What a spreadsheet's clipboard holds, as rows of cells. With grid-saving.js and grid.js one module (tracker/vendor.py).

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
