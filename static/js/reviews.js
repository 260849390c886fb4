// Going through a review by keys; everything works without them.
const walk = document.querySelector("[data-walk]");

// The switch itself is that of all single keys (keys.js); here it is only said aloud.
walk?.querySelector("[data-keys-switch]").addEventListener("change", ({ target }) => {
  document.getElementById("live").textContent = target.checked ? walk.dataset.on : walk.dataset.off;
});

// "Next" is what comes after in reading, to the left in right-to-left pages.
const forward = () => (document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight");
const GO = {
  n: () => walk.querySelector("[rel=next]")?.click(),
  p: () => walk.querySelector("[rel=prev]")?.click(),
  d: () => document.querySelector("#new-decisions textarea")?.focus(),
  a: () => document.querySelector("#new-actions input:not([type=hidden])")?.focus(),
};

function wanted(event) {
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") return event.key === forward() ? "n" : "p";
  return event.key.toLowerCase();
}

document.addEventListener("keydown", (event) => {
  if (!walk || singleKeys.off || singleKeys.helping) return;
  if (event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const form = event.target.closest("input, textarea, select")?.form;
  if (form && event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (singleKeys.typing(event)) return;
  const go = event.ctrlKey || event.shiftKey ? undefined : GO[wanted(event)];
  if (!go) return;
  event.preventDefault();
  go();
});

// After something was written down the next one can be typed at once.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const place = ctx?.target?.id || ctx?.sourceElement?.closest?.("[id^=new-]")?.id;
  if (!place?.startsWith("new-") || ctx.response?.status >= 400) return;
  document.getElementById(place)?.querySelector("textarea, input:not([type=hidden])")?.focus();
});

// What others write down meanwhile comes in by itself, while somebody is there. Nothing typed is touched, and where no
// answer comes the page stays as it is.
const EVERY = 10_000;
const THERE = 30 * 60_000;
let touched = Date.now();
for (const sign of ["keydown", "pointerdown", "pointermove"]) document.addEventListener(sign, () => { touched = Date.now(); });

async function bringNews(list) {
  const answer = await fetch(`${list.dataset.news}?after=${list.dataset.after}`, { headers: { "HX-Request": "true" }, redirect: "error" });
  if (!answer.ok) return;
  const came = document.createElement("template");
  came.innerHTML = await answer.text();
  for (const line of [...came.content.children]) {
    list.dataset.after = Math.max(list.dataset.after, line.id.split("-")[1]);
    if (document.getElementById(line.id)) continue;
    list.append(line);
    htmx.process(line);
  }
}

setInterval(() => {
  if (document.hidden || Date.now() - touched > THERE) return;
  for (const list of document.querySelectorAll("[data-news]")) bringNews(list).catch(() => {});
}, EVERY);
