"use strict";
// The page's one script. It joins the three panes: a unit's words, its node and its row carry the
// same key. Whatever it writes it writes as text, never as markup.
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
  root.classList.add("script");

  // Which elements belong to a unit ----------------------------------------------------------
  const parts = new Map(data.units.map(({ key }) => [key, { words: [], node: null, row: null }]));
  const flagged = new Map();
  for (const unit of data.units) for (const flag of unit.flags) flagged.set(flag, unit.key);
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
    if (!selected) return;
    const part = parts.get(key);
    for (const words of part.words) words.classList.add("selected");
    part.words[0]?.setAttribute("aria-current", "true");
    part.node?.classList.add("selected");
    if (part.node) rove(part.node);
    part.row.classList.add("selected");
    if (part.row.hidden) { filters.reset(); search.value = ""; filter(); }
    const item = flag && all("[data-flag]", part.row).find((one) => one.dataset.flag === flag);
    item?.classList.add("chosen");
    if (part.words[0] && from !== panes.article) bring(panes.article, part.words[0]);
    if (part.node && from !== panes.canvas) bring(panes.canvas, part.node);
    if (from !== panes.claims || item) bring(panes.claims, item || part.row);
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
  document.addEventListener("click", (event) => {
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
    if (name !== selected && origin === panes.claims && row && row.dataset.u !== keyOf(link)) origin = null;
    if (location.hash === hash) follow(origin);
    else location.hash = hash;
  });
  addEventListener("hashchange", () => { follow(origin); origin = null; });

  // Why: the card ----------------------------------------------------------------------------
  let timer = 0;
  const hide = () => { clearTimeout(timer); card.hidden = true; trace(null); };
  const show = (key, x, y) => {
    const source = find(".what", parts.get(key).row);
    card.replaceChildren(...[...source.children].filter((one) => !one.matches(".text")).map((one) => one.cloneNode(true)));
    const numbers = document.createElement("p");
    numbers.className = "more";
    const { value, confidence } = parts.get(key).row.dataset;
    const weighed = find(".gauge", parts.get(key).row) ? `strength ${Number(value).toFixed(2)}, ` : "";
    numbers.textContent = `${weighed}confidence ${Number(confidence).toFixed(2)}`;
    card.append(numbers);
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
    clearTimeout(timer);
    near(key);
    trace(key);
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
  document.addEventListener("focusout", hide);
  // Only where a reader walks with the keys: a jump to a fragment moves the focus too.
  let walking = false;
  document.addEventListener("keydown", (event) => { walking = event.key === "Tab" || event.key.startsWith("Arrow"); }, true);
  for (const kind of ["pointerdown", "hashchange"]) addEventListener(kind, () => { walking = false; }, true);

  // The map: zoom, drag, keys ----------------------------------------------------------------
  const size = svg.viewBox.baseVal;
  let scale = 1;
  const zoom = (wanted, x = panes.canvas.clientWidth / 2, y = panes.canvas.clientHeight / 2) => {
    const next = Math.max(0.08, Math.min(4, wanted));
    const box = panes.canvas;
    const u = (box.scrollLeft + x) / scale;
    const v = (box.scrollTop + y) / scale;
    scale = next;
    svg.style.width = `${size.width * scale}px`;
    svg.style.height = `${size.height * scale}px`;
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
    zoom(Math.max(whole, Math.min(1, Math.max(0.72, box.clientWidth / size.width))));
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
    if (event.pointerType !== "mouse" || event.button || event.target.closest("text")) return;
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
    const way = toward[event.key];
    if (!node || !way) return;
    event.preventDefault();
    const [x, y] = centre(node);
    let best = null;
    for (const other of all("a.unit", svg)) {
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

  // Search and filter ------------------------------------------------------------------------
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const searchable = [];
  const gather = (from) => {
    const walker = document.createTreeWalker(from, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) searchable.push(walker.currentNode);
  };
  gather(find("article"));
  gather(body);
  const paint = (query) => {
    if (!globalThis.CSS?.highlights || typeof Highlight === "undefined") return;
    CSS.highlights.delete("argmap-found");
    if (query.length < 2) return;
    const ranges = [];
    for (const node of searchable) {
      const text = node.data.toLowerCase();
      if (text.length !== node.data.length) continue;
      for (let at = text.indexOf(query); at >= 0 && ranges.length < 2000; at = text.indexOf(query, at + query.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + query.length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("argmap-found", new Highlight(...ranges));
  };
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(filters));
    const query = fold(search.value.trim());
    let count = 0;
    for (const row of rows) {
      const has = row.dataset;
      const fits = (!wanted.severity || has.severity === wanted.severity || (wanted.severity === "flagged" && has.rank !== "0"))
        && (!wanted.flag || all("[data-flag] .flag", row).some((one) => one.textContent.trim().replace(/^⚑\s*/, "") === wanted.flag))
        && (!wanted.role || has.role === wanted.role)
        && (!wanted.section || has.section === wanted.section)
        && (!query || texts.get(row).includes(query));
      row.hidden = !fits;
      count += fits;
      parts.get(has.u).node?.classList.toggle("dim", !fits);
    }
    paint(search.value.trim().toLowerCase());
    find("#argmap-count").textContent = `${count} of ${rows.length}`;
    return count;
  };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const count = filter();
      say(`${count} of ${rows.length} units match`);
      const first = rows.filter((row) => !row.hidden).sort((a, b) => a.dataset.place - b.dataset.place)[0];
      const words = first && search.value.trim() && parts.get(first.dataset.u).words[0];
      if (words) bring(panes.article, words);
    }, 120);
  });
  search.addEventListener("keydown", (event) => {
    const first = rows.filter((row) => !row.hidden).sort((a, b) => a.dataset.place - b.dataset.place)[0];
    if (event.key === "Enter" && first) location.hash = `#${first.dataset.u}`;
  });
  filters.addEventListener("change", () => say(`${filter()} of ${rows.length} units match`));
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(() => { search.value = ""; filter(); }));

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

  // Light and dark, keys for the page ------------------------------------------------------------
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
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hide(); return; }
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    search.focus();
  });

  const start = parts.get(data.thesis)?.node ?? find("a.unit", svg);
  if (start) rove(start);
  filter();
  settle();
  open();
  follow();
  addEventListener("load", () => follow());
  addEventListener("resize", settle);
  document.fonts?.ready.then(settle);
})();
