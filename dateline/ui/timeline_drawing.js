// How the timeline is laid out and drawn for a window: rows, titles, links, what is lit. `timeline_marks.js` stands
// before this in the same module, `timeline.js` after it.
// Unit of time: days since 1970. Unit of height: pixels of the figure at its own height.
const DAY = 864e5;
const TITLES_FROM = 3.2; // pixels a day from which on titles are shown
const TITLE_ROW = 15;
const SHELF = 5.5; // how far below its mark a bar lies when titles are shown
const DIM = 0.16;
const SHORTEST = 3; // days one can zoom into
const DAILY = 7.5; // days of a window up to which every day is named
const MANY_LINKS = 60; // in view; from here on they are drawn fainter
const BUNDLED = 90; // in view; from here on those that run alike are drawn together
const MOST_LINKS = 260; // in view; beyond it the weaker bases are left out, unless the reader asks for them
const PAPER = { width: 1040, height: 718, around: 76 }; // pixels of a printed page, A4 across, and of what stands between its parts
const STRAND = 34; // pixels within which the middles of links lie that run together
const BASES = ["documented", "asserted", "temporal"]; // the strongest first
const dayOf = (text) => Date.parse(text.length > 10 ? `${text}Z` : text) / DAY;
const moment = (day) => new Date(day * DAY).toISOString().slice(0, 19);
const iso = (day) => moment(day).slice(0, 10);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const PLAIN = { "<br>": " ", "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const plain = (text) => text.replaceAll(/<br>|&(?:lt|gt|amp);/g, (found) => PLAIN[found]);
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
// The page's web font does not reach into a picture that is saved.
const PICTURE_FONT = "Arial, Helvetica, sans-serif";
const PICTURE_LEGEND = _(
  "filled: corroborated or acknowledged · dot in ring: the actor’s own account · ring: alleged · crossed: disputed; " +
  "lines: solid documented, dashed asserted, dotted close in time only"
);
const ONLY = { // by the bases that are drawn
  documented: _("documented links only"),
  "documented asserted": _("documented and asserted links only"),
};
// Made once: each costs the browser milliseconds.
const [IN_DAYS, IN_MONTHS] = [{ day: "numeric", month: "short", year: "numeric" }, { month: "long", year: "numeric" }].map(
  (style) => new Intl.DateTimeFormat(SPOKEN.language === "en" ? "en-GB" : SPOKEN.language, { ...style, timeZone: "UTC" })
);
const pen = document.createElement("canvas").getContext("2d");

// When what was just made is on the screen; a page that nobody looks at has no frames.
const painted = () => new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, 100);
});

class Drawing extends Marks {
  // ---- Laying out ------------------------------------------------------------------------------------------------------------

  async fit() {
    const width = printing.on ? PAPER.width : this.plot.clientWidth;
    if (!this.figure || !width || !this.range) return;
    const { layout } = this.figure;
    const { lanes, head, strip, gap } = this.meta.heights;
    const full = document.fullscreenElement === this.root;
    this.slim = width < 560;
    layout.width = width;
    const around = this.part("bar").offsetHeight + this.part("legend").offsetHeight + 56;
    layout.height = printing.on ? this.heightOnPaper() : full ? Math.max(420, this.root.clientHeight - around) : this.slim ? 680 : 620;
    Object.assign(layout.margin, { l: this.slim ? 4 : Math.max(width < 900 ? 118 : 140, this.widestName() + 14), r: this.slim ? 4 : 12 });
    layout.dragmode = this.slim || matchMedia("(pointer: coarse)").matches ? false : "pan";
    // A finger chooses: after a movement the library would leave words standing for a mark that is elsewhere.
    layout.hovermode = matchMedia("(hover: none)").matches ? false : "closest";
    const inner = layout.height - layout.margin.t - layout.margin.b;
    this.unit = (inner - strip - gap) / (lanes + head);
    layout.yaxis.domain = [0, (inner - strip - gap) / inner];
    layout.yaxis2.domain = [1 - strip / inner, 1];
    this.inner = width - layout.margin.l - layout.margin.r;
    Object.assign(this.strip.style, { left: `${layout.margin.l}px`, width: `${this.inner}px`, top: `${layout.margin.t}px`, height: `${strip}px` });
    this.plot.style.minHeight = `${layout.height}px`;
    await this.draw();
  }

