// Where more events are shown than can be drawn: how many stand in each lane and step of time, as bars, until the window is narrow enough
// for marks. Python sends every event's day, counted by lane, and the marks of one stretch of time (`covers`) where they are few enough.
// `timeline_drawing.js` stands before this in the same module, `timeline.js` after it.
const STEP_WORDS = { day: _("day"), week: _("week"), month: _("month"), quarter: _("quarter"), year: _("year"), decade: _("decade") };
const MONTHS = { month: 1, quarter: 3, year: 12, decade: 120 };
const AROUND = 0.6; // of the window, what is drawn on either side of it for the hand that drags
const BEHIND = 0.25; // opacity of the bars behind a chosen event
const BARS = 0.68;

// Days and how many there are up to each of them.
const summed = ({ days, n }) => {
  const sums = { at: [], upTo: [0] };
  let day = 0;
  days.forEach((by, k) => {
    sums.at.push((day += by));
    sums.upTo.push(sums.upTo[k] + n[k]);
  });
  return sums;
};

// How many there are before a day.
const before = ({ at, upTo }, day) => {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle] < day) low = middle + 1;
    else high = middle;
  }
  return upTo[low];
};

const ofMonth = (month) => Date.UTC(1970, month, 1) / DAY;
const monthOf = (day) => ((date) => (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth())(new Date(day * DAY));

class Counts extends Drawing {
  takeCounts() {
    const { covers, cut } = this.meta;
    const found = this.meta.counts && JSON.parse(this.meta.counts);
    this.counts = found ? { ...found, lanes: found.lanes.map(summed), begins: summed(found.begins), after: summed(found.after) } : null;
    this.covers = covers && [dayOf(covers[0]), dayOf(covers[1]) + 1];
    this.cut = cut;
    this.bars = null;
    this.part("tip").hidden = true;
    if (!found) this.part("behind").hidden = true;
  }

  // Whether all events of the window are here as marks.
  covered() {
    return Boolean(this.covers) && this.range[0] > this.covers[0] - 0.01 && this.range[1] < this.covers[1] + 0.01;
  }

  // Where steps begin and end, from the one that holds a day to the one that holds another.
  edges(unit, from, to) {
    const found = [];
    if (unit === "day" || unit === "week") {
      const long = unit === "day" ? 1 : 7;
      const start = Math.floor(from) - (unit === "week" ? (((Math.floor(from) + 3) % 7) + 7) % 7 : 0);
      for (let day = start; day < to + long; day += long) found.push(day);
    } else {
      const long = MONTHS[unit];
      const start = Math.floor(monthOf(from) / long) * long;
      for (let month = start; ofMonth(month - long) < to; month += long) found.push(ofMonth(month));
    }
    return found;
  }

  // The bars of the window and around it: for each lane its counts by step.
  measureBars() {
    const unit = this.counts.steps.find(([, days]) => days * this.scale >= this.counts.bar)?.[0] ?? "decade";
    const around = (this.range[1] - this.range[0]) * AROUND;
    const edges = this.edges(unit, Math.max(this.range[0] - around, this.bounds[0]), Math.min(this.range[1] + around, this.bounds[1]));
    const lanes = this.counts.lanes.map((lane) => edges.slice(1).map((after, k) => before(lane, after) - before(lane, edges[k])));
    const seen = edges.slice(1).map((after, k) => after > this.range[0] && edges[k] < this.range[1]);
    const inView = lanes.flatMap((lane) => lane.filter((_n, k) => seen[k]));
    this.bars = { unit, edges, lanes, most: Math.max(1, ...inView), events: inView.reduce((sum, n) => sum + n, 0) };
  }

  drawCounts(lit) {
    if (this.counting) this.measureBars();
    else this.bars = null;
    const { padding, foot } = this.meta.heights;
    const room = Math.min(...this.meta.lanes.map((lane) => lane.high - lane.low - padding)) - (this.slim ? 16 / this.unit : 0);
    this.meta.lanes.forEach((lane, n) => {
      const trace = this.traces[`counts ${n}`];
      const [x, y] = [[], []];
      this.bars?.lanes[n].forEach((count, k) => {
        if (!count) return;
        const [first, next] = this.bars.edges.slice(k, k + 2);
        const after = first + (next - first) * (1 - this.counts.air);
        const base = lane.low + foot;
        const top = base + Math.max(this.counts.lowest / this.unit, (room * count) / this.bars.most);
        x.push(...[first, first, after, after].map(moment), null);
        y.push(base, top, top, base, null);
      });
      Object.assign(trace, { x, y, opacity: lit ? BEHIND : BARS });
    });
    this.sayBehind();
  }

  sayBehind() {
    const note = this.part("behind");
    const local = (n) => n.toLocaleString(SPOKEN.language);
    note.hidden = !this.counting && !this.cut;
    if (this.counting) {
      const words = { n: local(this.bars.events), step: STEP_WORDS[this.bars.unit], most: local(this.bars.most) };
      note.textContent = filled(
        _("{n} events are too many to draw one by one: the bars count them by lane and {step}, the tallest stands for {most}. Zoom in or choose a bar to see events."),
        words
      );
    } else if (this.cut)
      note.textContent = counted(this.cut, "{n} link leads to an event that is not drawn here. Choose an event to see all of its links.", "{n} links lead to events that are not drawn here. Choose an event to see all of its links.");
  }

  // The bar under a point of the page: its lane, step and count; null where there is none.
  barAt(clientX, clientY) {
    if (!this.bars) return null;
    const box = this.plot.getBoundingClientRect();
    const { margin, height } = this.figure.layout;
    const day = this.range[0] + (clientX - box.left - margin.l) / this.scale;
    const y = (height - margin.b - (clientY - box.top)) / this.unit;
    const n = this.meta.lanes.findIndex((lane) => y >= lane.low && y < lane.high);
    const k = this.bars.edges.findLastIndex((edge) => edge <= day);
    const count = this.bars.lanes[n]?.[k];
    return count ? { lane: this.meta.lanes[n], first: this.bars.edges[k], after: this.bars.edges[k + 1], count } : null;
  }

  // A step in words.
  stepName(first, after) {
    const spoken = SPOKEN.language === "en" ? "en-GB" : SPOKEN.language;
    const words = (day, style) => new Date(day * DAY).toLocaleDateString(spoken, { timeZone: "UTC", ...style });
    const whole = { day: "numeric", month: "short", year: "numeric" };
    const { unit } = this.bars;
    if (unit === "day") return words(first, whole);
    if (unit === "month") return words(first, { month: "long", year: "numeric" });
    if (unit === "year") return words(first, { year: "numeric" });
    const style = { week: whole, quarter: { month: "short", year: "numeric" }, decade: { year: "numeric" } }[unit];
    return filled(_("{first} – {last}"), { first: words(first, style), last: words(after - 1, style) });
  }

  showTip(event) {
    const tip = this.part("tip");
    const bar = this.counting && event.buttons === 0 && this.inPlot(event) ? this.barAt(event.clientX, event.clientY) : null;
    tip.hidden = !bar;
    this.plot.classList.toggle("tl-on-bar", Boolean(bar));
    if (!bar) return;
    tip.textContent = counted(bar.count, "{when}, {lane}: {n} event", "{when}, {lane}: {n} events", { when: this.stepName(bar.first, bar.after), lane: bar.lane.name });
    const box = this.plot.getBoundingClientRect();
    const left = clamp(event.clientX - box.left + 14, 4, box.width - tip.offsetWidth - 4);
    Object.assign(tip.style, { left: `${left}px`, top: `${event.clientY - box.top - tip.offsetHeight - 10}px` });
  }

  // How many events may have happened between two days, the second one not included.
  countBetween(from, to) {
    return before(this.counts.begins, to) - before(this.counts.after, from + 1);
  }

  // How many there are before a day, and the first day of all.
  earlierThan(day) {
    if (!this.counts) return super.earlierThan(day);
    const number = this.counts.lanes.reduce((sum, lane) => sum + before(lane, day), 0);
    return [number, Math.min(...this.counts.lanes.map((lane) => lane.at[0] ?? Infinity))];
  }

  // The day before which half of the events in view lie.
  halfway() {
    const [from, to] = this.range.map(Math.floor);
    const upTo = (day) => this.counts.lanes.reduce((sum, lane) => sum + before(lane, day), 0);
    const half = (upTo(from) + upTo(to + 1)) / 2;
    if (upTo(from) === upTo(to + 1)) return (from + to) / 2;
    let [low, high] = [from, to];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (upTo(middle + 1) < half) low = middle + 1;
      else high = middle;
    }
    return low + 0.5;
  }
}
