// The timeline in the browser: what Python sends, and what the reader does. Python owns the data, the chosen event and the period; the
// browser owns zoom, rows, titles and highlights. `elements.js` and `timeline_drawing.js` stand before this in the same module.

// Each run's small state comes by a mount of its own, so that a click does not send the figure again.
const states = (globalThis.datelineStates ??= new Map());

const PATIENCE = 3000; // milliseconds to wait for an answer to a report

class Timeline extends Counts {
  constructor(root) {
    super();
    this.root = root;
    this.plot = root.querySelector(".tl-plot");
    this.strip = root.querySelector(".tl-strip");
    this.frame = root.querySelector(".tl-window");
    this.known = {};
    this.waiting = new Map();
    // Later than the numbers of any earlier mount in this session.
    this.seq = Date.now();
    this.sent = 0;
    this.chosen = null;
    this.off = new AbortController();
    this.size = new ResizeObserver(() => this.later("size", 100, () => this.resized()));
    this.size.observe(this.plot);
    printing.charts.add(this);
    this.listen();
  }

  later(name, ms, action) {
    this.timers ??= {};
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(action, ms);
  }

  part(name) {
    return this.root.querySelector(`.tl-${name}`);
  }

  // ---- What Python sends -----------------------------------------------------------------------------------------------------

  // `sent`: packed as it comes from a server, or as it is.
  async update(sent, send) {
    this.send = send;
    if (sent !== this.sentLast && !(sent.length && alike(sent, this.sentLast))) {
      this.payload = sent.fig ? sent : JSON.parse(await unpacked(sent));
      this.sentLast = sent;
      this.look = null;
    }
    this.library = plotly(this.payload.lib);
    // Who draws is told of it.
    this.library.catch(() => {});
    let news = false;
    const { paper, font } = look(this.root);
    if (this.look !== paper + font) {
      this.look = paper + font;
      this.take(paper, font);
      news = true;
    }
    if (this.listenToPython() || news) await this.fit();
  }

  // The browser takes its picture of the page as soon as this returns: all of it that is drawn is drawn by then.
  print() {
    if (!this.figure) return;
    const { paper, font } = look(this.root);
    this.look = paper + font;
    this.take(paper, font);
    this.fit().catch((error) => console.error(error));
  }

  // The drawing itself makes its place as high as it is: only another width, or a full screen's height, asks for another drawing.
  resized() {
    if (document.fullscreenElement === this.root || this.plot.clientWidth !== this.figure?.layout.width) this.fit();
  }

  take(paper, font) {
    const { fig, links, kinds, colours, legend, paper: light } = this.payload;
    const dark = isDark(paper) ? 1 : 0;
    const f = recoloured(fig, this.payload.pairs, light, paper);
    this.figure = f;
    this.font = font;
    f.layout.font.family = font;
    f.layout.hoverlabel.font.family = font;
    this.meta = f.layout.meta;
    const days = (pair) => [dayOf(pair[0]), dayOf(pair[1]) + 1];
    this.focus = days(this.meta.focus);
    this.whole = days(this.meta.whole);
    this.bounds = days(this.meta.bounds);
    this.keptShapes = f.layout.shapes.filter((shape) => shape.xref !== "x2");
    this.dims = f.layout.shapes.filter((shape) => shape.xref === "x2");
    this.laneNames = f.layout.annotations.slice(0, this.meta.lanes.length);
    this.stripName = f.layout.annotations.at(-1);
    this.readEvents();
    this.takeCounts();
    this.kinds = kinds;
    this.links = links.filter(([a, b]) => this.byId.has(a) && this.byId.has(b));
    this.follow();
    this.colours = Object.fromEntries(Object.entries(colours).map(([name, pair]) => [name, pair[dark]]));
    for (const [name, colour] of Object.entries(this.colours)) this.root.style.setProperty(`--tl-${name}`, colour);
    this.part("legend").replaceChildren(...legend.map((node) => make(node, "tl")));
  }

  // Which links are drawn and told of: those of some kinds and bases, where the reader chose any.
  follow() {
    const { kinds = [], bases = [] } = this.follows ?? {};
    this.pairs = this.links.filter(([, , basis, kind]) => (!kinds.length || kinds.includes(kind)) && (!bases.length || bases.includes(basis)));
    this.near = new Map();
    for (const [a, b] of this.pairs) for (const [p, q] of [[a, b], [b, a]]) this.near.set(p, (this.near.get(p) || new Set()).add(q));
  }

