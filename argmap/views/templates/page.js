"use strict";
// The page's one script. It joins the three panes: a unit's words, its node and its row carry the
// same key. Whatever it writes it writes as text, never as markup.
//
// For a script that an `Extension` adds: `window.argmap` (see its end) and events on `document`,
// each with a `detail`:
//   argmap:select  {unit, flag}   ids of the unit that was chosen, or null, and of its flag, or null
//   argmap:filter  {units}        ids of the units that a search or a filter leaves
//   argmap:fold    {units}        ids of the units that the drawing shows
(() => {
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const data = JSON.parse(find("#argmap-data").textContent);
  const panes = { article: find("#argmap-article"), canvas: find("#argmap-canvas"), claims: find("#argmap-claims") };
  const svg = find("svg", panes.canvas);
  const card = find("#argmap-card");
  const status = find("#argmap-status");
  const search = find("#argmap-search");
  const filters = find("#argmap-filters");
  const body = find("tbody", panes.claims);
  const rows = all("tr", body);
  const narrow = matchMedia("(max-width: 999px)");
  root.classList.add("script");
  const idOf = new Map(data.units.map(({ key }, at) => [key, data.map.units[at].id]));
  const keyFor = new Map([...idOf].map(([key, id]) => [id, key]));
  const flagId = new Map(data.units.flatMap((unit) => unit.flags.map(({ key, id }) => [key, id])));
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`argmap:${name}`, { detail }));

  // Which elements belong to a unit ----------------------------------------------------------
  const parts = new Map(data.units.map(({ key }) => [key, { words: [], node: null, row: null }]));
  const flagged = new Map();
  for (const unit of data.units) for (const flag of unit.flags) flagged.set(flag.key, unit.key);
  for (const words of all("a.unit", panes.article)) {
    for (const key of words.dataset.u.split(" ")) parts.get(key).words.push(words);
  }
  for (const row of rows) parts.get(row.dataset.u).row = row;
  for (const [key, part] of parts) {
    part.node = document.getElementById(`node-${key}`);
    if (part.node) part.node.dataset.u = key;
  }
  const above = new Map();
  const below = new Map();
  for (const relation of data.relations) {
    if (!above.has(relation.source)) above.set(relation.source, []);
    above.get(relation.source).push(relation);
    if (!below.has(relation.target)) below.set(relation.target, []);
    below.get(relation.target).push(relation);
  }
  const keyOf = (element) => {
    const row = element.closest("tr[data-u]");
    const link = element.closest("a[href^='#']");
    if (link) {
      const name = link.getAttribute("href").slice(1);
      if (parts.has(name)) return name;
      if (name.startsWith("flag-")) return flagged.get(name.slice(5)) ?? null;
    }
    return row ? row.dataset.u : null;
  };

  // Selecting --------------------------------------------------------------------------------
  const behaviour = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const bring = (box, element) => {
    // Scrolls the pane alone where it is one that scrolls, else the window.
    const inner = element.getBoundingClientRect();
    const scrolls = box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
    if (!scrolls || getComputedStyle(box).overflowY === "visible") return;
    const outer = box.getBoundingClientRect();
    const top = inner.height > outer.height * 0.8 ? inner.top - outer.top - 90
      : inner.top - outer.top - (outer.height - inner.height) / 2;
    const left = inner.left - outer.left - (outer.width - inner.width) / 2;
    box.scrollBy({ top, left: box === panes.canvas ? left : 0, behavior: behaviour() });
  };
  let selected = null;
  const select = (key, flag = null, from = null) => {
    for (const element of all(".selected, .chosen")) element.classList.remove("selected", "chosen");
    for (const element of all("[aria-current]")) element.removeAttribute("aria-current");
    selected = parts.has(key) ? key : null;
    tell("select", { unit: idOf.get(selected) ?? null, flag: flagId.get(flag) ?? null });
    if (!selected) return;
    const part = parts.get(key);
    reveal(key);
    for (const words of part.words) words.classList.add("selected");
    part.words[0]?.setAttribute("aria-current", "true");
    part.node?.classList.add("selected");
    if (part.node) rove(part.node);
    part.row.classList.add("selected");
    if (part.row.hidden) clear();
    const item = flag && all("[data-flag]", part.row).find((one) => one.dataset.flag === flag);
    item?.classList.add("chosen");
    if (part.words[0] && from !== panes.article) bring(panes.article, part.words[0]);
    if (part.node && from !== panes.canvas) bring(panes.canvas, part.node);
    if (from !== panes.claims || item) {
      const row = part.row.getBoundingClientRect();
      const room = panes.claims.clientHeight - filters.offsetHeight;
      // The whole row where its flag shows with it, else the flag.
      const shows = !item || item.getBoundingClientRect().bottom - row.top < room;
      if (row.height <= room * 0.7 || (shows && row.height <= panes.claims.clientHeight * 0.8)) bring(panes.claims, part.row);
      else if (shows) panes.claims.scrollBy({ top: row.top - panes.claims.getBoundingClientRect().top - filters.offsetHeight, behavior: behaviour() });
      else bring(panes.claims, item);
    }
    if (narrow.matches && from) dock(key);
    say(part.node?.getAttribute("aria-label") ?? part.row.querySelector(".text").textContent);
  };
  const say = (words) => { status.textContent = words; };
  const follow = (from = null) => {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (parts.has(name)) select(name, null, from);
    else if (name.startsWith("flag-") && flagged.has(name.slice(5))) {
      select(flagged.get(name.slice(5)), name.slice(5), from);
    }
  };
  let origin = null;
  const visit = (hash, from) => {
    if (location.hash !== hash) {
      // Unlike a new hash, a new state leaves the focus where the reader is.
      try { history.pushState(null, "", hash); } catch { origin = from; location.hash = hash; return; }
    }
    follow(from);
    origin = null;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".fold");
    if (button) { toggle(button.dataset.u); return; }
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (dragged) { dragged = false; event.preventDefault(); return; }
    const row = event.target.closest("tr[data-u]");
    let link = event.target.closest("a[href^='#']");
    if (!link && row && !String(getSelection())) link = find(".text a", row);
    if (!link) return;
    const hash = link.getAttribute("href");
    const name = hash.slice(1);
    if (!parts.has(name) && !name.startsWith("flag-")) return;
    event.preventDefault();
    hide();
    origin = Object.values(panes).find((pane) => pane.contains(link)) ?? null;
    if (origin === panes.claims && row && row.dataset.u !== keyOf(link)) origin = null;
    visit(hash, origin);
  });
  addEventListener("hashchange", () => { follow(origin); origin = null; });

  // Why: the card ----------------------------------------------------------------------------
  let timer = 0;
  const hide = () => { clearTimeout(timer); card.hidden = true; trace(null); };
  const make = (name, text, className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  };
  const why = (key) => {
    const { row } = parts.get(key);
    const told = [...find(".what", row).children].filter((one) => !one.matches(".text")).map((one) => one.cloneNode(true));
    const weighed = find(".gauge", row) ? `strength ${Number(row.dataset.value).toFixed(2)}, ` : "";
    return [...told, make("p", `${weighed}confidence ${Number(row.dataset.confidence).toFixed(2)}`, "more")];
  };
  // On a narrow screen the panes stand below each other: the card at its foot leads on to them.
  const dock = (key) => {
    const part = parts.get(key);
    const bar = make("p", "", "go");
    const places = { Article: part.words[0], Map: part.node && panes.canvas, Claim: part.row };
    for (const [name, place] of Object.entries(places)) {
      if (!place) continue;
      const button = make("button", name);
      button.addEventListener("click", () => {
        place.scrollIntoView({ block: "center", behavior: behaviour() });
        if (part.node && place === panes.canvas) bring(panes.canvas, part.node);
      });
      bar.append(button);
    }
    const close = make("button", "Close", "close");
    close.addEventListener("click", hide);
    bar.append(close);
    clearTimeout(timer);
    card.replaceChildren(bar, ...why(key));
    card.className = "docked";
    card.removeAttribute("style");
    card.hidden = false;
  };
  const show = (key, x, y) => {
    card.replaceChildren(...why(key));
    card.className = "";
    card.hidden = false;
    const box = card.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - box.width - 8))}px`;
    card.style.top = `${y + 20 + box.height < innerHeight ? y + 20 : Math.max(8, y - box.height - 14)}px`;
  };
  const near = (key) => {
    for (const element of all(".near")) element.classList.remove("near");
    if (key === null) return;
    for (const words of parts.get(key).words) words.classList.add("near");
    parts.get(key).row.classList.add("near");
  };
  // Lights the way from a unit up to the thesis.
  const trace = (key) => {
    for (const element of all(".on", svg)) element.classList.remove("on");
    svg.classList.toggle("tracing", key !== null && above.has(key));
    const queue = key === null ? [] : [key];
    const met = new Set(queue);
    while (queue.length) {
      const one = queue.shift();
      parts.get(one).node?.classList.add("on");
      for (const relation of above.get(one) ?? []) {
        for (const id of [`edge-${relation.edge}`, `edge-${relation.edge}-a`]) {
          document.getElementById(id)?.classList.add("on");
        }
        if (!met.has(relation.target)) { met.add(relation.target); queue.push(relation.target); }
      }
    }
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (card.contains(event.target)) { clearTimeout(timer); return; }
    const place = event.target.closest(".unit, .marks, tr[data-u]");
    const key = place && keyOf(event.target.closest("a") ?? place);
    near(key);
    trace(key);
    if (card.classList.contains("docked") && !card.hidden) return;
    clearTimeout(timer);
    if (!key || place.matches("tr")) { timer = setTimeout(() => { card.hidden = true; }, 250); return; }
    timer = setTimeout(() => show(key, event.clientX, event.clientY), 280);
  });
  document.addEventListener("focusin", (event) => {
    const place = event.target.closest(".unit");
    if (!place || !walking) return;
    const key = keyOf(place);
    const box = place.getBoundingClientRect();
    trace(key);
    show(key, box.left, Math.min(box.bottom, innerHeight) - 14);
  });
  document.addEventListener("focusout", () => { if (!card.classList.contains("docked")) hide(); });
  // Only where a reader walks with the keys: a jump to a fragment moves the focus too.
  let walking = false;
  document.addEventListener("keydown", (event) => { walking = event.key === "Tab" || event.key === "Home" || event.key === "End" || event.key.startsWith("Arrow"); }, true);
  for (const kind of ["pointerdown", "hashchange"]) addEventListener(kind, () => { walking = false; }, true);

  // The map: zoom, drag, keys ----------------------------------------------------------------
  const size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  let scale = 1;
  const resize = () => {
    svg.style.width = `${size.width * scale}px`;
    svg.style.height = `${size.height * scale}px`;
  };
  const zoom = (wanted, x = panes.canvas.clientWidth / 2, y = panes.canvas.clientHeight / 2) => {
    const next = Math.max(0.08, Math.min(4, wanted));
    const box = panes.canvas;
    const u = (box.scrollLeft + x) / scale;
    const v = (box.scrollTop + y) / scale;
    scale = next;
    resize();
    box.scrollTo(u * scale - x, v * scale - y);
  };
  const fit = () => {
    const box = panes.canvas;
    zoom(Math.min(box.clientWidth / size.width, box.clientHeight / size.height));
  };
  const open = () => {
    // Large enough to read, with the thesis in sight.
    const box = panes.canvas;
    const whole = Math.min(box.clientWidth / size.width, box.clientHeight / size.height);
    zoom(Math.min(1.25, Math.max(whole, Math.min(1, Math.max(0.85, box.clientWidth / size.width)))));
    const node = parts.get(data.thesis)?.node ?? find("a.unit", svg);
    if (!node) return;
    const inner = node.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    box.scrollBy(inner.left - outer.left - 24, inner.top - outer.top - (outer.height - inner.height) / 2);
  };
  const zooms = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit, one: () => zoom(1) };
  for (const button of all("[data-zoom]")) button.addEventListener("click", zooms[button.dataset.zoom]);
  panes.canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = panes.canvas.getBoundingClientRect();
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  let dragged = false;
  let grip = null;
  panes.canvas.addEventListener("pointerdown", (event) => {
    dragged = false;
    // Text stays selectable: a drag that begins on letters selects them.
    if (event.pointerType !== "mouse" || event.button || event.target.closest("text, .fold")) return;
    grip = { x: event.clientX, y: event.clientY, left: panes.canvas.scrollLeft, top: panes.canvas.scrollTop };
  });
  addEventListener("pointermove", (event) => {
    if (!grip) return;
    const [x, y] = [event.clientX - grip.x, event.clientY - grip.y];
    if (!dragged && Math.hypot(x, y) < 5) return;
    dragged = true;
    panes.canvas.classList.add("dragging");
    panes.canvas.scrollTo(grip.left - x, grip.top - y);
  });
  addEventListener("pointerup", () => {
    grip = null;
    panes.canvas.classList.remove("dragging");
    setTimeout(() => { dragged = false; });
  });
  panes.canvas.addEventListener("dragstart", (event) => event.preventDefault());
  let pinch = null;
  const spread = ({ touches: [a, b] }) => ({
    gap: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2,
  });
  panes.canvas.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2) { pinch = null; return; }
    event.preventDefault();
    const now = spread(event);
    const box = panes.canvas.getBoundingClientRect();
    if (pinch) zoom(scale * now.gap / pinch.gap, now.x - box.left, now.y - box.top);
    pinch = now;
  }, { passive: false });
  panes.canvas.addEventListener("touchend", () => { pinch = null; });

  // One node at a time is in the tab order; the arrows walk from node to node.
  const rove = (node) => {
    for (const other of all("a.unit[tabindex='0']", svg)) other.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
  };
  const centre = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const toward = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  panes.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { "+": zooms.in, "=": zooms.in, "-": zooms.out, 0: fit, 1: zooms.one }[event.key];
    if (act) { event.preventDefault(); act(); return; }
    const node = event.target.closest("a.unit");
    if (node && event.key === " ") { event.preventDefault(); toggle(node.dataset.u); return; }
    const way = toward[event.key];
    if (!node || !way) return;
    event.preventDefault();
    const [x, y] = centre(node);
    let best = null;
    for (const other of all("a.unit:not(.away)", svg)) {
      const [u, v] = centre(other);
      const along = (u - x) * way[0] + (v - y) * way[1];
      const aside = Math.abs((u - x) * way[1]) + Math.abs((v - y) * way[0]);
      if (other === node || along <= 4) continue;
      const cost = along + 2.5 * aside;
      if (!best || cost < best.cost) best = { cost, other };
    }
    if (!best) return;
    rove(best.other);
    best.other.focus({ preventScroll: true });
    bring(panes.canvas, best.other);
  });

  // Folding ------------------------------------------------------------------------------------
  // The drawing is laid out once, whole. Where branches are folded, the room that they leave is
  // taken out: a monotone map of each axis that is rigid wherever something is shown.
  const BIG = 60;
  const folded = new Set();
  const nodes = new Map();
  for (const [key, { node }] of parts) if (node) nodes.set(key, { element: node, box: node.getBBox() });
  const under = new Map([...nodes.keys()].map((key) => [
    key, [...new Set((below.get(key) ?? []).map(({ source }) => source))].filter((one) => nodes.has(one) && one !== key),
  ]));
  // Each node once, from the given ones downwards, level by level.
  const walk = (starts, enter = () => true, met = new Set(starts)) => {
    const levels = [];
    for (let level = [...starts]; level.length; ) {
      levels.push(level);
      const next = [];
      for (const key of level) {
        if (!enter(key)) continue;
        for (const one of under.get(key)) if (!met.has(one)) { met.add(one); next.push(one); }
      }
      level = next;
    }
    return levels;
  };
  const roots = [...nodes.keys()].filter((key) => !(above.get(key) ?? []).some(({ target }) => target !== key && nodes.has(target)));
  const reached = new Set(roots);
  walk(roots, undefined, reached);
  // What hangs in a circle has no root.
  for (const key of nodes.keys()) {
    if (reached.has(key)) continue;
    roots.push(key);
    reached.add(key);
    walk([key], undefined, reached);
  }
  let shown = new Set(nodes.keys());

  const numbers = (text) => text.match(/-?[\d.]+/g).map(Number);
  const around = (boxes) => {
    const [x, y] = [Math.min(...boxes.map((b) => b.x)), Math.min(...boxes.map((b) => b.y))];
    return { x, y, width: Math.max(...boxes.map((b) => b.x + b.width)) - x, height: Math.max(...boxes.map((b) => b.y + b.height)) - y };
  };
  // What moves with the map: edges and the boxes of sections point by point, letters as they are.
  const shape = (element) => ({
    element,
    curves: all("path, polygon, polyline", element).map((one) => {
      const name = one.localName === "path" ? "d" : "points";
      return { one, name, text: one.getAttribute(name) };
    }),
    spots: all("ellipse, text", element).map((one) => ({ one, box: one.getBBox() })),
  });
  const edges = data.relations.flatMap((relation) => ["", "-a"].flatMap((part) => {
    const element = document.getElementById(`edge-${relation.edge}${part}`);
    return element ? [{ ...relation, ...shape(element) }] : [];
  }));
  const dots = data.relations.flatMap((relation) => {
    const element = document.getElementById(`point-${relation.edge}`);
    return element ? [{ ...relation, ...shape(element) }] : [];
  });
  const rests = [...nodes.keys()].flatMap((key) => [`more-${key}`, `more-edge-${key}`].flatMap((id) => {
    const element = document.getElementById(id);
    return element ? [{ key, ...shape(element) }] : [];
  }));
  const panels = all("g.section", svg).map((element) => {
    const box = element.getBBox();
    const inside = [...nodes].filter(([, { box: b }]) => b.x >= box.x && b.y >= box.y
      && b.x + b.width <= box.x + box.width && b.y + b.height <= box.y + box.height).map(([key]) => key);
    return { ...shape(element), box, inside };
  });
  let sums = [0, 0];
  for (const { source, target } of data.relations) {
    const [a, b] = [nodes.get(source)?.box, nodes.get(target)?.box];
    if (a && b) sums = [sums[0] + Math.abs(a.x + a.width / 2 - b.x - b.width / 2), sums[1] + Math.abs(a.y - b.y)];
  }
  const sideways = sums[0] > 0 && above.size > 0 && [...nodes.keys()].length > 15;

  const axis = (keep, lost, least) => {
    // Keeps the stretches [from, to]; between them, room that only folded things took shrinks.
    keep.sort((a, b) => a[0] - b[0]);
    const stops = [];
    let cut = 0;
    let end = null;
    for (const [from, to] of keep) {
      if (end !== null && from > end) {
        const gap = from - end;
        if (gap > least && lost.some(([a, b]) => a < from && b > end)) {
          stops.push([end, cut]);
          cut += gap - least;
          stops.push([from, cut]);
        }
      }
      end = end === null ? to : Math.max(end, to);
    }
    const top = keep.length ? keep[0][0] : 0;
    const before = lost.some(([a]) => a < top) ? Math.max(0, top - Math.min(...lost.map(([a]) => a))) : 0;
    const past = end !== null ? Math.max(0, Math.max(end, ...lost.map(([, b]) => b)) - end) : 0;
    const move = (at) => {
      let [low, high] = [0, stops.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (stops[middle][0] <= at) low = middle + 1; else high = middle;
      }
      if (!low) return at - before;
      const [a, b] = [stops[low - 1], stops[low]];
      if (!b || a[1] === b[1]) return at - a[1] - before;
      return at - a[1] - (b[1] - a[1]) * (at - a[0]) / (b[0] - a[0]) - before;
    };
    return { move, saved: cut + before + past };
  };
  const badges = new Map();
  // A folded branch that holds what was searched for shows it.
  let fitting = new Set(nodes.keys());
  const signal = () => {
    for (const [key, { element }] of badges) {
      element.classList.toggle("hit", fitting.size < rows.length && folded.has(key)
        && walk([key]).flat().some((one) => !shown.has(one) && fitting.has(one)));
    }
  };
  const whole = { ...size };
  const lay = () => {
    shown = new Set(walk(roots, (key) => !folded.has(key)).flat());
    const keep = { x: [], y: [] };
    const lost = { x: [], y: [] };
    const put = (to, box, pad) => {
      to.x.push([box.x - pad, box.x + box.width + pad]);
      to.y.push([box.y - pad, box.y + box.height + pad]);
    };
    for (const [key, { box }] of nodes) put(shown.has(key) ? keep : lost, box, shown.has(key) ? 8 : 0);
    const openPanels = panels.filter((panel) => {
      const open = panel.inside.some((key) => shown.has(key));
      panel.element.classList.toggle("away", !open);
      if (!open) { put(lost, panel.box, 0); return false; }
      const { x, y, width, height } = panel.box;
      keep.x.push([x - 4, x + 12], [x + width - 12, x + width + 4]);
      keep.y.push([y - 4, y + 12], [y + height - 12, y + height + 4]);
      for (const { box } of panel.spots) put(keep, box, 6);
      return true;
    });
    const { x: across, y: down } = {
      x: axis(keep.x, lost.x, sideways ? 36 : 12), y: axis(keep.y, lost.y, sideways ? 12 : 36),
    };
    const still = across.saved === 0 && down.saved === 0;
    const set = (element, dx, dy) => {
      if (Math.abs(dx) + Math.abs(dy) < 0.01) element.removeAttribute("transform");
      else element.setAttribute("transform", `translate(${dx.toFixed(2)} ${dy.toFixed(2)})`);
    };
    for (const [key, { element, box }] of nodes) {
      element.classList.toggle("away", !shown.has(key));
      if (shown.has(key)) set(element, across.move(box.x) - box.x, down.move(box.y) - box.y);
    }
    const bend = ({ curves, spots }) => {
      for (const { one, name, text } of curves) {
        let odd = false;
        one.setAttribute(name, still ? text : text.replace(/-?[\d.]+/g, (number) => {
          odd = !odd;
          return (odd ? across : down).move(Number(number)).toFixed(2);
        }));
      }
      for (const { one, box } of spots) set(one, across.move(box.x) - box.x, down.move(box.y) - box.y);
    };
    for (const edge of [...edges, ...dots]) {
      const open = shown.has(edge.source) && shown.has(edge.target);
      edge.element.classList.toggle("away", !open);
      if (open) bend(edge);
    }
    for (const rest of rests) {
      const open = shown.has(rest.key) && !folded.has(rest.key);
      rest.element.classList.toggle("away", !open);
      if (open) bend(rest);
    }
    openPanels.forEach(bend);
    for (const [key, { element, sign }] of badges) {
      element.classList.toggle("away", !shown.has(key));
      if (!shown.has(key)) continue;
      const shut = folded.has(key);
      const count = new Set(walk([key]).flat().filter((one) => one !== key && !shown.has(one))).size;
      sign.textContent = shut ? `+${count || ""}` : "−";
      element.setAttribute("aria-label", `${shut ? "Unfold" : "Fold"} what stands under ${idOf.get(key)}`);
      element.setAttribute("aria-expanded", String(!shut));
      nodes.get(key).element.setAttribute("aria-expanded", String(!shut));
      // At a corner, where it covers neither words nor, as a rule, the head of an arrow.
      const { box } = nodes.get(key);
      const wide = Math.max(16, 7 + 6.2 * sign.textContent.length);
      const [rect] = element.children;
      rect.setAttribute("width", wide);
      rect.setAttribute("x", -wide / 2);
      set(element, across.move(box.x) + box.width - wide / 4, down.move(box.y) + box.height - 2);
    }
    size.width = whole.width - across.saved;
    size.height = whole.height - down.saved;
    svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    resize();
    signal();
    find("#argmap-folded").textContent = shown.size < nodes.size ? `${shown.size} of ${nodes.size}` : "";
    tell("fold", { units: [...shown].map((key) => idOf.get(key)) });
  };
  // Lays out anew; the given node keeps its place on the screen.
  const refold = (key = null) => {
    const element = nodes.get(key)?.element;
    const before = element?.getBoundingClientRect();
    lay();
    if (!before?.width) return;
    const after = element.getBoundingClientRect();
    panes.canvas.scrollBy(after.left - before.left, after.top - before.top);
  };
  const toggle = (key) => {
    if (!badges.has(key)) return;
    if (!folded.delete(key)) folded.add(key);
    refold(key);
    say(`${idOf.get(key)} ${folded.has(key) ? "folded" : "unfolded"}: ${shown.size} of ${nodes.size} units shown`);
  };
  // Unfolds the shortest way down to a unit.
  const reveal = (key) => {
    if (!nodes.has(key) || shown.has(key)) return;
    const from = new Map([[key, null]]);
    for (const one of from.keys()) {
      if (!shown.has(one)) {
        for (const { target } of above.get(one) ?? []) if (nodes.has(target) && !from.has(target)) from.set(target, one);
        continue;
      }
      for (let step = one; step !== null; step = from.get(step)) if (step !== key) folded.delete(step);
      break;
    }
    lay();
  };
  const foldTo = (depth) => {
    folded.clear();
    walk(roots).slice(depth).flat().forEach((key) => { if (badges.has(key)) folded.add(key); });
  };
  const foldAll = () => { foldTo(1); refold(data.thesis); };
  const unfoldAll = () => { folded.clear(); refold(selected ?? data.thesis); };
  const draw = (name, attributes, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };
  for (const [key, children] of under) {
    if (!children.length) continue;
    const element = draw("g", { class: "fold", role: "button", tabindex: "-1", "data-u": key }, find(".graph", svg));
    draw("rect", { y: -8, height: 16, rx: 8 }, element);
    const sign = draw("text", { y: 4, "text-anchor": "middle", "font-size": "11" }, element);
    badges.set(key, { element, sign });
  }
  const openFolded = () => {
    if (nodes.size > BIG) {
      // The thesis and the claims under it; deeper as long as it stays few.
      let depth = 1;
      const counts = walk(roots).map((level) => level.length);
      for (let sum = counts[0] + (counts[1] ?? 0); depth + 1 < counts.length && sum + counts[depth + 1] <= BIG; depth += 1) sum += counts[depth + 1];
      foldTo(depth);
    }
    lay();
  };
  find("[data-fold=all]").addEventListener("click", foldAll);
  find("[data-fold=none]").addEventListener("click", unfoldAll);
  for (const button of all("[data-fold]")) button.hidden = badges.size === 0;

  // Search and filter ------------------------------------------------------------------------
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  // What the miner saw is the program's words, not the article's: a search does not look there.
  const said = (row) => {
    const copy = row.cloneNode(true);
    for (const one of all(".why", copy)) one.remove();
    return copy.textContent;
  };
  const texts = new Map(rows.map((row) => [row, plain(said(row))]));
  // The letters of a block as they are compared, and where each stands: a hit may run over marks
  // of units, line ends and accents.
  const letters = (block) => {
    const [at, found] = [[], []];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(".marks")) continue;
      let place = 0;
      for (const character of node.data) {
        const shape = character < "\x80" ? character.toLowerCase() : character.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
        for (const one of shape) {
          const space = /\s/.test(one);
          if (space && found.at(-1) === " ") continue;
          found.push(space ? " " : one);
          for (let unit = 0; unit < one.length; unit += 1) at.push([node, place, place + character.length]);
        }
        place += character.length;
      }
    }
    return { text: found.join(""), at };
  };
  const once = (make) => { let made = null; return () => (made ??= make()); };
  const articleLetters = once(() => all("[data-start]", panes.article).map(letters));
  const claimLetters = once(() => new Map(rows.map((row) => [row, letters(row)])));
  const MOST = 2000;
  const hits = (sources, query) => {
    const ranges = [];
    for (const { text, at } of sources) {
      for (let from = text.indexOf(query); from >= 0 && ranges.length < MOST; from = text.indexOf(query, from + query.length)) {
        const range = new Range();
        range.setStart(at[from][0], at[from][1]);
        range.setEnd(at[from + query.length - 1][0], at[from + query.length - 1][2]);
        ranges.push(range);
      }
    }
    return ranges;
  };
  const paint = (name, ranges) => {
    if (!globalThis.CSS?.highlights || typeof Highlight === "undefined") return;
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  };
  let places = [];
  let place = -1;
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(filters));
    const query = plain(search.value).trim();
    const [least, most] = (wanted.strength || "0-2").split("-").map(Number);
    const left = [];
    for (const row of rows) {
      const has = row.dataset;
      const fits = (!wanted.severity || has.severity === wanted.severity || (wanted.severity === "flagged" && has.count !== "0"))
        && (!wanted.flag || all("[data-flag]", row).some((one) => one.dataset.check === wanted.flag))
        && (!wanted.role || has.role === wanted.role)
        && (!wanted.section || has.section === wanted.section)
        && Number(has.value) >= least && Number(has.value) < most
        && (!query || texts.get(row).includes(query));
      row.hidden = !fits;
      if (fits) left.push(row);
      parts.get(has.u).node?.classList.toggle("dim", !fits);
    }
    const keys = new Set(left.map((row) => row.dataset.u));
    for (const words of all("a.unit, .marks", panes.article)) {
      words.classList.toggle("dim", !words.dataset.u.split(" ").some((key) => keys.has(key)));
    }
    fitting = keys;
    signal();
    const long = query.length > 1;
    const inArticle = long ? hits(articleLetters(), query) : [];
    paint("argmap-here", []);
    paint("argmap-found", long ? [...inArticle, ...hits(left.map((row) => claimLetters().get(row)), query)] : []);
    // Enter goes from place to place: first those in the text, then units that match in a flag alone.
    const words = new Set(inArticle.flatMap((range) => unitAt(range)?.dataset.u.split(" ") ?? []));
    const inFlags = query ? left.filter(({ dataset }) => !words.has(dataset.u)).sort((a, b) => a.dataset.place - b.dataset.place) : [];
    places = [...inArticle, ...inFlags];
    place = -1;
    find("#argmap-count").textContent = `${keys.size} of ${rows.length}`;
    find("#argmap-hits").textContent = !query ? "" : `${plural(keys.size, "unit")}${long ? `, ${plural(inArticle.length, "place")} in the text` : ""}`;
    tell("filter", { units: [...keys].map((key) => idOf.get(key)) });
    return keys.size;
  };
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const unitAt = (range) => range.startContainer.parentElement.closest("a.unit");
  const go = (step) => {
    if (!places.length) { say("Nothing found"); return; }
    place = (place + step + places.length + (place < 0 && step < 0 ? 1 : 0)) % places.length;
    const one = places[place];
    const unit = one instanceof Range ? unitAt(one) : find(".text a", one);
    if (unit) visit(unit.getAttribute("href"), one instanceof Range ? panes.article : null);
    paint("argmap-here", one instanceof Range ? [one] : []);
    if (one instanceof Range) bring(panes.article, one);
    find("#argmap-hits").textContent = `${place + 1} of ${places.length}`;
  };
  const clear = () => { filters.reset(); search.value = ""; filter(); };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      filter();
      say(find("#argmap-hits").textContent || `${rows.length} units`);
      const [first] = places;
      if (first instanceof Range) bring(panes.article, first);
    }, 120);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (waiting) { clearTimeout(waiting); waiting = 0; if (place < 0) filter(); }
    go(event.shiftKey ? -1 : 1);
  });
  filters.addEventListener("change", () => say(`${filter()} of ${rows.length} units match`));
  filters.addEventListener("submit", (event) => event.preventDefault());
  find("[type=reset]", filters).addEventListener("click", (event) => { event.preventDefault(); clear(); });

  // Sorting ----------------------------------------------------------------------------------
  const order = { rank: [-1, "descending"], place: [1, "ascending"], value: [1, "ascending"], confidence: [1, "ascending"] };
  for (const button of all("[data-sort]")) {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const by = button.dataset.sort;
      let [sign, name] = order[by];
      if (head.getAttribute("aria-sort") === name) {
        sign = -sign;
        name = name === "ascending" ? "descending" : "ascending";
      }
      for (const other of all("th[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", name);
      const number = (row, field) => Number(row.dataset[field]);
      rows.sort((a, b) => sign * (number(a, by) - number(b, by))
        || (by === "rank" ? sign * (number(a, "count") - number(b, "count")) || number(a, "value") - number(b, "value") : 0)
        || number(a, "place") - number(b, "place"));
      body.append(...rows);
    });
  }

  // Margin marks: no two over each other -------------------------------------------------------
  const settle = () => {
    const boxes = all(".marks");
    for (const mark of boxes) mark.style.marginTop = "";
    if (!boxes.length || getComputedStyle(boxes[0]).position !== "absolute") return;
    let floor = -Infinity;
    const moves = [];
    for (const mark of boxes) {
      const box = mark.getBoundingClientRect();
      const shift = Math.max(0, floor - box.top);
      moves.push([mark, shift]);
      floor = box.bottom + shift + 3;
    }
    for (const [mark, shift] of moves) if (shift) mark.style.marginTop = `${shift}px`;
  };

  // Light and dark, help, keys for the page -------------------------------------------------------
  const kept = (value) => {
    // A page from a file may have no storage.
    try { if (value) localStorage.setItem("argmap-theme", value); return localStorage.getItem("argmap-theme"); } catch { return value; }
  };
  const theme = kept();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  find("#argmap-theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept(root.dataset.theme);
  });
  const help = find("#argmap-help");
  find("#argmap-help-open").addEventListener("click", () => help.showModal());
  find("button", help).addEventListener("click", () => help.close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hide(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    if (event.key === "?") { event.preventDefault(); help.showModal(); }
  });

  // For other scripts ------------------------------------------------------------------------------
  // A selection in the article as code points of `map.article.text`, as units count them.
  const offset = (node, at) => {
    const from = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const block = from?.closest?.("[data-start]");
    if (!block || !panes.article.contains(block) || from.closest(".marks")) return null;
    const before = new Range();
    before.setStart(block, 0);
    before.setEnd(node, at);
    const copy = before.cloneContents();
    for (const marks of all(".marks", copy)) marks.remove();
    return Number(block.dataset.start) + [...copy.textContent].length;
  };
  globalThis.argmap = Object.freeze({
    /** What the map file holds. */
    map: data.map,
    /** What an `Extension` gave as its data, or null. */
    data: JSON.parse(find("#argmap-extension")?.textContent ?? "null"),
    /** Choose a unit by its id, as a click does, or none. */
    select: (id, flag = null) => select(keyFor.get(id) ?? null, [...flagId].find(([, one]) => one === flag)?.[0] ?? null),
    /** The id of the chosen unit, or null. */
    selected: () => idOf.get(selected) ?? null,
    /** The row, the node and the stretches of text of a unit. */
    elements: (id) => ({ ...parts.get(keyFor.get(id)) }),
    /** {start, end} of a Range within the article, or null where it has no text of it. */
    span: (range) => {
      const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
      return start === null || end === null || start >= end ? null : { start, end };
    },
    /** Say something to those who do not see the page. */
    say,
  });

  const start = parts.get(data.thesis)?.node ?? find("a.unit", svg);
  if (start) rove(start);
  openFolded();
  filter();
  settle();
  open();
  follow();
  addEventListener("load", () => follow());
  addEventListener("resize", settle);
  document.fonts?.ready.then(settle);
})();
