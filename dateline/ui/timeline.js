// The timeline in the browser. Python owns the data, the chosen event and the period; this file owns zoom, rows, titles and highlights.
// Unit of time: days since 1970. Unit of height: pixels of the figure at its own height.
const DAY = 864e5;
const TITLES_FROM = 3.2; // pixels a day from which on titles are shown
const TITLE_ROW = 15;
const SHELF = 5.5; // how far below its mark a bar lies when titles are shown
const DIM = 0.16;
const SHORTEST = 3; // days one can zoom into
const dayOf = (text) => Date.parse(text.length > 10 ? `${text}Z` : text) / DAY;
const moment = (day) => new Date(day * DAY).toISOString().slice(0, 19);
const iso = (day) => moment(day).slice(0, 10);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const plain = (text) => text.replaceAll("<br>", " ").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const pen = document.createElement("canvas").getContext("2d");

// Each run's small state comes by a mount of its own, so that a click does not send the figure again.
const states = (globalThis.datelineStates ??= new Map());

let loading;
function plotly(path) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  // Streamlit's own script says where the server is, below a base path too.
  const own = document.querySelector('script[src*="static/js/"]');
  const url = new URL(path, own ? own.src.split("static/js/")[0] : document.baseURI);
  return (loading ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: () => done(window.Plotly) });
    script.onerror = () => {
      loading = null;
      failed(Error("The chart could not be loaded. Reload the page; the list below holds the same events."));
    };
    document.head.append(script);
  }));
}

async function unpacked(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// A document of Python's making: text, or [tag, attributes, children]. Text becomes text, never markup.
function make(node, colours) {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, children] = node;
  const space = /^(svg|path|circle|line|rect|g|title)$/.test(tag) ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml";
  const made = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (colours[attributes["data-colour"]]) made.style.color = colours[attributes["data-colour"]];
  for (const child of children) made.append(make(child, colours));
  return made;
}