  readEvents() {
    this.traces = {};
    this.events = [];
    for (const trace of this.figure.data) {
      const { part, basis, family, category, unit, lane } = trace.meta;
      this.traces[[part, family, basis ?? category ?? unit ?? lane].filter((one) => one !== undefined).join(" ")] = trace;
      if (part !== "marks") continue;
      trace.meta.line = [...trace.marker.line.width];
      trace.customdata.forEach((row, n) => {
        const event = { x: dayOf(trace.x[n]), trace, n, category };
        this.meta.fields.forEach((field, at) => (event[field] = row[at]));
        event.text = plain(event.title);
        this.events.push(event);
      });
    }
    this.events.sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
    this.byId = new Map(this.events.map((event) => [event.id, event]));
    this.drawn = this.events;
    this.crossed = this.traces.crosses.customdata.map((id) => this.byId.get(id));
  }

  // Takes over what Python says; true when it was news.
  listenToPython() {
    const state = states.get(this.root.dataset.name);
    // An answer to an older report says nothing about the newer one; but after a while the server is believed.
    if (!state || (state.seq !== this.seq && Date.now() - this.sent < PATIENCE)) return false;
    this.flying = false;
    // A moment later, when the page's fields have their new values too.
    if (this.waiting.size) this.later("next", 80, () => this.sendNext());
    this.root.setAttribute("aria-label", state.alt);
    const first = !("period" in this.known);
    const news = (name) => {
      const text = JSON.stringify(state[name]);
      const fresh = text !== this.known[name];
      this.known[name] = text;
      return fresh && !this.waiting.has(name);
    };
    const moved = news("period");
    if (moved && state.period) this.hold(state.period);
    else if (moved) this.range = [...this.focus];
    const chose = news("event");
    if (chose) {
      this.chosen = state.event;
      // A link that names a period too means exactly that window.
      if (!moved || (first && !state.period)) this.reveal();
    }
    const follows = news("follows");
    if (follows) {
      this.follows = state.follows;
      this.follow();
    }
    return moved || chose || follows;
  }

  // ---- What the reader does --------------------------------------------------------------------------------------------------

  // Reports go one at a time. A second one before the first is answered would carry the page's old fields along, and Streamlit would
  // then not tell the page of a value that is put back to what it was.
  report(name, value) {
    this.waiting.set(name, value);
    this.sendNext();
  }

  sendNext() {
    const quiet = Date.now() - this.sent;
    if (this.flying && quiet < PATIENCE) return this.later("next", PATIENCE - quiet, () => this.sendNext());
    this.flying = false;
    for (const [name, value] of this.waiting) {
      this.waiting.delete(name);
      const text = JSON.stringify(value);
      if (text === this.known[name]) continue;
      this.known[name] = text;
      this.sent = Date.now();
      this.seq += 1;
      this.flying = true;
      return this.send(name, { v: value, seq: this.seq });
    }
  }

  within(from, to) {
    const [low, high] = this.bounds;
    const width = clamp(to - from, SHORTEST, high - low);
    const middle = (from + to) / 2;
    const start = clamp(middle - width / 2, low, high - width);
    return [start, start + width];
  }

  go(from, to, tell = true) {
    this.range = this.within(from, to);
    this.draw();
    if (tell) this.tellPeriod();
  }

  // One report for one movement, however slowly it is drawn: each drawing sets the clock back.
  tellPeriod() {
    this.untold = true;
    this.later("period", 300, () => {
      this.untold = false;
      const home = this.range.every((day, n) => Math.abs(day - this.focus[n]) < 0.5);
      this.report("period", home ? null : this.period);
    });
  }

  // While a wheel turns or a finger drags, only the axis moves; rows and titles follow when it rests.
  glide(from, to) {
    this.range = this.within(from, to);
    this.showFrame();
    if (!this.gliding) {
      this.gliding = true;
      requestAnimationFrame(async () => {
        this.quiet = true;
        await this.plotly?.relayout(this.plot, { "xaxis.range": this.range.map(moment), shapes: [...this.keptShapes, ...this.dims] });
        this.outline();
        this.quiet = this.gliding = false;
      });
    }
    this.later("rest", 140, () => this.draw());
    this.tellPeriod();
  }