  // What the page's heading and the legend leave of one page.
  heightOnPaper() {
    const tall = (part, display) => {
      if (!part) return 0;
      const own = part.style.cssText;
      part.style.cssText = `display: ${display}; position: absolute; width: ${PAPER.width}px`;
      const height = part.offsetHeight;
      part.style.cssText = own;
      return height;
    };
    const links = this.part("more-links").hidden ? 0 : 30;
    return clamp(PAPER.height - PAPER.around - links - tall(document.querySelector(".dl-on-paper"), "flex") - tall(this.part("legend"), "grid"), 300, 520);
  }

  // Of the lanes' names, as they stand in lines.
  widestName() {
    const lines = this.meta.lanes.flatMap((lane) => lane.lines.split("<br>"));
    return Math.ceil(Math.max(0, ...lines.map((line) => this.measure(plain(line)))) * 1.05);
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
    const goesOn = bar && event.after === null;
    const after = bar ? Math.max(goesOn ? this.bounds[1] : event.after, event.x + stub / scale) : null;
    const reach = whisker / scale;
    const low = vague ? Math.min(event.low ?? event.x - 3 * reach, (bar ? event.first : event.x) - reach) : null;
    const high = vague && !goesOn ? Math.max(event.high, (after ?? event.x) + reach) : null;
    return { bar, vague, goesOn, after, low, high };
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
    this.compose();
    if (!this.plotly) {
      this.sketch();
      [this.plotly] = await Promise.all([this.library, painted()]);
      if (this.off.signal.aborted) return;
    }
    const { data, layout } = this.figure;
    this.quiet = true;
    const drawn = this.plotly.react(this.plot, this.onScreen(data), layout, settings());
    // At once: a printer does not wait for promises.
    this.outline();
    await drawn;
    this.quiet = false;
    this.sayWindow();
    this.listenToPlot();
    if (this.untold) this.tellPeriod();
  }

  // Brings the figure up to date; nothing is shown yet.
  compose() {
    const scale = this.scale;
    const known = this.byId.get(this.chosen);
    const all = known ? new Set([known.id, ...(this.near.get(known.id) || [])]) : null;
    this.counting = Boolean(this.counts) && !this.covered();
    // Over counts only the chosen event and what it is linked to are marks.
    this.drawn = this.counting ? this.events.filter((event) => all?.has(event.id)) : this.events;
    const titled = !this.counting && scale > TITLES_FROM;
    this.meta.lanes.forEach((lane, n) => this.pack(lane, this.drawn.filter((event) => event.lane === n), scale, titled));
    for (const event of this.drawn) this.place(event);
    // Where nothing of it is in view, nothing else is dimmed for its sake.
    const lit = all && [...all].some((id) => this.inView(this.byId.get(id))) ? all : null;
    const chosen = lit ? known : null;
    if (this.counts) this.drawCounts(lit);
    this.drawMarks(lit);
    this.drawSpans(lit, titled);
    this.drawLinks(chosen, titled);
    this.drawTitles(chosen, lit, titled);
    this.drawStrip();
    this.drawFrame(scale);
    this.root.dataset.sel = known ? known.id : "";
  }

  inView(event) {
    if (event.at === undefined) return false; // never drawn yet
    return event.at >= this.range[0] && event.at <= this.range[1];
  }

  drawMarks(lit) {
    const { traces } = this;
    const parts = Object.values(traces).filter((trace) => trace.meta.part === "marks");
    for (const trace of parts) Object.assign(trace, { x: [], y: [], selectedpoints: lit ? [] : null, marker: { ...trace.marker, size: [] } });
    if (this.counting) for (const { trace, n } of this.events) [trace.x[n], trace.y[n], trace.marker.size[n]] = [null, null, 0];
    for (const event of this.drawn) {
      const { trace, n } = event;
      trace.x[n] = event.at;
      trace.y[n] = event.y;
      trace.marker.size[n] = event.size * trace.meta.optical;
      trace.marker.line.width[n] = trace.meta.line[n] * Math.min(1, event.size / this.meta.marks.size);
      if (lit?.has(event.id)) trace.selectedpoints.push(n);
    }
    const crossed = this.counting ? this.crossed.filter((event) => this.drawn.includes(event)) : this.crossed;
    Object.assign(traces.crosses, {
      x: crossed.map((event) => event.at),
      y: crossed.map((event) => event.y),
      selectedpoints: lit ? crossed.flatMap((event, n) => (lit.has(event.id) ? [n] : [])) : null,
      marker: { ...traces.crosses.marker, size: crossed.map((event) => event.size + 1.5) },
    });
  }

