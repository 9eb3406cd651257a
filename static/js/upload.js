// Many files into a <form data-upload>: each goes by itself, so that one bad file or a cut line costs that file only.
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
  const input = form.querySelector('input[type="file"]');
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

  const fail = (job, message, again = true) => {
    job.note.textContent = message;
    job.note.classList.add("file__error");
    job.bar.hidden = true;
    const remove = action(texts.textRemove, () => {
      failed.delete(job);
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

  const send = (job) => {
    const request = new XMLHttpRequest();
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, job.file, job.file.name);
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      job.bar.value = (100 * event.loaded) / event.total;
      const done = event.loaded === event.total;
      const amount = `${megabytes(event.loaded)} / ${megabytes(event.total)}`;
      job.note.textContent = done ? texts.textArrived : texts.textSending.replace("%s", amount);
    });
    request.addEventListener("load", () => {
      const isRow = /^\s*<li/.test(request.responseText);
      if (isRow) arrive(job, request.responseText);
      else fail(job, texts.textRefused.replace("%s", request.status));
    });
    request.addEventListener("error", () => fail(job, texts.textFailed));
    request.addEventListener("abort", () => job.row.remove());
    request.addEventListener("loadend", () => {
      running -= 1;
      next();
    });
    job.buttons.replaceChildren(action(texts.textCancel, () => request.abort()));
    request.send(body);
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

  const take = (files) => {
    for (const file of files) {
      const job = { file, ...makeRow(file) };
      list.append(job.row);
      if (file.size > Number(texts.maxBytes)) fail(job, texts.textTooBig, false);
      else queue(job);
    }
  };

  form.classList.add("is-live");
  input.required = false;
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  retryAll.addEventListener("click", () => [...failed].forEach(queue));
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