  zoom(factor, at) {
    const [from, to] = this.range;
    const chosen = this.byId.get(this.chosen);
    const centre = at ?? (chosen && this.inView(chosen) ? chosen.at : this.middle());
    return [centre - (centre - from) * factor, centre + (to - centre) * factor];
  }

  // Where the buttons zoom to: the middle one of the events in view, so that one never zooms into empty time.
  middle() {
    if (this.counting) return this.halfway();
    const [from, to] = this.range;
    const seen = this.events.filter((event) => event.x > from && event.x < to);
    return seen.length ? seen[seen.length >> 1].x : (from + to) / 2;
  }

  reveal(tell = false) {
    const chosen = this.byId.get(this.chosen);
    if (!chosen) return;
    const [from, to] = this.range;
    if ((chosen.ends?.after ?? chosen.x) > from && chosen.x < to) return;
    this.range = this.within(chosen.x - (to - from) / 2, chosen.x + (to - from) / 2);
    if (tell) this.tellPeriod();
  }

  pick(id, wait = 0) {
    this.chosen = id;
    this.plot.classList.toggle("tl-chosen", wait === 0);
    this.reveal(true);
    this.draw();
    const chosen = this.byId.get(id);
    const links = this.near.get(id)?.size;
    const number = { n: this.events.indexOf(chosen) + 1, total: this.events.length, links };
    const where = this.counts ? "" : filled(links ? _("Event {n} of {total}, linked to {links}.") : _("Event {n} of {total}."), number);
    const words = chosen && [plain(chosen.when), chosen.text, plain(chosen.kind), chosen.status, where].join(". ");
    this.part("news").textContent = words || _("Nothing chosen.");
    this.later("event", wait, () => this.report("event", id));
  }

