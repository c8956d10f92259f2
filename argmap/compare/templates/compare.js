"use strict";
// Draws the joins between the two maps, and follows a choice of a claim in the maps and the lists.
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const pairs = JSON.parse(find("#compare-data").textContent);
  const stage = find(".maps");
  const joins = find(".joins");
  const canvases = all(".canvas");
  const nodeOf = (side, key) => document.getElementById(`${side}-node-${key}`);
  const drawn = [];
  for (const pair of pairs) {
    const [a, b] = [nodeOf("a", pair.a), nodeOf("b", pair.b)];
    if (!a || !b) continue;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", pair.kind);
    joins.append(path);
    drawn.push({ ...pair, nodes: [a, b], path });
  }
  let waiting = false;
  const draw = () => {
    waiting = false;
    const origin = stage.getBoundingClientRect();
    const boxes = canvases.map((canvas) => canvas.getBoundingClientRect());
    for (const { nodes, path } of drawn) {
      const [from, to] = nodes.map((node) => node.getBoundingClientRect());
      const seen = [from, to].every((box, side) => {
        const y = (box.top + box.bottom) / 2;
        return y > boxes[side].top && y < boxes[side].bottom && box.right > boxes[side].left && box.left < boxes[side].right;
      });
      if (!seen) { path.removeAttribute("d"); continue; }
      // Between the maps only, not to lie over the words that stand in them.
      const x1 = boxes[0].right - origin.left;
      const x2 = boxes[1].left - origin.left;
      const y1 = (from.top + from.bottom) / 2 - origin.top;
      const y2 = (to.top + to.bottom) / 2 - origin.top;
      const bend = Math.max(20, (x2 - x1) / 2);
      path.setAttribute("d", `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
    }
  };
  const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(draw); } };
  for (const canvas of canvases) canvas.addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);

  // Zoom: both maps together --------------------------------------------------------------------
  let scale = 1;
  const zoom = (to) => {
    scale = Math.max(0.1, Math.min(3, to));
    for (const canvas of canvases) {
      const svg = find("svg", canvas);
      svg.style.width = `${svg.viewBox.baseVal.width * scale}px`;
      svg.style.height = `${svg.viewBox.baseVal.height * scale}px`;
    }
    soon();
  };
  const fit = () => zoom(Math.min(...canvases.map((canvas) => {
    const size = find("svg", canvas).viewBox.baseVal;
    return Math.min(canvas.clientWidth / size.width, canvas.clientHeight / size.height);
  })));
  const acts = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit, one: () => zoom(1) };
  for (const button of all("[data-zoom]")) button.addEventListener("click", acts[button.dataset.zoom]);

  // Choosing ----------------------------------------------------------------------------------
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const bring = (canvas, node) => {
    const [inner, outer] = [node.getBoundingClientRect(), canvas.getBoundingClientRect()];
    canvas.scrollBy({
      left: inner.left - outer.left - (outer.width - inner.width) / 2,
      top: inner.top - outer.top - (outer.height - inner.height) / 2,
      behavior: calm(),
    });
  };
  const choose = (name, move) => {
    for (const one of all(".on")) one.classList.remove("on");
    joins.classList.remove("chosen");
    const [, side, key] = /^([ab])-(.+)$/.exec(name) ?? [];
    if (!side) return;
    const pair = drawn.find((one) => one[side] === key);
    const nodes = pair ? pair.nodes : [nodeOf("a", side === "a" ? key : ""), nodeOf("b", side === "b" ? key : "")];
    nodes.forEach((node, index) => {
      node?.classList.add("on");
      if (node && move) bring(canvases[index], node);
    });
    const row = document.getElementById(name)?.closest(".pair, .claim");
    row?.classList.add("on");
    if (pair) { pair.path.classList.add("on"); joins.classList.add("chosen"); }
    soon();
  };
  const follow = () => { try { choose(decodeURIComponent(location.hash.slice(1)), true); } catch { /* No name of ours. */ } };
  addEventListener("hashchange", follow);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const place = event.target.closest("a[href^='#'], .pair, .claim");
    const link = place?.matches("a") ? place : place && find("a[href^='#']", place);
    if (link) choose(link.getAttribute("href").slice(1), false);
  });
  const first = pairs.find((pair) => pair.thesis);
  zoom(0.72);
  if (first) for (const [side, index] of [["a", 0], ["b", 1]]) { const node = nodeOf(side, first[side]); if (node) bring(canvases[index], node); }
  follow();
  soon();
})();
