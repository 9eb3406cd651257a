// Many files into a <form data-upload>: each goes by itself, so that one bad file or a cut line costs that file only.
// A large one goes piece by piece (resumable.js), and goes on where it stood when it is chosen again.
// XMLHttpRequest, because fetch does not tell how many bytes have gone. What failed stays in the list and can be sent
// again; the row that the server answers with takes the place of ours and asks for its own progress by htmx.

const AT_ONCE = 2;

const part = (tag, className, text = "") => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

const action = (text, onClick) => {
  const button = part("button", "button button--small", text);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
};

const megabytes = (bytes) => `${(bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;

const makeRow = (file) => {
  const row = part("li", "file");
  const body = part("div", "");
  const note = part("p", "file__note");
  const bar = part("progress", "file__progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  body.append(part("p", "file__name", file.name), bar, note);
  const buttons = part("div", "file__buttons");
  row.append(part("span", ""), body, buttons);
  return { row, note, bar, buttons };
};

const start = (form) => {
  const texts = form.dataset;
  const inputs = [...form.querySelectorAll('input[type="file"]')];
  const [input] = inputs;
  const list = form.querySelector("[data-upload-list]");
  const status = form.querySelector("[data-upload-status]");
  const retryAll = form.querySelector("[data-upload-retry]");
  const waiting = [];
  const failed = new Set();
  let running = 0;

  const refresh = () => {
    retryAll.hidden = failed.size < 2;
    retryAll.parentElement.hidden = failed.size < 2;
  };

  const amount = (came, size) => `${megabytes(came)} / ${megabytes(size)}`;

  const fail = (job, message, again = true) => {
    job.note.textContent = message;
    job.note.classList.add("file__error");
    job.bar.hidden = true;
    const remove = action(texts.textRemove, () => {
      failed.delete(job);
      if (job.address) fetch(job.address, { method: "DELETE" });
      job.row.remove();
      refresh();
    });
    job.buttons.replaceChildren(...(again ? [action(texts.textRetry, () => queue(job))] : []), remove);
    if (again) failed.add(job);
    status.textContent = `${job.file.name}: ${message}`;
    refresh();
  };

  const arrive = (job, html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const row = holder.content.firstElementChild;
    job.row.replaceWith(row);
    window.htmx?.process(row);
    status.textContent = `${job.file.name}: ${texts.textArrived}`;
  };

  // Sends the form, with the fields that `fill` adds, and puts the row of the answer in the place of ours.
  const post = (job, address, fill, done) => {
    const request = new XMLHttpRequest();
    const body = new FormData(form);
    body.delete(input.name);
    fill(body);
    request.open("POST", address);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      job.bar.value = (100 * event.loaded) / event.total;
      const isWhole = event.loaded === event.total;
      job.note.textContent = isWhole ? texts.textArrived : texts.textSending.replace("%s", amount(event.loaded, event.total));
    });
    request.addEventListener("load", () => {
      const isRow = /^\s*<li/.test(request.responseText);
      if (isRow) arrive(job, request.responseText);
      else fail(job, texts.textRefused.replace("%s", request.status));
    });
    request.addEventListener("error", () => fail(job, texts.textFailed));
    request.addEventListener("abort", () => job.row.remove());
    request.addEventListener("loadend", done);
    job.buttons.replaceChildren(action(texts.textCancel, () => request.abort()));
    request.send(body);
  };

  const ended = () => {
    running -= 1;
    next();
  };

  const sendWhole = (job) => post(job, form.action, (body) => body.append(input.name, job.file, job.file.name), ended);

  const sendInPieces = async (job) => {
    const stop = (message, again) => {
      fail(job, message, again);
      ended();
    };
    try {
      const { hashOf, send } = await import(texts.resumableScript);
      const upload = await send({
        file: job.file,
        addresses: { url: texts.resumableUrl, client: texts.resumableClient },
        resume: job.address,
        unit: new FormData(form).get("unit") ?? "",
        onAddress: (address) => (job.address = address),
        onProgress: (came, size) => {
          job.bar.value = (100 * came) / size;
          job.note.textContent = texts.textSending.replace("%s", amount(came, size));
        },
        onFail: ({ status, text, isOut }) => {
          if ([404, 410].includes(status)) job.address = undefined; // from the start next time
          stop(isOut ? texts.textSignedOut : text || texts.textKept);
        },
        onWhole: async (address) => {
          job.note.textContent = texts.textChecking;
          const hash = await hashOf(job.file);
          post(job, `${address}/selesai`, (body) => body.append("sha256", hash), ended);
        },
      });
      const cancel = () => {
        upload.abort(true);
        job.row.remove();
        ended();
      };
      job.buttons.replaceChildren(action(texts.textCancel, cancel));
    } catch {
      stop(texts.textKept);
    }
  };

  const send = (job) => {
    if (texts.resumableUrl && job.file.size > Number(texts.resumableOver)) sendInPieces(job);
    else sendWhole(job);
  };

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      send(waiting.shift());
    }
  };

  const queue = (job) => {
    failed.delete(job);
    job.note.classList.remove("file__error");
    job.note.textContent = texts.textWaiting;
    job.bar.hidden = false;
    job.bar.value = 0;
    job.buttons.replaceChildren(
      action(texts.textCancel, () => {
        waiting.splice(waiting.indexOf(job), 1);
        job.row.remove();
      }),
    );
    waiting.push(job);
    refresh();
    next();
  };

  // The address of an upload of this very file that did not come to its end; its row gives way to the new one.
  const begun = (file) => {
    const told = { name: file.name, size: String(file.size), changed: String(file.lastModified) };
    const rows = [...form.querySelectorAll("[data-begun]")];
    const row = rows.find(({ dataset }) => Object.entries(told).every(([name, value]) => dataset[name] === value));
    row?.remove();
    return row?.dataset.begun;
  };

  const take = (files) => {
    for (const file of files) {
      const job = { file, address: begun(file), ...makeRow(file) };
      list.append(job.row);
      if (file.size > Number(texts.maxBytes)) fail(job, texts.textTooBig, false);
      else queue(job);
    }
  };

  input.required = false;
  for (const each of inputs) {
    const takeChosen = () => {
      take([...each.files]);
      each.value = "";
    };
    each.addEventListener("change", takeChosen);
    if (each.files.length) takeChosen(); // chosen while the script was on its way
  }
  retryAll.addEventListener("click", () => [...failed].forEach(queue));
  addEventListener("online", () => [...failed].filter((job) => job.address).forEach(queue));
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) take([...event.clipboardData.files]);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });
};

document.querySelectorAll("form[data-upload]").forEach(start);
