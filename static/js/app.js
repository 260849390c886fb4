// Everything works without this file; it only spares people some trouble.
const root = document.documentElement;
const live = () => document.getElementById("live");
root.classList.add("js");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(null);
});

function closeMenus(inside) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu.contains(inside)) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target));

// Choices that would stick out of the page stand at the other end of their filter.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches("details.facet")) return;
  target.classList.remove("at-end");
  const { left, right } = target.querySelector(".drop").getBoundingClientRect();
  target.classList.toggle("at-end", target.open && (left < 0 || right > root.clientWidth));
}, true);

// A form is sent once, until an answer or the way back allows it again.
const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("once" in form.dataset)) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
}, true);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// Leaving a form with unsaved typing asks first.
const changed = new WeakMap();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) changed.set(form, Date.now());
});
window.addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-guard]")]
    .some((form) => changed.has(form) && !("sent" in form.dataset));
  if (unsaved) event.preventDefault();
});

// A form that opened in its place closes again: the page as it stands is fetched anew.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-close]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.reload();
});

// Fragments.
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  ctx.started = Date.now();
  if (ctx.request.method !== "GET" || !ctx.request.body) return;
  for (const [name, value] of [...ctx.request.body]) {
    if (value === "") ctx.request.body.delete(name);
  }
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest("form");
  if (!form) return;
  if (ctx.sourceElement === form) release(form);
  const saved = ctx.response && ctx.response.status < 400;
  const autosave = "autosave" in ctx.sourceElement.dataset;
  if (saved && autosave && changed.get(form) <= ctx.started) changed.delete(form);
});

let focused = "";
document.addEventListener("htmx:before:swap", () => {
  focused = document.activeElement?.id ?? "";
});
document.addEventListener("htmx:after:swap", () => {
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  takeErrors();
  const news = [...document.querySelectorAll("[data-announce]")].map((node) => node.textContent.trim()).join(". ");
  if (news && live().textContent !== news) live().textContent = news;
});

// What stands beside a list that was filtered in its place goes by the address, which holds the filters.
const otherDays = ["as_of", "known_on"];
const askedOf = (leaving) => [...new URLSearchParams(location.search)].filter(([name, value]) => value && !leaving.includes(name));
document.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("action") === "/language") target.elements.next.value = location.pathname + location.search;
  if (!("days" in target.dataset)) return;
  for (const kept of target.querySelectorAll("[type=hidden]")) kept.remove();
  for (const [name, value] of askedOf([...otherDays, "page", "lang"])) {
    target.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
}, true);
document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[data-today]");
  if (link && !otherDays.some((name) => link.search.includes(`${name}=`))) link.search = new URLSearchParams(askedOf([...otherDays, "page", "lang"]));
}, true);

// Without an answer nothing is swapped, so nothing typed is lost; people are told.
function failed({ detail: { ctx } }) {
  if (ctx?.response && ctx.response.status < 500) return;
  const notice = document.createElement("div");
  notice.className = "notice error";
  notice.append(document.createElement("p"));
  notice.firstChild.textContent = live().dataset.failed;
  document.getElementById("messages").replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:response:error", failed);
document.addEventListener("htmx:error", failed);

// A form with a file shows how far the sending is. Where it comes back, the chosen file is still in it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const box = form.querySelector("input[type=file]");
  if (!("upload" in form.dataset) || event.defaultPrevented || !box.files.length) return;
  event.preventDefault();
  if (box.files[0].size > form.dataset.upload * 1e6) stay(form, form.dataset.large);
  else send(form, box);
});

function send(form, box) {
  const state = form.querySelector("[data-upload-state]");
  const [bar, words] = state.children;
  const request = new XMLHttpRequest();
  state.hidden = false;
  words.textContent = "";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = Math.floor(100 * loaded / total);
  });
  request.addEventListener("load", () => answered(form, box, request));
  for (const lost of ["error", "timeout", "abort"]) request.addEventListener(lost, () => stay(form, form.dataset.failed));
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
}

function answered(form, box, request) {
  const address = request.getResponseHeader("HX-Redirect");
  const place = request.getResponseHeader("HX-Retarget");
  if (address) location.assign(address);
  else if (place === "#messages") stay(form, new DOMParser().parseFromString(request.response, "text/html").body.textContent);
  else if (place || request.status < 400) form.submit();
  else comeBack(form, box, request.response);
}

function stay(form, why) {
  release(form);
  const state = form.querySelector("[data-upload-state]");
  state.hidden = false;
  state.firstElementChild.value = 0;
  state.lastElementChild.textContent = why.trim();
}

function comeBack(form, box, html) {
  const page = document.createElement("template");
  page.innerHTML = html;
  const fresh = page.content.querySelector("form");
  if (!fresh) return stay(form, form.dataset.failed);
  fresh.querySelector("input[type=file]").files = box.files;
  form.replaceWith(fresh);
  changed.set(fresh, Date.now());
  takeErrors();
}

// Of many boxes to tick, the ticked ones are shown and those whose name has the letters typed; Enter ticks the first.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
function takePickers() {
  for (const find of document.querySelectorAll("[data-picker] [data-find][hidden]")) {
    const picker = find.closest("[data-picker]");
    const list = picker.querySelector(".picker-list");
    const rows = [...list.children];
    const ticked = (row) => row.querySelector("input").checked;
    const show = () => {
      const words = plain(find.value).split(/\s+/).filter(Boolean);
      const found = rows.filter((row) => words.length && words.every((word) => plain(row.textContent).includes(word)));
      const begins = (row) => plain(row.textContent).trim().startsWith(words.join(" "));
      found.sort((one, other) => begins(other) - begins(one));
      for (const row of rows) row.hidden = !ticked(row) && !found.includes(row);
      const ordered = [...rows.filter(ticked), ...found, ...rows];
      list.append(...new Set(ordered));
      list.hidden = rows.every((row) => row.hidden);
      picker.querySelector("[data-none]").hidden = !words.length || found.length > 0;
      return found;
    };
    find.addEventListener("input", (event) => {
      event.stopPropagation();
      show();
    });
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const first = show().find((row) => !ticked(row));
      if (!first) return;
      first.querySelector("input").click();
      find.value = "";
      show();
    });
    find.hidden = false;
    show();
  }
}
takePickers();
document.addEventListener("htmx:after:swap", takePickers);
window.addEventListener("pageshow", () => {
  for (const find of document.querySelectorAll("[data-find]")) find.dispatchEvent(new Event("input"));
});

// A refused form puts the reader at its summary.
function takeErrors() {
  document.querySelector("[data-focus]")?.focus();
}
takeErrors();

// Text that is meant for elsewhere can be copied, where the browser lets us.
function takeCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const box = document.getElementById(button.dataset.copy);
      box.select();
      await navigator.clipboard.writeText(box.value);
      live().textContent = button.dataset.done;
      button.textContent = button.dataset.done;
    });
  }
}
takeCopies();
document.addEventListener("htmx:after:swap", takeCopies);