class Timeline {
  constructor(root) {
    this.root = root;
    this.plot = root.querySelector(".tl-plot");
    this.strip = root.querySelector(".tl-strip");
    this.frame = root.querySelector(".tl-window");
    this.known = {};
    // Later than the numbers of any earlier mount in this session.
    this.seq = Date.now();
    this.sent = 0;
    this.chosen = null;
    this.off = new AbortController();
    this.size = new ResizeObserver(() => this.later("size", 100, () => this.fit()));
    this.size.observe(this.plot);
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

  async update(bytes, send) {
    this.send = send;
    if (!this.bytes || bytes.length !== this.bytes.length || bytes.some((byte, n) => byte !== this.bytes[n])) {
      this.sent_data = JSON.parse(await unpacked(bytes));
      this.bytes = bytes;
      this.look = null;
    }
    this.plotly = await plotly(this.sent_data.lib);
    let news = false;
    const css = getComputedStyle(this.root);
    const paper = css.getPropertyValue("--st-background-color").trim() || "#ffffff";
    const font = css.getPropertyValue("--st-font").trim() || "sans-serif";
    if (this.look !== paper + font) {
      this.look = paper + font;
      this.take(paper, font);
      news = true;
    }
    if (this.listenToPython() || news) await this.fit();
  }

  take(paper, font) {
    const { fig, links, colours, legend, paper: light } = this.sent_data;
    const parts = (paper.match(/[0-9a-f]{2}/gi) || ["ff", "ff", "ff"]).map((h) => parseInt(h, 16));
    const dark = parts[0] + parts[1] + parts[2] < 384 ? 1 : 0;
    const swap = new Map(this.sent_data.pairs.map((pair) => [pair[0], pair[dark]]));
    swap.set(light, paper);
    const f = JSON.parse(JSON.stringify(fig), (_, value) => swap.get(value) ?? value);
    this.figure = f;
    this.font = font;
    f.layout.font.family = font;
    f.layout.hoverlabel.font.family = font;
    this.meta = f.layout.meta;
    const days = (pair) => [dayOf(pair[0]), dayOf(pair[1]) + 1];
    this.focus = days(this.meta.focus);
    this.whole = days(this.meta.whole);
    this.bounds = days(this.meta.bounds);
    this.kept_shapes = f.layout.shapes.filter((shape) => shape.xref !== "x2");
    this.dims = f.layout.shapes.filter((shape) => shape.xref === "x2");
    this.lane_names = f.layout.annotations.slice(0, this.meta.lanes.length);
    this.strip_name = f.layout.annotations.at(-1);
    this.readEvents();
    this.near = new Map();
    this.pairs = links.filter(([a, b]) => this.byId.has(a) && this.byId.has(b));
    for (const [a, b] of this.pairs) for (const [p, q] of [[a, b], [b, a]]) this.near.set(p, (this.near.get(p) || new Set()).add(q));
    this.colours = Object.fromEntries(Object.entries(colours).map(([name, pair]) => [name, pair[dark]]));
    for (const [name, colour] of Object.entries(this.colours)) this.root.style.setProperty(`--tl-${name}`, colour);
    this.part("legend").replaceChildren(...legend.map((node) => make(node, this.colours)));
  }

  readEvents() {
    this.traces = {};
    this.events = [];
    for (const trace of this.figure.data) {
      const { part, basis, category, unit } = trace.meta;
      this.traces[[part, basis ?? category ?? unit].filter((one) => one !== undefined).join(" ")] = trace;
      if (part !== "marks") continue;
      trace.meta.line = [...trace.marker.line.width];
      trace.customdata.forEach((row, n) => {
        const event = Object.fromEntries(this.meta.fields.map((field, at) => [field, row[at]]));
        this.events.push(Object.assign(event, { x: dayOf(trace.x[n]), trace, n, text: plain(event.title), category }));
      });
    }
    this.events.sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1));
    this.byId = new Map(this.events.map((event) => [event.id, event]));
    this.crossed = this.traces.crosses.customdata.map((id) => this.byId.get(id));
  }

  // Takes over what Python says; true when it was news.
  listenToPython() {
    const state = states.get(this.root.dataset.name);
    // An answer to an older report says nothing about the newer one; but after a while the server is believed.
    if (!state || (state.seq !== this.seq && Date.now() - this.sent < 3000)) return false;
    this.root.setAttribute("aria-label", state.alt);
    const first = !("period" in this.known);
    const news = (name) => {
      const text = JSON.stringify(state[name]);
      const fresh = text !== this.known[name];
      this.known[name] = text;
      return fresh;
    };
    const moved = news("period");
    if (moved) this.range = state.period ? [dayOf(state.period[0]), dayOf(state.period[1]) + 1] : [...this.focus];
    const chose = news("event");
    if (chose) {
      this.chosen = state.event;
      // A link that names a period too means exactly that window.
      if (!moved || (first && !state.period)) this.reveal();
    }
    return moved || chose;
  }

  // ---- Laying out ------------------------------------------------------------------------------------------------------------

  async fit() {
    const width = this.plot.clientWidth;
    if (!this.figure || !width || !this.range) return;
    const { layout } = this.figure;
    const { lanes, head, strip, gap } = this.meta.heights;
    const full = document.fullscreenElement === this.root;
    this.slim = width < 560;
    layout.width = width;
    layout.height = full ? Math.max(420, this.root.clientHeight - this.part("bar").offsetHeight - this.part("legend").offsetHeight - 56) : this.slim ? 680 : 620;
    Object.assign(layout.margin, { l: this.slim ? 4 : width < 900 ? 118 : 140, r: this.slim ? 4 : 12 });
    layout.dragmode = this.slim || matchMedia("(pointer: coarse)").matches ? false : "pan";
    const inner = layout.height - layout.margin.t - layout.margin.b;
    this.unit = (inner - strip - gap) / (lanes + head);
    layout.yaxis.domain = [0, (inner - strip - gap) / inner];
    layout.yaxis2.domain = [1 - strip / inner, 1];
    this.inner = width - layout.margin.l - layout.margin.r;
    Object.assign(this.strip.style, { left: `${layout.margin.l}px`, width: `${this.inner}px`, top: `${layout.margin.t}px`, height: `${strip}px` });
    this.plot.style.minHeight = `${layout.height}px`;
    await this.draw();
  }

  get scale() {
    return this.inner / (this.range[1] - this.range[0]);
  }

  // What is drawn of an event's bar and whisker, in days: long enough to be seen at this scale.
  ends(event, scale, share) {
    const stub = this.meta.marks.stub * share;
    const whisker = this.meta.marks.whisker * share;
    const bar = event.first !== null;
    const vague = event.high !== null;
    const goes_on = bar && event.after === null;
    const after = bar ? Math.max(goes_on ? this.bounds[1] : event.after, event.x + stub / scale) : null;
    const reach = whisker / scale;
    const low = vague ? Math.min(event.low ?? event.x - 3 * reach, (bar ? event.first : event.x) - reach) : null;
    const high = vague && !goes_on ? Math.max(event.high, (after ?? event.x) + reach) : null;
    return { bar, vague, goes_on, after, low, high };
  }

  title(event, scale, share = 1) {
    const most = (scale > 14 ? 72 : 44) * share;
    if (event.text.length <= most) return event.text;
    const cut = event.text.slice(0, most);
    return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most / 2)).replace(/[\s,;:–-]+$/, "")}…`;
  }

  // Rows in a lane: the lowest free one, with room for the title where there is any; never two marks in one place. Where rows do not fit
  // they come closer, then marks shrink.
  pack(lane, events, scale, titled) {
    const room = (lane.high - lane.low - this.meta.heights.padding) * this.unit - (this.slim ? 16 : 0);
    const { size: normal, air, closest, sizes } = this.meta.marks;
    const full = normal + (scale > 1.2 ? 1 : 0);
    let rows, size;
    for (const share of sizes) {
      size = full * share;
      const height = titled && share === 1 ? TITLE_ROW : size + air;
      rows = this.rows(events, scale, titled, size, Math.max(1, Math.floor(room / height)));
      if (rows * size * closest <= room) break;
    }
    const step = Math.min(titled ? 20 : size + air, room / Math.max(rows, 1));
    for (const event of events) {
      event.y = lane.low + this.meta.heights.foot + ((event.row + 0.55) * step) / this.unit;
      event.size = size;
    }
  }

  // Gives each event its row, and returns how many there are.
  rows(events, scale, titled, size, comfortable) {
    const rows = [];
    const half = size / 2 + 1;
    const order = events.map((event) => {
      const end = (event.ends = this.ends(event, scale, size / this.meta.marks.size));
      const left = Math.min(event.x * scale - half, (end.low ?? event.x) * scale);
      const right = Math.max(event.x * scale + half, (end.after ?? event.x) * scale, (end.high ?? event.x) * scale);
      return { event, left, right, wide: titled ? Math.max(right, event.x * scale + 16 + this.measure(this.title(event, scale))) : right };
    });
    order.sort((a, b) => a.left - b.left);
    for (const { event, left, right, wide } of order) {
      let row = rows.findIndex((one) => one.wide <= left);
      if (row < 0 && rows.length < comfortable) row = rows.push({}) - 1;
      if (row < 0) row = rows.findIndex((one) => one.right <= left);
      if (row < 0) row = rows.push({}) - 1;
      rows[row] = { right, wide };
      event.row = row;
    }
    return rows.length;
  }

  measure(text) {
    this.widths ??= new Map();
    const known = this.widths.get(text);
    if (known !== undefined) return known;
    pen.font = `11.5px ${this.font}`;
    const width = pen.measureText(text).width;
    this.widths.set(text, width);
    return width;
  }

  // The mark of what began before the window and lasts into it stands at the window's edge.
  place(event) {
    const edge = this.range[0] + 7 / this.scale;
    event.at = event.ends.bar && event.x < edge && event.ends.after > edge ? edge : event.x;
  }

  // ---- Drawing ---------------------------------------------------------------------------------------------------------------

  async draw() {
    const { data, layout } = this.figure;
    const scale = this.scale;
    const titled = scale > TITLES_FROM;
    const chosen = this.byId.get(this.chosen);
    const lit = chosen ? new Set([chosen.id, ...(this.near.get(chosen.id) || [])]) : null;
    this.meta.lanes.forEach((lane, n) => this.pack(lane, this.events.filter((event) => event.lane === n), scale, titled));
    for (const event of this.events) this.place(event);
    this.drawMarks(lit);
    this.drawSpans(lit, titled);
    this.drawLinks(chosen, titled);
    this.drawTitles(chosen, lit, titled);
    this.drawStrip();
    this.drawFrame(chosen, scale);
    this.quiet = true;
    await this.plotly.react(this.plot, data, layout, { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false });
    this.quiet = false;
    this.sayWindow();
    this.listenToPlot();
    if (this.untold) this.tellPeriod();
  }

  drawMarks(lit) {
    const { traces } = this;
    const parts = Object.values(traces).filter((trace) => trace.meta.part === "marks");
    for (const trace of parts) Object.assign(trace, { x: [], y: [], selectedpoints: lit ? [] : null, marker: { ...trace.marker, size: [] } });
    for (const event of this.events) {
      const { trace, n } = event;
      trace.x[n] = moment(event.at);
      trace.y[n] = event.y;
      trace.marker.size[n] = event.size * trace.meta.optical;
      trace.marker.line.width[n] = trace.meta.line[n] * Math.min(1, event.size / this.meta.marks.size);
      if (lit?.has(event.id)) trace.selectedpoints.push(n);
    }
    Object.assign(traces.crosses, {
      x: this.crossed.map((event) => moment(event.at)),
      y: this.crossed.map((event) => event.y),
      selectedpoints: lit ? this.crossed.flatMap((event, n) => (lit.has(event.id) ? [n] : [])) : null,
      marker: { ...traces.crosses.marker, size: this.crossed.map((event) => event.size + 1.5) },
    });
  }

  drawSpans(lit, titled) {
    const lines = {};
    const add = (part, category, xs, y, symbols) => {
      const line = (lines[`${part} ${category}`] ??= { x: [], y: [], symbol: [], size: [] });
      xs.forEach((x, n) => {
        line.x.push(moment(clamp(x, -60000, 60000)));
        line.y.push(y);
        line.symbol.push(symbols[n] || "circle");
        line.size.push(symbols[n] ? this.meta.marks.cap : 0);
      });
      for (const list of Object.values(line)) list.push(list === line.symbol ? "circle" : list === line.size ? 0 : null);
    };
    for (const event of this.events) {
      const { bar, vague, goes_on, after, low, high } = event.ends;
      if (!bar && !vague) continue;
      const category = lit?.has(event.id) ? "" : event.category;
      const left = event.low === null ? "triangle-left" : "line-ns";
      const y = bar && titled ? event.y - SHELF / this.unit : event.y;
      if (bar) add("bars", category, [event.first, after], y, []);
      if (goes_on) add("whiskers", category, [after], y, ["triangle-right"]);
      // What goes on beyond the window's edge is seen to go on.
      if (goes_on && after > this.range[1] && event.first < this.range[1]) add("whiskers", category, [this.range[1] - 5 / this.scale], y, ["triangle-right"]);
      if (vague && bar) add("whiskers", category, [low, event.first], y, [left]);
      if (vague && bar && high !== null) add("whiskers", category, [after, high], y, ["", "line-ns"]);
      if (vague && !bar) add("whiskers", category, [low, high], y, [left, "line-ns"]);
    }
    for (const trace of Object.values(this.traces)) {
      const { part, category } = trace.meta;
      if (part !== "bars" && part !== "whiskers") continue;
      const { x = [], y = [], symbol = [], size = [] } = lines[`${part} ${category}`] || {};
      trace.opacity = (lit && category ? DIM : 1) * (part === "bars" ? 0.8 : 1);
      Object.assign(trace, { x, y });
      if (part === "bars") trace.line = { ...trace.line, width: titled ? 3 : 4 };
      else trace.marker = { ...trace.marker, symbol, size };
    }
  }

  drawLinks(chosen, titled) {
    for (const trace of Object.values(this.traces)) {
      const { part, basis } = trace.meta;
      if (part !== "links" && part !== "chosen") continue;
      const mine = part === "chosen";
      trace.opacity = titled && !mine ? 0.6 : 1;
      const pairs = !chosen !== mine ? this.pairs.filter((pair) => pair[2] === basis && (!mine || pair[0] === chosen.id || pair[1] === chosen.id)) : [];
      const points = pairs.flatMap(([a, b]) => this.arc(this.byId.get(a), this.byId.get(b)));
      trace.x = points.map((point) => point && moment(point[0]));
      trace.y = points.map((point) => point && point[1]);
    }
  }

  // Over their lane where both ends are in one, else from lane to lane; bent aside where it would be a plumb line.
  arc(a, b) {
    const count = this.meta.marks.points - 1;
    const apart = Math.abs(b.at - a.at) * this.scale;
    const bow = apart < 14 ? 9 / this.scale : 0;
    const arch = a.lane === b.lane ? Math.min(34, 9 + apart * 0.12, Math.max(3, this.meta.heights.lanes - Math.max(a.y, b.y))) : 0;
    const points = Array.from({ length: count + 1 }, (_, n) => {
      const u = n / count;
      const hump = 4 * u * (1 - u);
      return [a.at + (b.at - a.at) * u + bow * hump, a.y + (b.y - a.y) * u * u * (3 - 2 * u) + arch * hump];
    });
    return [...points, null];
  }

  // Titles where they fit: right of the mark, else left of it, else none.
  drawTitles(chosen, lit, titled) {
    const scale = this.scale;
    const top = this.meta.heights.lanes + this.meta.heights.head;
    const X = (day) => (day - this.range[0]) * scale;
    const Y = (y) => (top - y) * this.unit;
    const seen = this.events.filter((event) => event.at >= this.range[0] && event.at <= this.range[1]);
    const boxes = seen.filter((event) => !lit || lit.has(event.id)).map((event) => [X(event.at) - 4, Y(event.y) - 4, X(event.at) + 4, Y(event.y) + 4]);
    this.box = chosen && seen.includes(chosen) ? this.callout(chosen, X(chosen.at), Y(chosen.y)) : null;
    if (this.box) boxes.push(this.box.area);
    if (this.slim) for (const lane of this.meta.lanes) boxes.push([0, Y(lane.high), this.measure(lane.name) + 12, Y(lane.high) + 14]);
    const shown = { x: [], y: [], text: [] };
    for (const event of seen) {
      if (event === chosen || !(lit ? lit.has(event.id) : titled)) continue;
      // Past its whisker or bar where that is short; a bar lies lower when titles are shown.
      const end = event.ends.bar && titled ? event.at : Math.max(event.ends.high ?? event.at, event.ends.after ?? event.at);
      const reach = X(end) - X(event.at);
      const off = reach > 4 && reach < 40 ? reach + 5 : 9;
      for (const [share, side] of [[1, 1], [1, -1], [0.6, 1], [0.6, -1]]) {
        const text = this.title(event, scale, share);
        const width = this.measure(text);
        const start = X(event.at) + (side > 0 ? off : -off - width);
        const area = [start - 2, Y(event.y) - 6.5, start + width + 2, Y(event.y) + 6.5];
        if (area[0] < 0 || area[2] > this.inner + 2 || boxes.some((box) => area[0] < box[2] && box[0] < area[2] && area[1] < box[3] && box[1] < area[3])) continue;
        boxes.push(area);
        shown.x.push(moment(this.range[0] + start / scale));
        shown.y.push(event.y);
        shown.text.push(escaped(text));
        break;
      }
    }
    Object.assign(this.traces.titles, shown);
    Object.assign(this.traces.ring, chosen ? { x: [moment(chosen.at)], y: [chosen.y] } : { x: [], y: [] });
  }

  // The box with the chosen event's title, on the side where there is room.
  callout(event, x, y) {
    const lines = [];
    const most = this.slim ? 24 : 36;
    for (const word of event.text.split(" ")) {
      if (lines.length && `${lines.at(-1)} ${word}`.length <= most) lines[lines.length - 1] += ` ${word}`;
      else lines.push(word);
    }
    const detail = `${plain(event.when)} · ${event.status}`;
    const width = Math.max(...lines.map((line) => this.measure(line) * 1.12), this.measure(detail) * 1.05) + 16;
    const height = (lines.length + 1) * 15.6 + 12;
    const side = x + 26 + width < this.inner || x < this.inner / 2 ? 1 : -1;
    const low = y - 20 - height < 16;
    const start = clamp(side > 0 ? x + 22 : x - 22 - width, 2, Math.max(2, this.inner - width - 2));
    const note = {
      x: moment(event.at),
      y: event.y,
      ax: start + width / 2 - x,
      ay: low ? 20 + height / 2 : -20 - height / 2,
      text: `<b>${lines.map(escaped).join("<br>")}</b><br>${escaped(detail)}`,
      showarrow: true,
      arrowhead: 0,
      arrowwidth: 1.2,
      standoff: 9,
      align: "left",
      bgcolor: this.figure.layout.hoverlabel.bgcolor,
      arrowcolor: this.colours["link-chosen"],
      bordercolor: this.colours["link-chosen"],
      borderwidth: 1,
      borderpad: 6,
      font: { color: this.colours.ink, size: 12 },
    };
    return { note, area: [start - 2, y + (low ? 18 : -22 - height), start + width + 2, y + (low ? 22 + height : -18)] };
  }

  drawStrip() {
    const whole = this.range[0] < dayOf(this.meta.strip.M[0]) - 1;
    this.by = whole ? "Y" : "M";
    this.stripRange = this.meta.strip[this.by].map(dayOf);
    for (const unit of ["M", "Y"]) this.traces[`strip ${unit}`].visible = unit === this.by;
    this.figure.layout.xaxis2.range = [...this.meta.strip[this.by]];
    const before = this.events.filter((event) => event.x < dayOf(this.meta.strip.M[0]));
    const earlier = this.part("earlier");
    earlier.hidden = whole || !before.length;
    if (before.length) earlier.textContent = `◀ ${before.length} earlier, from ${iso(before[0].x).slice(0, 4)}`;
    this.showFrame();
  }

  showFrame() {
    const [low, high] = this.stripRange;
    const share = (day) => (clamp(day, low, high) - low) / (high - low);
    const [from, to] = this.range.map(share);
    Object.assign(this.frame.style, { left: `${from * 100}%`, width: `${Math.max((to - from) * 100, 0.4)}%` });
    const days = [low, low + from * (high - low), low + to * (high - low), high].map(moment);
    this.dims = this.dims.map((shape, n) => ({ ...shape, x0: days[n * 2], x1: days[n * 2 + 1] }));
  }

  drawFrame(chosen, scale) {
    const { layout } = this.figure;
    const long = scale > 1.6;
    let last = -Infinity;
    const bands = this.meta.bands.flatMap((band) => {
      const text = long ? band.full : band.short;
      const x = (Math.max(dayOf(band.first), this.range[0]) - this.range[0]) * scale;
      const gone = dayOf(band.after) < this.range[0] || x > this.inner - 20 || x < last;
      if (gone) return [];
      last = x + this.measure(plain(text)) + 6;
      return [{ x: moment(Math.max(dayOf(band.first), this.range[0])), text, y: this.meta.heights.lanes + 2, xanchor: "left", yanchor: "bottom", xshift: -1, showarrow: false, font: { size: 10.5, color: this.colours["band-name"] } }];
    });
    const inside = (name, n) => ({ ...name, xanchor: "left", xshift: 2, yanchor: "top", y: this.meta.lanes[n].high, align: "left", text: name.text.replaceAll("<br>", " "), font: { ...name.font, size: 11 } });
    const names = this.slim ? this.lane_names.map(inside) : this.lane_names;
    const strip = { ...this.strip_name, text: this.by === "Y" ? "Events<br>per year" : "Events<br>per month" };
    layout.annotations = [...names, ...(this.slim ? [] : [strip]), ...bands, ...(this.box ? [this.box.note] : [])];
    layout.shapes = [...this.kept_shapes, ...this.dims];
    layout.xaxis.range = this.range.map(moment);
    Object.assign(layout.xaxis, this.ticks(scale));
    this.root.dataset.sel = chosen ? chosen.id : "";
  }

  // Decades, years and months named in their middle, or days.
  ticks(scale) {
    const mode = scale * 365 < 44 || scale > 9 ? "instant" : "period";
    return { ticklabelmode: mode, dtick: mode === "period" && scale < 1.1 ? "M12" : null };
  }

  get period() {
    return [iso(Math.floor(this.range[0] + 1e-4)), iso(Math.ceil(this.range[1] - 1e-4) - 1)];
  }

  sayWindow() {
    const [from, to] = this.period;
    this.root.dataset.range = `${from}/${to}`;
    const name = (day) => new Date(dayOf(day) * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    const count = this.events.filter((event) => event.x < this.range[1] && (event.ends.after ?? event.x) >= this.range[0]).length;
    this.part("span").textContent = `${name(from)} – ${name(to)} · ${count} ${count === 1 ? "event" : "events"}`;
  }

  // ---- What the reader does --------------------------------------------------------------------------------------------------

  report(name, value) {
    const text = JSON.stringify(value);
    if (text === this.known[name]) return;
    this.known[name] = text;
    this.sent = Date.now();
    this.seq += 1;
    this.send(name, { v: value, seq: this.seq });
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
        await this.plotly.relayout(this.plot, { "xaxis.range": this.range.map(moment), shapes: [...this.kept_shapes, ...this.dims] });
        this.quiet = this.gliding = false;
      });
    }
    this.later("rest", 140, () => this.draw());
    this.tellPeriod();
  }

  zoom(factor, at) {
    const [from, to] = this.range;
    const chosen = this.byId.get(this.chosen);
    const centre = at ?? (chosen && chosen.at > from && chosen.at < to ? chosen.at : this.middle());
    return [centre - (centre - from) * factor, centre + (to - centre) * factor];
  }

  // Where the buttons zoom to. The record thins out towards the past, so in a long window that is where its events are.
  middle() {
    const [from, to] = this.range;
    const seen = this.events.filter((event) => event.x > from && event.x < to);
    return seen.length && to - from > (this.focus[1] - this.focus[0]) * 1.2 ? seen[seen.length >> 1].x : (from + to) / 2;
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
    const where = `Event ${this.events.indexOf(chosen) + 1} of ${this.events.length}${links ? `, linked to ${links}` : ""}.`;
    this.part("news").textContent = chosen ? `${plain(chosen.when)}. ${chosen.text}. ${plain(chosen.kind)}. ${chosen.status}. ${where}` : "Nothing chosen.";
    this.later("event", wait, () => this.report("event", id));
  }

  act(name) {
    const [from, to] = this.range;
    const half = (to - from) / 2;
    if (name === "in") this.go(...this.zoom(0.6));
    else if (name === "out") this.go(...this.zoom(1.6));
    else if (name === "back") this.go(from - half, to - half);
    else if (name === "on") this.go(from + half, to + half);
    else if (name === "all") this.go(...this.whole);
    else if (name === "reset") this.go(...this.focus);
    else if (name === "full") document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.();
    else if (name === "png") {
      const { width, height } = this.figure.layout;
      this.plotly.downloadImage(this.plot, { format: "png", scale: 2, width, height, filename: `timeline-${this.period.join("-to-")}` });
    }
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

  step(by, in_lane) {
    const chosen = this.byId.get(this.chosen);
    const pool = in_lane && chosen ? this.events.filter((event) => event.lane === chosen.lane) : this.events;
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
    for (const event of this.events) {
      const dx = (event.at - this.range[0]) * this.scale - x;
      const dy = event.y * this.unit - y;
      const distance = Math.hypot(dx, dy);
      if (distance < least) [best, least] = [event, distance];
    }
    const day = this.range[0] + x / this.scale;
    const covers = ({ y: at, ends }) => Math.abs(at * this.unit - SHELF / 2 - y) < 7 && day >= (ends.low ?? Infinity) && day <= (ends.high ?? ends.after ?? -Infinity);
    const spans = ({ first, y: at, ends }) => ends.bar && Math.abs(at * this.unit - SHELF / 2 - y) < 7 && day >= first && day <= ends.after;
    return best || this.events.find((event) => spans(event) || covers(event)) || null;
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
      const found = this.hit(event.clientX, event.clientY, event.pointerType === "mouse" ? 12 : 22);
      if (found || this.chosen) this.pick(found ? found.id : null);
    }, { capture: true });
    on(window, "pointercancel", () => (this.down = null));
    on(this.plot, "wheel", (event) => this.wheel(event), { passive: false, capture: true });
    this.listenToStrip(on);
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
    note.textContent = `Hold ${/Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl"} and turn the wheel to zoom`;
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
    let nearest = -1;
    x.forEach((middle, n) => {
      if (Math.abs(dayOf(middle) - day) <= (this.by === "Y" ? 183.5 : 16)) nearest = nearest < 0 || Math.abs(dayOf(x[nearest]) - day) > Math.abs(dayOf(middle) - day) ? n : nearest;
    });
    this.strip.title = nearest < 0 ? "" : `${customdata[nearest]}: ${y[nearest]} ${y[nearest] === 1 ? "event" : "events"}`;
  }

  listenToPlot() {
    if (this.bound) return;
    this.bound = true;
    const shown = () => this.plot._fullLayout.xaxis.range.map(dayOf_plotly);
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
    this.size.disconnect();
    for (const timer of Object.values(this.timers || {})) clearTimeout(timer);
    this.plotly?.purge(this.plot);
  }
}

// Plotly writes "2023-08-01 06:00:00.123" and leaves out what is zero.
const dayOf_plotly = (text) => Date.parse(`${String(text).replace(" ", "T")}${String(text).length > 10 ? (/:/.test(text) ? "Z" : ":00Z") : ""}`) / DAY;

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".tl");
  const chart = (root.timeline ??= new Timeline(root));
  const run = () => {
    chart.queue = (chart.queue || Promise.resolve())
      .then(() => chart.update(chart.bytes_next, chart.send_next))
      .catch((error) => {
        root.querySelector(".tl-news").textContent = root.querySelector(".tl-span").textContent = error.message;
        console.error(error);
      });
  };
  chart.bytes_next = data;
  chart.send_next = setTriggerValue;
  globalThis.addEventListener("dateline-state", root.again ??= (event) => event.detail === root.dataset.name && run());
  run();
  return () => {
    globalThis.removeEventListener("dateline-state", root.again);
    chart.destroy();
    delete root.timeline;
    delete root.again;
  };
}
