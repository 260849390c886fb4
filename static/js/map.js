// The map moves: wheel, buttons, keys, dragging. Without this file it stands still, and regions are looked at by links.
const zoomed = (figure) => {
  const picture = figure.querySelector("[data-map]");
  if (!picture || "ready" in picture.dataset) return;
  picture.dataset.ready = "";
  const [WIDE, HIGH] = [1000, 487];
  const first = picture.getAttribute("viewBox").split(" ").map(Number);
  let box = [...first];

  const draw = () => {
    picture.setAttribute("viewBox", box.map((number) => number.toFixed(2)).join(" "));
    const scale = box[2] / first[2];
    for (const circle of picture.querySelectorAll("circle[data-r]")) circle.setAttribute("r", circle.dataset.r * scale);
    for (const sign of picture.querySelectorAll("svg[data-r]")) {
      const half = sign.dataset.r * 0.45 * scale;
      sign.setAttribute("x", sign.dataset.x - half);
      sign.setAttribute("y", sign.dataset.y - half);
      sign.setAttribute("width", half * 2);
      sign.setAttribute("height", half * 2);
    }
    picture.classList.toggle("is-moved", box[2] < WIDE);
  };
  const keep = ([x, y, width]) => {
    const wide = Math.min(Math.max(width, 12), WIDE);
    const high = (wide * HIGH) / WIDE;
    return [Math.min(Math.max(x, 0), WIDE - wide), Math.min(Math.max(y, 0), HIGH - high), wide, high];
  };
  const zoom = (by, across = 0.5, down = 0.5) => {
    const wide = Math.min(Math.max(box[2] * by, 12), WIDE);
    const grown = wide / box[2];
    box = keep([box[0] + box[2] * across * (1 - grown), box[1] + box[3] * down * (1 - grown), wide]);
    draw();
  };
  const move = (across, down) => {
    box = keep([box[0] + box[2] * across, box[1] + box[3] * down, box[2]]);
    draw();
  };
  const back = () => { box = [...first]; draw(); };

  picture.addEventListener("wheel", (event) => {
    if (event.deltaY > 0 && box[2] >= WIDE) return; // the whole world is shown: the page scrolls on
    event.preventDefault();
    const around = picture.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, (event.clientX - around.left) / around.width, (event.clientY - around.top) / around.height);
  }, { passive: false });

  let from = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && box[2] < WIDE) from = { x: event.clientX, y: event.clientY, far: 0, id: event.pointerId };
  });
  picture.addEventListener("pointermove", (event) => {
    if (!event.buttons) from = null; // it was let go outside
    if (!from || event.pointerId !== from.id) return;
    const around = picture.getBoundingClientRect();
    from.far += Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y);
    if (from.far > 4) picture.setPointerCapture(from.id);
    move((from.x - event.clientX) / around.width, (from.y - event.clientY) / around.height);
    Object.assign(from, { x: event.clientX, y: event.clientY });
  });
  const let_go = () => { const far = from?.far ?? 0; from = null; return far; };
  let dragged = 0;
  picture.addEventListener("pointerup", () => { dragged = let_go(); });
  picture.addEventListener("pointercancel", let_go);
  picture.addEventListener("click", (event) => { if (event.detail && dragged > 4) event.preventDefault(); dragged = 0; }, true);
  picture.addEventListener("dragstart", (event) => event.preventDefault());

  picture.tabIndex = 0;
  const KEYS = {
    "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: back,
    ArrowLeft: () => move(-0.15, 0), ArrowRight: () => move(0.15, 0), ArrowUp: () => move(0, -0.15), ArrowDown: () => move(0, 0.15),
  };
  picture.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  picture.addEventListener("focusin", (event) => { // a mark that is reached by the keyboard comes into view
    const circle = event.target.querySelector?.(":scope > circle");
    if (!circle || event.target === picture) return;
    const [x, y] = [Number(circle.getAttribute("cx")), Number(circle.getAttribute("cy"))];
    const inside = x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3];
    if (!inside) { box = keep([x - box[2] / 2, y - box[3] / 2, box[2]]); draw(); }
  });

  const buttons = figure.querySelector(".map-zoom");
  buttons.hidden = false;
  const ACTS = { in: () => zoom(0.7), out: () => zoom(1.4), back };
  buttons.addEventListener("click", (event) => ACTS[event.target.closest("[data-zoom]")?.dataset.zoom]?.());
};
const ready = () => document.querySelectorAll(".map-figure").forEach(zoomed);
ready();
document.addEventListener("htmx:after:swap", ready);