  act(name) {
    const [from, to] = this.range;
    const half = to - from < 30 ? Math.round((to - from) / 2) : (to - from) / 2;
    if (name === "in") to - from > SHORTEST + 0.01 && this.go(...this.zoom(Math.max(0.6, SHORTEST / (to - from))));
    else if (name === "out") this.go(...this.zoom(1.6));
    else if (name === "back") this.go(from - half, to - half);
    else if (name === "on") this.go(from + half, to + half);
    else if (name === "all") this.go(...this.whole);
    else if (name === "reset") this.go(...this.focus);
    else if (name === "links") this.report("links", "all");
    else if (name === "full") document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.();
    else if (name === "png") this.savePicture().catch((error) => (this.part("news").textContent = filled(_("The picture could not be made: {why}"), { why: error.message })));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.figure) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const act = { "+": "in", "=": "in", "-": "out", 0: "reset" }[event.key];
    if (step) this.step(step, /Up|Down/.test(event.key));
    else if (act) this.act(act);
    else if (event.key === "Escape" && this.chosen) this.pick(null);
    else return;
    event.preventDefault();
  }

  step(by, inLane) {
    const chosen = this.byId.get(this.chosen);
    if (this.counting && !chosen) return (this.part("news").textContent = this.part("behind").textContent);
    const pool = inLane && chosen ? this.events.filter((event) => event.lane === chosen.lane) : this.events;
    const first = by > 0 ? pool.find((event) => event.x >= this.range[0]) : pool.findLast((event) => event.x < this.range[1]);
    const next = chosen ? pool[clamp(pool.indexOf(chosen) + by, 0, pool.length - 1)] : first || pool.at(-1);
    if (next) this.pick(next.id, 300);
  }

  // The event under a point of the page: the nearest mark, else a bar or whisker.
  hit(clientX, clientY, reach) {
    const box = this.plot.getBoundingClientRect();
    const { margin, height } = this.figure.layout;
    const x = clientX - box.left - margin.l;
    const y = height - margin.b - (clientY - box.top);
    let best = null;
    let least = reach;
    for (const event of this.drawn) {
      const dx = (event.at - this.range[0]) * this.scale - x;
      const dy = event.y * this.unit - y;
      const distance = Math.hypot(dx, dy);
      if (distance < least) [best, least] = [event, distance];
    }
    const day = this.range[0] + x / this.scale;
    const under = ({ first, y: at, ends }) => {
      const from = Math.min(first ?? Infinity, ends.low ?? Infinity);
      const to = Math.max(ends.after ?? -Infinity, ends.high ?? -Infinity);
      return Math.abs(at * this.unit - SHELF / 2 - y) < 7 && day >= from && day <= to;
    };
    return best || this.drawn.find(under) || null;
  }

  inPlot(event) {
    const box = this.plot.getBoundingClientRect();
    const { margin, height } = this.figure.layout;
    const y = event.clientY - box.top;
    return event.clientX > box.left + margin.l && event.clientX < box.right - margin.r && y < height - margin.b && y > margin.t + this.meta.heights.strip;
  }

  listen() {
    const on = (target, name, action, options = {}) => target.addEventListener(name, action, { signal: this.off.signal, ...options });
    on(this.root, "keydown", (event) => this.key(event));
    on(this.root, "click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button && this.figure) this.act(button.dataset.do);
    });
    on(document, "fullscreenchange", () => this.later("size", 60, () => this.fit()));
    // Pointer events tell a tap from a pan and from a page scroll; Plotly's own click knows marks only.
    on(this.plot, "pointerdown", (event) => {
      if (event.button || !this.figure || !this.inPlot(event)) return;
      this.down = { x: event.clientX, y: event.clientY, time: Date.now() };
    }, { capture: true });
    on(window, "pointerup", (event) => {
      const down = this.down;
      this.down = null;
      if (!down || Math.hypot(event.clientX - down.x, event.clientY - down.y) > 5 || Date.now() - down.time > 800) return;
      // The library keeps the browser from moving the focus here; arrows and Escape go on from what is chosen.
      this.root.focus({ preventScroll: true, focusVisible: false });
      const found = this.hit(event.clientX, event.clientY, event.pointerType === "mouse" ? 12 : 22);
      const bar = found ? null : this.barAt(event.clientX, event.clientY);
      if (bar) return this.go(bar.first, bar.after);
      if (found || this.chosen) this.pick(found ? found.id : null);
    }, { capture: true });
    on(window, "pointermove", (event) => this.pan(event), { capture: true });
    on(window, "pointercancel", () => (this.down = null));
    on(this.plot, "pointermove", (event) => this.counts && this.figure && this.showTip(event));
    on(this.plot, "pointerleave", () => (this.part("tip").hidden = true));
    on(this.plot, "wheel", (event) => this.wheel(event), { passive: false, capture: true });
    this.listenToStrip(on);
  }

  // With a finger, where the library itself does not move the axis: the window goes along.
  pan({ clientX, pointerType }) {
    const { down } = this;
    if (!down || pointerType === "mouse" || this.figure.layout.dragmode) return;
    if (!down.range && Math.abs(clientX - down.x) < 8) return;
    down.range ??= [...this.range];
    const by = (down.x - clientX) / this.scale;
    this.glide(down.range[0] + by, down.range[1] + by);
  }

  wheel(event) {
    if (!this.figure || !this.inPlot(event)) return;
    if (!event.ctrlKey && !event.metaKey) {
      if (!this.hinted && Math.abs(event.deltaY) > Math.abs(event.deltaX)) this.hint();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const x = event.clientX - this.plot.getBoundingClientRect().left - this.figure.layout.margin.l;
    this.glide(...this.zoom(Math.exp(clamp(event.deltaY, -120, 120) * 0.0025), this.range[0] + x / this.scale));
  }

  hint() {
    this.hinted = true;
    const note = this.part("hint");
    note.textContent = filled(_("Hold {key} and turn the wheel to zoom"), { key: /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl" });
    note.classList.add("tl-on");
    setTimeout(() => note.classList.remove("tl-on"), 1800);
  }

  // In the strip: drag the window or its edges, drag elsewhere for a new window, click to go there.
  listenToStrip(on) {
    const dayAt = (event) => {
      const box = this.strip.getBoundingClientRect();
      const [low, high] = this.stripRange;
      return low + clamp((event.clientX - box.left) / box.width, 0, 1) * (high - low);
    };
    const grip = (event) => {
      const day = dayAt(event);
      const near = (7 / this.strip.clientWidth) * (this.stripRange[1] - this.stripRange[0]);
      const [from, to] = this.range;
      if (Math.abs(day - from) < near && to - from > 3 * near) return "from";
      if (Math.abs(day - to) < near && to - from > 3 * near) return "to";
      const all = to - from > 0.9 * (this.stripRange[1] - this.stripRange[0]);
      return day > from && day < to && !all ? "move" : "new";
    };
    on(this.strip, "pointerdown", (event) => {
      if (event.button || !this.stripRange) return;
      this.strip.setPointerCapture(event.pointerId);
      this.drag = { how: grip(event), day: dayAt(event), range: [...this.range], x: event.clientX, moved: false };
    });
    on(this.strip, "pointermove", (event) => {
      if (!this.stripRange) return;
      const { drag } = this;
      const day = dayAt(event);
      if (!drag) return this.stripHover(day, grip(event));
      drag.moved ||= Math.abs(event.clientX - drag.x) > 3;
      if (!drag.moved) return;
      const [from, to] = drag.range;
      const by = day - drag.day;
      if (drag.how === "move") this.glide(from + by, to + by);
      else if (drag.how === "from") this.glide(Math.min(day, to - SHORTEST), to);
      else if (drag.how === "to") this.glide(from, Math.max(day, from + SHORTEST));
      else this.glide(Math.min(day, drag.day), Math.max(day, drag.day));
    });
    on(this.strip, "pointerup", (event) => {
      const { drag } = this;
      this.drag = null;
      if (!drag || drag.moved) return;
      const day = dayAt(event);
      const width = Math.min(drag.range[1] - drag.range[0], this.by === "Y" ? 365 * 4 : 120);
      this.go(day - width / 2, day + width / 2);
    });
    on(this.strip, "pointercancel", () => (this.drag = null));
  }

  stripHover(day, how) {
    this.strip.dataset.grip = how;
    const { x, y, customdata } = this.traces[`strip ${this.by}`];
    const half = this.by === "Y" ? 183 : 15.5;
    const n = x.findIndex((middle) => Math.abs(dayOf(middle) - day) <= half);
    this.strip.title = n < 0 ? "" : counted(y[n], "{when}: {n} event", "{when}: {n} events", { when: customdata[n] });
  }

  listenToPlot() {
    if (this.bound) return;
    this.bound = true;
    const shown = () => this.plot._fullLayout.xaxis.range.map(plotlyDay);
    // The chosen event's words stand in its box already.
    this.plot.on("plotly_hover", ({ points }) => this.plot.classList.toggle("tl-chosen", points[0].customdata?.[0] === this.chosen));
    this.plot.on("plotly_relayouting", () => {
      this.range = shown();
      this.showFrame();
    });
    this.plot.on("plotly_relayout", (change) => {
      if (this.quiet || !("xaxis.range[0]" in change || "xaxis.range" in change)) return;
      this.range = shown();
      this.draw();
      this.tellPeriod();
    });
  }

  destroy() {
    this.off.abort();
    printing.charts.delete(this);
    this.size.disconnect();
    for (const timer of Object.values(this.timers || {})) clearTimeout(timer);
    this.plotly?.purge(this.plot);
  }
}

const alike = (one, other) => one.length === other?.length && one.every((byte, n) => byte === other[n]);

// Plotly writes "2023-08-01 06:00:00.123" and leaves out what is zero.
function plotlyDay(text) {
  const [day, time = "00:00"] = String(text).split(/[ T]/);
  return Date.parse(`${day}T${time.includes(":") ? time : `${time}:00`}Z`) / DAY;
}

export default function mount({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".tl");
  const chart = (root.timeline ??= new Timeline(root));
  const run = () => {
    chart.queue = (chart.queue || Promise.resolve())
      .then(() => chart.update(chart.nextSent, chart.nextSend))
      .catch((error) => {
        root.querySelector(".tl-news").textContent = root.querySelector(".tl-span").textContent = error.message;
        console.error(error);
      });
  };
  chart.nextSent = data;
  chart.nextSend = setTriggerValue;
  globalThis.addEventListener("dateline-state", root.again ??= (event) => event.detail === root.dataset.name && run());
  run();
  return () => {
    globalThis.removeEventListener("dateline-state", root.again);
    chart.destroy();
    delete root.timeline;
    delete root.again;
  };
}