  drawSpans(lit, titled) {
    const lines = {};
    const add = (part, category, xs, y, symbols) => {
      const line = (lines[`${part} ${category}`] ??= { x: [], y: [], symbol: [], size: [] });
      xs.forEach((x, n) => {
        line.x.push(clamp(x, -60000, 60000));
        line.y.push(y);
        line.symbol.push(symbols[n] || "circle");
        line.size.push(symbols[n] ? this.meta.marks.cap : 0);
      });
      for (const list of Object.values(line)) list.push(list === line.symbol ? "circle" : list === line.size ? 0 : null);
    };
    for (const event of this.drawn) {
      const { bar, vague, goesOn, after, low, high } = event.ends;
      if (!bar && !vague) continue;
      const category = lit?.has(event.id) ? "" : event.category;
      const left = event.low === null ? "triangle-left" : "line-ns";
      const y = bar && titled ? event.y - SHELF / this.unit : event.y;
      if (bar) add("bars", category, [event.first, after], y, []);
      if (goesOn) add("whiskers", category, [after], y, ["triangle-right"]);
      // What goes on beyond the window's edge is seen to go on.
      const cut = goesOn && after > this.range[1] && event.first < this.range[1];
      if (cut) add("whiskers", category, [this.range[1] - 5 / this.scale], y, ["triangle-right"]);
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
    const near = this.pairs.filter(([a, b]) => this.inView(this.byId.get(a)) || this.inView(this.byId.get(b)));
    if (this.counting) near.splice(0, near.length, ...near.filter(([a, b]) => chosen && (a === chosen.id || b === chosen.id)));
    const bases = this.strongest(near);
    this.sayLinks(near, bases);
    const drawn = chosen ? near : near.filter(([, , basis]) => bases.has(basis));
    const faint = (titled ? 0.6 : 1) * (!chosen && drawn.length > MANY_LINKS ? 0.7 : 1);
    const strands = !chosen && drawn.length > BUNDLED ? this.strands(drawn) : null;
    for (const trace of Object.values(this.traces)) {
      const { part, basis, family } = trace.meta;
      if (part !== "links" && part !== "chosen") continue;
      const mine = part === "chosen";
      trace.opacity = mine ? 1 : faint;
      const wanted = ([a, b, ground, kind]) =>
        ground === basis && (!mine || (this.kinds[kind]?.family === family && (a === chosen.id || b === chosen.id)));
      const pairs = !chosen !== mine ? drawn.filter(wanted) : [];
      const points = pairs.flatMap(([a, b]) => this.arc(this.byId.get(a), this.byId.get(b), strands));
      trace.x = points.map((point) => point && point[0]);
      trace.y = points.map((point) => point && point[1]);
    }
  }

  // The bases that are drawn: as many as there is room for, the strongest first; all where the reader chose them.
  strongest(links) {
    const bases = new Set();
    let count = 0;
    for (const basis of BASES) {
      count += links.filter(([, , one]) => one === basis).length;
      if (bases.size && count > MOST_LINKS && !this.follows?.bases.length) break;
      bases.add(basis);
    }
    return bases;
  }

  sayLinks(links, bases) {
    const left = links.filter(([, , basis]) => !bases.has(basis)).length;
    const button = this.part("more-links");
    button.hidden = !left;
    if (!left) return;
    const said = ONLY[[...bases].join(" ")];
    // Paper says what is drawn, and has nothing to press.
    const act = Object.assign(document.createElement("span"), { className: "tl-act", textContent: said ? " · " + _("draw all") : _("draw all links") });
    button.replaceChildren(said ?? "", act);
    button.title = counted(links.length, "{drawn} of {n} link in view are drawn", "{drawn} of {n} links in view are drawn", { drawn: links.length - left });
  }

  // Where links between the same two lanes pass that lie close together: the middle of them all.
  strands(links) {
    const found = new Map();
    for (const [p, q] of links) {
      const [a, b] = [this.byId.get(p), this.byId.get(q)];
      if (a.lane === b.lane) continue;
      const key = this.strandOf(a, b);
      const [sum, count] = found.get(key) || [0, 0];
      found.set(key, [sum + (a.at + b.at) / 2, count + 1]);
    }
    return found;
  }

  strandOf(a, b) {
    return [Math.min(a.lane, b.lane), Math.max(a.lane, b.lane), Math.round((((a.at + b.at) / 2) * this.scale) / STRAND)].join(" ");
  }

  // Over their lane where both ends are in one, else from lane to lane; bent aside where it would be a plumb line.
  arc(a, b, strands = null) {
    const [sum, alike] = strands?.get(this.strandOf(a, b)) || [0, 0];
    if (alike > 1) return this.bundled(a, b, sum / alike);
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

  // From its mark to the strand, along it, and out of it to the other mark.
  bundled(a, b, middle) {
    const count = this.meta.marks.points - 1;
    const points = Array.from({ length: count + 1 }, (_, n) => {
      const u = n / count;
      const straight = a.at + (b.at - a.at) * u;
      return [straight + (middle - straight) * Math.sin(Math.PI * u) ** 0.7, a.y + (b.y - a.y) * u * u * (3 - 2 * u)];
    });
    return [...points, null];
  }

  // Titles where they fit: right of the mark, else left of it, else none.
  drawTitles(chosen, lit, titled) {
    const scale = this.scale;
    const top = this.meta.heights.lanes + this.meta.heights.head;
    const X = (day) => (day - this.range[0]) * scale;
    const Y = (y) => (top - y) * this.unit;
    const seen = this.drawn.filter((event) => this.inView(event));
    const marks = seen.filter((event) => !lit || lit.has(event.id));
    const boxes = marks.map((event) => [X(event.at) - 4, Y(event.y) - 4, X(event.at) + 4, Y(event.y) + 4]);
    const free = (area) => !boxes.some((box) => area[0] < box[2] && box[0] < area[2] && area[1] < box[3] && box[1] < area[3]);
    this.box = chosen && seen.includes(chosen) ? this.callout(chosen, X(chosen.at), Y(chosen.y), free) : null;
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
        if (area[0] < 0 || area[2] > this.inner + 2 || !free(area)) continue;
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

  // The box with the chosen event's title, on the side where there is room and no linked mark is hidden.
  callout(event, x, y, free) {
    const lines = [];
    const most = this.slim ? 24 : 36;
    for (const word of event.text.split(" ")) {
      if (lines.length && `${lines.at(-1)} ${word}`.length <= most) lines[lines.length - 1] += ` ${word}`;
      else lines.push(word);
    }
    const detail = `${plain(event.when)} · ${event.status}`;
    const width = Math.max(...lines.map((line) => this.measure(line) * 1.12), this.measure(detail) * 1.05) + 16;
    const height = (lines.length + 1) * 15.6 + 12;
    const sides = x + 26 + width < this.inner || x < this.inner / 2 ? [1, -1] : [-1, 1];
    const levels = y - 20 - height < 16 ? [1] : [-1, 1];
    const places = levels.flatMap((level) => [20, 70, 130].flatMap((gap) => sides.map((side) => [side, level * (gap + height / 2)])));
    const left = (side) => clamp(side > 0 ? x + 22 : x - 22 - width, 2, Math.max(2, this.inner - width - 2));
    const area = ([side, ay]) => [left(side), y + ay - height / 2, left(side) + width, y + ay + height / 2];
    const place = places.find((one) => area(one)[1] > 0 && free(area(one))) ?? places[0];
    const [start, ay] = [left(place[0]), place[1]];
    const note = {
      x: moment(event.at),
      y: event.y,
      ax: start + width / 2 - x,
      ay,
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
    return { note, area: [start - 2, y + ay - height / 2 - 2, start + width + 2, y + ay + height / 2 + 2] };
  }

  drawStrip() {
    const whole = this.range[0] < dayOf(this.meta.strip.M[0]) - 1;
    this.by = whole ? "Y" : "M";
    this.stripRange = this.meta.strip[this.by].map(dayOf);
    for (const unit of ["M", "Y"]) this.traces[`strip ${unit}`].visible = unit === this.by;
    this.figure.layout.xaxis2.range = [...this.meta.strip[this.by]];
    const [number, first] = this.earlierThan(dayOf(this.meta.strip.M[0]));
    const earlier = this.part("earlier");
    earlier.hidden = whole || !number;
    const years = { year: this.meta.strip.M[0].slice(0, 4), first: number && iso(first).slice(0, 4) };
    if (number) earlier.textContent = filled(_("◀ {n} before {year}, from {first}"), { n: NUMBER.format(number), ...years });
    this.showFrame();
  }

  // How many events there are before a day, and the day of the first.
  earlierThan(day) {
    const before = this.events.filter((event) => event.x < day);
    return [before.length, before[0]?.x];
  }

  showFrame() {
    const [low, high] = this.stripRange;
    const share = (day) => (clamp(day, low, high) - low) / (high - low);
    const [from, to] = this.range.map(share);
    Object.assign(this.frame.style, { left: `${from * 100}%`, width: `${Math.max((to - from) * 100, 0.4)}%` });
    const days = [low, low + from * (high - low), low + to * (high - low), high].map(moment);
    this.dims = this.dims.map((shape, n) => ({ ...shape, x0: days[n * 2], x1: days[n * 2 + 1] }));
  }

  drawFrame(scale) {
    const { layout } = this.figure;
    const long = scale > 1.6;
    let last = -Infinity;
    const bands = this.meta.bands.flatMap((band) => {
      const text = long ? band.full : band.short;
      const x = (Math.max(dayOf(band.first), this.range[0]) - this.range[0]) * scale;
      const gone = dayOf(band.after) < this.range[0] || x > this.inner - 20 || x < last;
      if (gone) return [];
      last = x + this.measure(plain(text)) + 6;
      const at = { x: moment(Math.max(dayOf(band.first), this.range[0])), y: this.meta.heights.lanes + 2, xshift: -1 };
      const font = { size: 10.5, color: this.colours["band-name"] };
      return [{ ...at, text, font, xanchor: "left", yanchor: "bottom", showarrow: false }];
    });
    const left = { xanchor: "left", xshift: 2, yanchor: "top", align: "left" };
    const inside = (name, n) => ({ ...name, ...left, y: this.meta.lanes[n].high, text: name.text.replaceAll("<br>", " "), font: { ...name.font, size: 11 } });
    const names = this.slim ? this.laneNames.map(inside) : this.laneNames;
    const strip = { ...this.stripName, text: this.by === "Y" ? _("Events<br>per year") : _("Events<br>per month") };
    layout.annotations = [...names, ...(this.slim ? [] : [strip]), ...bands, ...(this.box ? [this.box.note] : [])];
    layout.shapes = [...this.keptShapes, ...this.heldEdges(), ...this.dims];
    layout.xaxis.range = this.range.map(moment);
    // A link may name days where there is nothing.
    layout.xaxis.minallowed = moment(Math.min(this.bounds[0], this.range[0]));
    layout.xaxis.maxallowed = moment(Math.max(this.bounds[1], this.range[1]));
    Object.assign(layout.xaxis, this.ticks(scale));
  }

  // Decades, years and months named in their middle, or days; never less than a day.
  ticks(scale) {
    if (this.inner / scale <= DAILY) return { ticklabelmode: "period", dtick: DAY };
    const mode = scale * 365 < 44 || scale > 9 ? "instant" : "period";
    return { ticklabelmode: mode, dtick: mode === "period" && scale < 1.1 ? "M12" : null };
  }

  // Takes a period as the window. One too short to be drawn stays the period, and is drawn with the days around it.
  hold(period) {
    const [from, to] = [dayOf(period[0]), dayOf(period[1]) + 1];
    const around = Math.max(0, SHORTEST - (to - from)) / 2;
    this.range = [from - around, to + around];
    this.held = { period, range: this.range };
  }

  // Lines where a period begins and ends that is shorter than what is drawn.
  heldEdges() {
    if (this.held?.range !== this.range) return [];
    const edges = [dayOf(this.held.period[0]), dayOf(this.held.period[1]) + 1];
    const line = { color: this.colours.mute, width: 1, dash: "dot" };
    const inside = edges.filter((day) => day > this.range[0] + 0.01 && day < this.range[1] - 0.01);
    return inside.map((day) => ({ type: "line", x0: moment(day), x1: moment(day), y0: 0, y1: this.meta.heights.lanes, layer: "below", line }));
  }

  get period() {
    if (this.held?.range === this.range) return this.held.period;
    return [iso(Math.floor(this.range[0] + 1e-4)), iso(Math.ceil(this.range[1] - 1e-4) - 1)];
  }

  get periodName() {
    const [from, to] = this.period.map((day) => IN_DAYS.format(dayOf(day) * DAY));
    return from === to ? from : filled(_("{first} – {last}"), { first: from, last: to });
  }

  // The first day on which an event may have happened and the day after the last, counted as `selection.in_period` does.
  extent({ x, first, after, low, high }) {
    const bar = first !== null;
    const vague = high !== null;
    const goesOn = bar && after === null;
    return [vague ? (low ?? high - 1) : (first ?? Math.floor(x)), goesOn ? Infinity : vague ? high : (after ?? Math.floor(x) + 1)];
  }

  // ---- Saving as a picture ---------------------------------------------------------------------------------------------------

  async savePicture() {
    const figure = this.picture();
    const { width, height, paper_bgcolor: paper } = figure.layout;
    const url = await this.plotly.toImage(figure, { format: "svg", width, height });
    // The page's style sheet does not reach into the picture either: the halo comes along.
    const halo = `<style>text { paint-order: stroke; stroke: ${paper}; stroke-width: 3.5px; stroke-linejoin: round; }</style>`;
    const svg = decodeURIComponent(url.slice(url.indexOf(",") + 1)).replace(/<svg[^>]*>/, (tag) => tag + halo);
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
    const blob = await new Promise((done) => canvas.toBlob(done));
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "dateline-timeline.png" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // The figure as it is shown, in a font that every computer has and with a caption. The page's own stays as it is.
  picture() {
    const font = this.font;
    const measured = (name) => {
      this.font = name;
      this.widths = null;
      this.compose();
    };
    measured(PICTURE_FONT);
    const { data, layout } = JSON.parse(JSON.stringify({ ...this.figure, data: this.inPicture(this.figure.data) }));
    const side = 8;
    const lines = [`${this.periodName} · Dateline, CC BY 4.0`, PICTURE_LEGEND].flatMap((line) => this.wrapped(line, layout.width - 2 * side));
    measured(font);
    layout.font.family = PICTURE_FONT;
    const below = layout.margin.b;
    const more = lines.length * 15 + 14;
    layout.margin.b += more;
    layout.height += more;
    const place = { xref: "paper", x: 0, xanchor: "left", xshift: side - layout.margin.l, yref: "paper", y: 0, yanchor: "top" };
    const text = lines.map(escaped).join("<br>");
    layout.annotations.push({ ...place, yshift: -below - 2, text, align: "left", showarrow: false, font: { size: 11.5, color: this.colours.mute } });
    return { data, layout };
  }

  wrapped(text, width) {
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && this.measure(longer) < width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  sayWindow() {
    const [from, to] = this.period;
    this.root.dataset.range = `${from}/${to}`;
    const overlaps = ([begins, after]) => begins <= dayOf(to) && after > dayOf(from);
    const seen = this.events.filter((event) => overlaps(this.extent(event)));
    const number = this.counts ? this.countBetween(dayOf(from), dayOf(to) + 1) : seen.length;
    this.part("span").textContent = filled(_("{period} · {n} in view"), { period: this.periodName, n: NUMBER.format(number) });
    this.part("now").textContent = this.inWords(this.counting ? [] : seen, number);
  }

  // What stands in the window, for who does not see it: how many events, the busiest month, what is chosen.
  inWords(seen, number) {
    const months = new Map();
    for (const { x } of seen) if (x >= this.range[0]) months.set(monthOf(x), (months.get(monthOf(x)) || 0) + 1);
    const [month, most] = [...months].reduce((best, one) => (one[1] > best[1] ? one : best), [null, 0]);
    const busiest = months.size && IN_MONTHS.format(ofMonth(month) * DAY);
    const chosen = this.byId.get(this.chosen);
    const words = [counted(number, "In view: {period}, {n} event.", "In view: {period}, {n} events.", { period: this.periodName })];
    if (this.counting) words.push(this.part("behind").textContent);
    if (months.size > 1) words.push(filled(_("The busiest month is {month} with {n}."), { month: busiest, n: most }));
    words.push(chosen ? filled(_("Chosen: {when}, {title}."), { when: plain(chosen.when), title: chosen.text }) : _("No event is chosen."));
    return words.join(" ");
  }
}
