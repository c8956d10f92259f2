"use strict";
// The tools of a review. Each decision is sent at once and shown once the server says that it is
// kept. Whatever is written into the page is written as text, never as markup.
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const { map, data } = argmap;
  const ROLES = { major_claim: "thesis", claim: "claim", premise: "premise" };
  const TYPES = { support: "supports", attack: "attacks", undercut: "undercuts" };
  const units = new Map(map.units.map((unit) => [unit.id, unit]));
  const claims = find("#argmap-claims");
  const pane = find("#argmap-article");
  const article = find("article", pane);
  let state = null;

  const make = (name, given = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(given)) {
      if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
      else if (key in element && typeof value !== "string") element[key] = value;
      else if (key === "text") element.textContent = value;
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const button = (text, act, given = {}) => make("button", { type: "button", text, on: { click: act }, ...given });
  const short = (text, most = 90) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const option = (value, text, chosen) => make("option", { value, text, selected: value === chosen });
  const clock = (at) => new Date(at).toLocaleString();

  // The server ---------------------------------------------------------------------------------
  const saved = make("span", { id: "argmap-saved", role: "status" });
  const alert = make("div", { class: "argmap-alert", role: "alert", hidden: true });
  let line = Promise.resolve();
  let waiting = 0;
  const send = (order, after = null) => {
    // The token makes sending a decision a second time harmless, should the answer get lost.
    const item = { token: crypto.randomUUID(), ...order };
    const go = async () => {
      saved.textContent = "Saving…";
      let answer;
      let said = {};
      try {
        answer = await fetch(`/a/${data.article}/decisions`, {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Argmap-Token": data.token },
          body: JSON.stringify(item),
          credentials: "omit",
          redirect: "error",
        });
        if (answer.headers.get("content-type")?.startsWith("application/json")) said = await answer.json();
        else said = { error: await answer.text() };
      } catch {
        saved.textContent = "Not saved";
        complain("Not saved: the server does not answer. Is argmap review still running?", "Try again", again);
        return;
      } finally {
        waiting -= 1;
      }
      if (answer.status === 403) {
        saved.textContent = "Not saved";
        complain("Not saved yet: the server was started anew.", "Load the page again and save", () => renew(null, item));
        return;
      }
      if (!answer.ok) {
        saved.textContent = "Not saved";
        complain(`Not saved: ${said.error ?? answer.status}`);
        render();
        return;
      }
      alert.hidden = true;
      state = said.state;
      saved.textContent = `Saved ${new Date().toLocaleTimeString()}`;
      if (after) after(said);
      if (state.map !== data.map) renew(order.kind === "add_unit" ? said.made : null);
      else render();
    };
    const again = () => { waiting += 1; line = line.then(go); return line; };
    return again();
  };
  const complain = (words, name = "", act = null) => {
    alert.replaceChildren(make("span", { text: words }),
      ...(act ? [button(name, () => { alert.hidden = true; act(); })] : []),
      button("Close", () => { alert.hidden = true; }));
    alert.hidden = false;
  };
  addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });

  // A changed map is drawn anew by the server; the reader's place on the page is kept ------------
  const PLACE = `argmap-review-${data.article}`;
  const boxes = { article: pane, canvas: find("#argmap-canvas"), claims };
  const renew = (made, pending = null) => {
    const place = { made, pending, focus: document.activeElement?.id ?? "", open: opened(), y: scrollY, boxes: {}, reasons: {} };
    for (const [name, box] of Object.entries(boxes)) place.boxes[name] = [box.scrollLeft, box.scrollTop];
    for (const input of all(".argmap-verdict input")) {
      if (input.value !== input.dataset.kept) place.reasons[input.id] = input.value;
    }
    try { sessionStorage.setItem(PLACE, JSON.stringify(place)); } catch { /* The place is lost, nothing else. */ }
    if (made && location.hash !== `#${made}`) history.replaceState(null, "", `#${made}`);
    location.reload();
  };
  const opened = () => all("#argmap-review details[open]").map((one) => one.className);
  const restore = () => {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(PLACE));
      sessionStorage.removeItem(PLACE);
    } catch { return; }
    if (!place) return;
    for (const [id, value] of Object.entries(place.reasons)) {
      const input = document.getElementById(id);
      if (input) input.value = value;
    }
    for (const name of place.open) { const one = find(`#argmap-review details.${name}`); if (one) one.open = true; }
    if (place.pending) send(place.pending);
    else saved.textContent = "Saved";
    if (place.made) return;
    for (const [name, [left, top]] of Object.entries(place.boxes)) boxes[name]?.scrollTo({ left, top, behavior: "instant" });
    scrollTo({ top: place.y, behavior: "instant" });
    if (place.focus) document.getElementById(place.focus)?.focus({ preventScroll: true });
  };

  // Flags --------------------------------------------------------------------------------------
  const judged = new Map();
  const items = new Map(all("li[data-flag]", claims).map((item) => [item.dataset.flag, item]));
  for (const [index, { id: flag }] of map.flags.entries()) {
    const item = items.get(flag) ?? items.get(`n.${index}`);
    if (!item) continue;
    const name = `${find(".flag", item).textContent.replace("⚑", "").trim()} on ${find(".id", item.closest("tr")).textContent}`;
    const id = `argmap-why-${item.dataset.flag}`;
    const reason = make("input", { id, type: "text", placeholder: "why", maxlength: "10000", "aria-label": `Why, for the flag ${name}`, autocomplete: "off" });
    const say = (kind) => () => send({ kind, flag, reason: reason.value.trim() });
    const yes = button("Confirm", say("confirm"), { id: `argmap-yes-${item.dataset.flag}`, "aria-pressed": "false", "aria-label": `Confirm the flag ${name}` });
    const no = button("Dismiss", say("dismiss"), { id: `argmap-no-${item.dataset.flag}`, "aria-pressed": "false", "aria-label": `Dismiss the flag ${name}` });
    reason.addEventListener("keydown", (event) => {
      const now = state.verdicts[flag]?.verdict;
      if (event.key === "Enter" && now) say(now === "confirmed" ? "confirm" : "dismiss")();
    });
    const box = make("div", { class: "argmap-verdict", role: "group", "aria-label": `Verdict on the flag ${name}` }, reason, yes, no);
    // The page takes a click on a row for a choice of its unit; here it is none.
    box.addEventListener("click", (event) => event.preventDefault());
    item.append(box);
    judged.set(flag, { item, reason, yes, no, mark: all(".marks .flag").find((one) => one.getAttribute("href") === `#flag-${item.dataset.flag}`) });
  }
  const renderFlags = () => {
    for (const [flag, { item, reason, yes, no, mark }] of judged) {
      const now = state.verdicts[flag];
      for (const element of [item, mark]) {
        if (!element) continue;
        if (now) element.dataset.verdict = now.verdict;
        else delete element.dataset.verdict;
      }
      yes.setAttribute("aria-pressed", String(now?.verdict === "confirmed"));
      no.setAttribute("aria-pressed", String(now?.verdict === "dismissed"));
      const kept = now?.reason ?? "";
      if (reason.dataset.kept !== kept) { reason.value = kept; reason.dataset.kept = kept; }
    }
    for (const note of all(".argmap-note", claims)) note.remove();
    for (const note of state.notes) {
      const row = note.unit === null ? null : argmap.elements(note.unit).row;
      if (row) find(".what", row).append(make("p", { class: "argmap-note", dir: "auto", text: note.text }));
    }
  };

  // Text that is selected ------------------------------------------------------------------------
  const letters = [...map.article.text];
  const UNSEEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]/gu;
  const squeezed = (text) => text.replace(UNSEEN, "\ufffd").replace(/\s+/gu, "");
  // HTML makes one line end of a carriage return and a line feed; the article's text has both.
  const starts = all("[data-start]", article).map((block) => Number(block.dataset.start)).sort((a, b) => a - b);
  const withReturns = (offset) => {
    let at = starts.filter((start) => start <= offset).at(-1) ?? 0;
    for (let left = offset - at; left > 0; left -= 1) at += letters[at] === "\r" && letters[at + 1] === "\n" ? 2 : 1;
    return at;
  };
  const chosenText = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!article.contains(range.commonAncestorContainer)) return null;
    const copy = range.cloneContents();
    for (const marks of all(".marks", copy)) marks.remove();
    const words = squeezed(copy.textContent);
    const span = words && argmap.span(range);
    if (!span) return null;
    // Only where the very words stand there: a title that the page leaves out may lie between.
    for (const { start, end } of [span, { start: withReturns(span.start), end: withReturns(span.end) }]) {
      const text = letters.slice(start, end).join("");
      if (squeezed(text) === words) return { start, end, text: text.trim().split(/\s+/).join(" ") };
    }
    return null;
  };
  for (const link of all("a.unit", article)) link.draggable = false;
  article.addEventListener("click", (event) => {
    // The end of a selection is no click on the unit under it.
    if (!getSelection().isCollapsed && article.contains(getSelection().anchorNode)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  let picked = null;
  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (dock.contains(document.activeElement)) return;
      const now = chosenText();
      if (now?.start === picked?.start && now?.end === picked?.end) return;
      picked = now;
      render();
    }, 150);
  });

  // The dock -----------------------------------------------------------------------------------
  const dock = find("#argmap-review");
  const undo = button("Undo", () => send({ kind: "undo" }), { id: "argmap-undo" });
  const redo = button("Redo", () => send({ kind: "redo" }), { id: "argmap-redo" });
  const finish = make("input", { type: "checkbox", id: "argmap-finish", on: { change: (event) => send({ kind: "finish", done: event.target.checked }) } });
  const body = make("div", {});
  dock.append(make("div", { class: "line tools-line" },
    make("span", {}, make("b", { text: "Review" }), " by ", make("bdi", { text: data.reviewer })), undo, redo,
    make("label", {}, finish, " gone through"), saved,
    data.many ? make("a", { href: "/", text: "All articles" }) : null), body);
  find("header.top").after(alert);

  let form = null;
  const chosenUnit = () => units.get(argmap.selected()) ?? null;
  const unitName = (unit) => `${unit.id}: ${short(unit.text, 70)}`;
  const relationName = (relation) => `${relation.source} ${TYPES[relation.kind]} ${relation.target}`;
  const openForm = (source, relation = null) => {
    form = { source, relation, type: relation?.kind ?? "support", target: relation?.target ?? "" };
    render();
    find("#argmap-link-type")?.focus();
  };
  const renderForm = () => {
    if (!form) return null;
    const under = form.type === "undercut";
    const targets = under
      ? map.relations.filter((one) => one.id !== form.relation?.id).map((one) => option(one.id, relationName(one), form.target))
      : map.units.filter((one) => one.id !== form.source).map((one) => option(one.id, unitName(one), form.target));
    const keep = () => {
      const target = find("#argmap-link-target").value;
      if (!target) { complain("Choose what it bears on."); return; }
      const order = form.relation
        ? { kind: "redraw_relation", relation: form.relation.id, source: form.source, target, type: form.type }
        : { kind: "add_relation", source: form.source, target, type: form.type };
      send(order, () => { form = null; });
    };
    return make("div", { class: "line link", role: "group", "aria-label": form.relation ? "Redraw relation" : "New relation" },
      make("label", {}, "From ", make("select", { id: "argmap-link-source", on: { change: (event) => { form.source = event.target.value; render(); } } },
        ...map.units.map((one) => option(one.id, unitName(one), form.source)))),
      make("select", { id: "argmap-link-type", "aria-label": "Kind of relation", on: { change: (event) => {
        form.type = event.target.value; form.target = ""; render(); find("#argmap-link-type").focus();
      } } }, ...Object.entries(TYPES).map(([type, words]) => option(type, words, form.type))),
      make("label", {}, "To ", make("select", { id: "argmap-link-target", on: { change: (event) => { form.target = event.target.value; } } },
        option("", under ? "choose a relation" : "choose here, or click a unit", form.target), ...targets)),
      button("Keep relation", keep, { id: "argmap-link-keep" }),
      button("Cancel", () => { form = null; render(); }, { id: "argmap-link-cancel" }));
  };
  const renderUnit = (unit) => {
    if (!unit) return make("p", { text: "Choose a unit to change it, or select text in the article to add one. Flags are confirmed or dismissed among the claims." });
    const role = make("select", { id: "argmap-role", on: { change: (event) => send({ kind: "role", unit: unit.id, role: event.target.value }) } },
      ...Object.entries(ROLES).map(([value, text]) => option(value, text, unit.role)));
    const words = make("input", { id: "argmap-note", type: "text", maxlength: "10000", autocomplete: "off", placeholder: "a note" });
    const note = () => {
      const text = words.value.trim();
      if (text) send({ kind: "note", unit: unit.id, text }, () => { words.value = ""; });
    };
    words.addEventListener("keydown", (event) => { if (event.key === "Enter") note(); });
    const links = map.relations.filter((one) => one.source === unit.id || one.target === unit.id);
    return make("div", {},
      make("div", { class: "line" }, make("b", { text: unit.id }), make("q", { dir: "auto", text: short(unit.text) }),
        make("label", {}, "Role ", role),
        button("Add relation from here", () => openForm(unit.id), { id: "argmap-link" }),
        button("Remove unit", () => send({ kind: "remove_unit", unit: unit.id }), { id: "argmap-remove" }),
        make("label", { class: "note-in" }, "Note ", words), button("Keep note", note, { id: "argmap-note-keep" })),
      links.length ? make("details", { class: "links", open: Boolean(find("#argmap-review details.links[open]")) },
        make("summary", { text: links.length === 1 ? "1 relation" : `${links.length} relations` }),
        ...links.map((one) => make("div", { class: "line" }, make("span", { class: "text", text: relationName(one) }),
          button("Redraw", () => openForm(one.source, one), { "aria-label": `Redraw ${relationName(one)}` }),
          button("Remove", () => send({ kind: "remove_relation", relation: one.id }), { "aria-label": `Remove ${relationName(one)}` })))) : null);
  };
  const renderPicked = (unit) => {
    if (!picked) return null;
    const span = { start: picked.start, end: picked.end };
    const add = (role) => () => send({ kind: "add_unit", ...span, role });
    return make("div", { class: "line picked", role: "group", "aria-label": "Selected text" },
      make("span", { text: "Selected:" }), make("q", { dir: "auto", text: short(picked.text) }),
      ...Object.entries(ROLES).reverse().map(([role, name]) => button(`Add as ${name}`, add(role), { id: `argmap-add-${role}` })),
      unit ? button(`Make it the bounds of ${unit.id}`, () => send({ kind: "span", unit: unit.id, ...span }), { id: "argmap-span" }) : null);
  };
  const renderQuestions = () => {
    if (!state.questions.length) return null;
    const count = state.questions.length;
    return make("details", { class: "questions", open: Boolean(find("#argmap-review details.questions[open]")) },
      make("summary", { text: count === 1 ? "1 earlier decision has no sure place in this map" : `${count} earlier decisions have no sure place in this map` }),
      make("ul", {}, ...state.questions.map((one) => make("li", {},
        make("span", { text: `${one.label} ` }), make("q", { dir: "auto", text: short(one.words, 160) }),
        one.said ? make("span", { text: ` (${short(one.said, 160)})` }) : null,
        make("span", { class: "why", text: ` ${one.why}. Decide it anew, or ` }),
        button("Let it go", () => send({ kind: "let_go", decision: one.seq }), { "aria-label": `Let go: ${one.label}` })))));
  };
  const renderHistory = () => {
    if (!state.done.length) return null;
    return make("details", { class: "history", open: Boolean(find("#argmap-review details.history[open]")) },
      make("summary", { text: `${state.count} ${state.count === 1 ? "decision" : "decisions"}${state.settled ? `, ${state.settled} of them met by the map as it is` : ""}` }),
      make("ol", { reversed: true, start: state.count }, ...[...state.done].reverse().map((one) => make("li", {}, `${one.label} `, make("time", { datetime: one.at, text: clock(one.at) })))));
  };
  const render = () => {
    if (!state) return;
    const unit = chosenUnit();
    const note = find("#argmap-note")?.value;
    const noted = dock.dataset.unit === (unit?.id ?? "");
    const focus = dock.contains(document.activeElement) ? document.activeElement.id : "";
    undo.disabled = !state.undo;
    redo.disabled = !state.redo;
    undo.title = state.undo ? `Take back: ${state.undo.label}` : "";
    redo.title = state.redo ? `Again: ${state.redo.label}` : "";
    finish.checked = state.finished;
    renderFlags();
    body.replaceChildren(...[renderPicked(unit), renderQuestions(), renderForm(), renderUnit(unit), renderHistory()].filter(Boolean));
    dock.dataset.unit = unit?.id ?? "";
    if (note && noted && find("#argmap-note")) find("#argmap-note").value = note;
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  };
  const moved = () => {
    const unit = chosenUnit();
    if (form && unit && form.type !== "undercut" && unit.id !== form.source) form.target = unit.id;
    render();
  };
  document.addEventListener("argmap:select", moved);
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const step = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (!step) return;
    event.preventDefault();
    if (!step.disabled) step.click();
  });
  const start = async () => {
    try {
      const answer = await fetch(`/a/${data.article}/state`, { credentials: "omit", redirect: "error" });
      if (!answer.ok) throw new Error(await answer.text());
      state = await answer.json();
    } catch {
      complain("The decisions cannot be read: the server does not answer. Is argmap review still running?", "Try again", start);
      return;
    }
    render();
    restore();
    document.documentElement.classList.add("reviewing");
  };
  addEventListener("load", () => setTimeout(start));
})();
