// Going through a review by keys; everything works without them.
const walk = document.querySelector("[data-walk]");
const SWITCH = "review-keys";
const keys = walk?.querySelector("[data-keys]");
const box = walk?.querySelector("[data-keys-on]");

function remembered() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

if (walk) {
  keys.hidden = false;
  box.checked = remembered();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(SWITCH, box.checked ? "on" : "off");
    } catch { /* a browser that keeps nothing asks anew on each page */ }
    document.getElementById("live").textContent = box.checked ? walk.dataset.on : walk.dataset.off;
  });
}

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
  if (!walk || !box.checked || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing) {
    const form = event.target.closest("form");
    if (event.key !== "Enter" || !event.ctrlKey || !form) return;
    event.preventDefault();
    form.requestSubmit();
    return;
  }
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
