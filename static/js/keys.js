// Lists by the keyboard, and ticking their rows. Everything here can be done without it.
{
  const help = document.getElementById("keys");
  const all = (what) => [...document.querySelectorAll(what)];
  const kept = {
    get off() {
      try { return localStorage.getItem("keys") === "off"; } catch { return false; }
    },
    set off(off) {
      try { localStorage.setItem("keys", off ? "off" : "on"); } catch { /* then they are on again at the next page */ }
    },
  };

  // Single keys can be switched off by whoever they disturb, as with speech input; every switch of a page says the same.
  const switches = all("[data-keys-switch]");
  let isOff = kept.off;
  const show = () => { for (const one of switches) one.checked = !isOff; };
  for (const one of switches) {
    one.addEventListener("change", () => {
      isOff = kept.off = !one.checked;
      show();
    });
  }
  show();
  for (const line of all("[data-keys]")) line.hidden = false;

  // For other scripts too: are they off, does this key go into a field, is the help in front?
  globalThis.singleKeys = {
    get off() { return isOff; },
    typing: ({ target }) => Boolean(target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")),
    get helping() { return Boolean(help?.matches(":popover-open")); },
  };

  const links = () => all("main .row-link").filter((link) => link.checkVisibility());
  const row = () => document.activeElement.closest("main tr");
  const box = () => row()?.querySelector("[data-pick]");

  function go(step) {
    const found = links();
    const at = found.findIndex((link) => link.closest("tr") === row());
    const next = found[at < 0 ? 0 : Math.min(Math.max(at + step, 0), found.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return Boolean(next);
  }

  function search() {
    const field = document.querySelector("main [type=search]") ?? document.querySelector("[data-search]");
    field?.focus();
    field?.select();
    return Boolean(field);
  }

  function tick() {
    const found = box();
    found?.click();
    return Boolean(found);
  }

  const acts = {
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    " ": () => document.activeElement.matches(".row-link") && tick(),
    "/": search,
    "?": () => help && (help.togglePopover(), true),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || singleKeys.off) return;
    if (singleKeys.typing(event) || (singleKeys.helping && event.key !== "?")) return;
    if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
  });

  // How many rows are ticked; with the shift key all between two.
  const picks = () => all("[data-pick]");
  let last = null;
  function count() {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    const ticked = picks().filter((pick) => pick.checked).length;
    const said = ticked ? bar.dataset.ticked.replace("{}", ticked.toLocaleString(root.lang)) : "";
    bar.querySelector("[data-picked]").textContent = said;
    const whole = document.querySelector("[data-pick-all]");
    whole.checked = ticked > 0 && ticked === picks().length;
    whole.indeterminate = ticked > 0 && !whole.checked;
  }
  document.addEventListener("click", ({ target, shiftKey }) => {
    if (!target.matches?.("[data-pick]")) return;
    const rows = picks();
    if (shiftKey && rows.includes(last)) {
      const [from, to] = [rows.indexOf(last), rows.indexOf(target)].sort((one, other) => one - other);
      for (const pick of rows.slice(from, to + 1)) pick.checked = target.checked;
    }
    last = target;
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-pick-all]")) for (const pick of picks()) pick.checked = target.checked;
    if (target.matches("[data-pick], [data-pick-all]")) count();
  });
  document.addEventListener("htmx:after:swap", count);
  window.addEventListener("pageshow", count);
}
