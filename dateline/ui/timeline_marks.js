// Marks, bars, whiskers and links: one path for all that look alike, in a layer among Plotly's own. Plotly makes an element of each and
// styles it by itself, which was most of the first drawing of 3 000 events. The figure keeps them as Plotly's: a saved picture is made from it.
const OURS = new Set(["links", "bars", "whiskers", "chosen", "marks", "crosses"]); // parts of the figure that are drawn here; their times are days
const ABOVE = new Set(["ring", "titles"]); // and those that lie above them
const SVG = "http://www.w3.org/2000/svg";
const corners = (many, long, turn = 0) => Array.from({ length: many }, (_, n) => 2 * Math.PI * (n / many + turn)).map((a) => [long * Math.sin(a), -long * Math.cos(a)]);
const tips = corners(5, 1.4);
const dents = corners(5, 1.4 * 0.382, 0.1);
// Plotly’s shapes around the middle of a mark whose size is 2, all clockwise, so that one over another stays filled; an open one is lines.
const CORNERS = {
  square: [[1, 1], [-1, 1], [-1, -1], [1, -1]],
  diamond: corners(4, 1.3),
  "triangle-up": [[1.155, 0.5], [-1.155, 0.5], [0, -1]],
  "triangle-down": [[-1.155, -0.5], [1.155, -0.5], [0, 1]],
  "triangle-left": [[0.5, -1.155], [0.5, 1.155], [-1, 0]],
  "triangle-right": [[-0.5, 1.155], [-0.5, -1.155], [1, 0]],
  pentagon: corners(5, 1),
  hexagon: corners(6, 1),
  star: tips.flatMap((tip, n) => [tip, dents[n]]),
};
const OPEN = { "x-thin": [[1, 1, -1, -1], [1, -1, -1, 1]], "line-ns": [[0, 1.4, 0, -1.4]] };
const DOT = "m0-.5l.5.5l-.5.5l-.5-.5z";

const tidy = (value) => Math.round(value * 100) / 100;

// A mark's outline, drawn from its middle.
const outlines = new Map();
function outline(symbol, size) {
  const key = `${symbol} ${size}`;
  const known = outlines.get(key);
  if (known) return known;
  const made = outlineOf(symbol, size / 2);
  outlines.set(key, made);
  return made;
}

function outlineOf(symbol, r) {
  const of = (value) => tidy(value * r);
  const [name, dotted] = symbol.split("-dot");
  if (OPEN[name]) return OPEN[name].map(([x, y, u, v]) => `m${of(x)} ${of(y)}l${of(u - x)} ${of(v - y)}m${-of(u)} ${-of(v)}`).join("");
  const shape = CORNERS[name];
  const at = shape?.map(([x, y]) => [of(x), of(y)]);
  const round = `m${of(1)} 0a${of(1)} ${of(1)} 0 1 1${-of(1)} ${-of(1)}a${of(1)} ${of(1)} 0 0 1 ${of(1)} ${of(1)}z`;
  const path = at ? `m${at.map(([x, y], n) => (n ? `${tidy(x - at[n - 1][0])} ${tidy(y - at[n - 1][1])}` : `${x} ${y}`)).join("l")}z` : round;
  // The pen comes back to where the outline began.
  const [x, y] = at?.[0] ?? [of(1), 0];
  return dotted === undefined ? path : `${path}m${-x} ${-y}${DOT}`;
}

// Plotly takes a number for a time of the reader's own clock.
const dated = (day) => (day === null ? null : moment(day));
const each = (value, n) => (Array.isArray(value) ? value[n] : value);

class Marks {
  // What Plotly draws on the screen: of what is drawn here only the words on pointing at a mark, in one trace for all.
  onScreen(data) {
    const marks = data.filter((trace) => trace.meta.part === "marks");
    const all = (name) => marks.flatMap((trace) => trace[name]);
    const words = { type: "scatter", mode: "none", hovertemplate: marks[0]?.hovertemplate, x: all("x").map(dated), y: all("y"), customdata: all("customdata"), meta: { part: "words" } };
    return [...data.filter((trace) => !OURS.has(trace.meta.part)), words];
  }

  // What it draws in a saved picture: everything, as it stands in the figure.
  inPicture(data) {
    return data.map((trace) => (OURS.has(trace.meta.part) ? { ...trace, x: trace.x.map(dated) } : trace));
  }

  // Draws lines and marks anew for the window.
  outline() {
    const [from] = this.range;
    const { scale, unit } = this;
    const top = (this.meta.heights.lanes + this.meta.heights.head) * unit;
    const at = ({ x, y }, n) => (x[n] === null || y[n] === null ? null : [tidy((x[n] - from) * scale), tidy(top - y[n] * unit)]);
    const drawn = this.figure.data.filter((trace) => OURS.has(trace.meta.part));
    this.layer ??= element("g", { class: "tl-marks", "stroke-miterlimit": 2 });
    this.layer.replaceChildren(...drawn.flatMap((trace) => [...linePath(trace, at), ...markPaths(trace, at)]));
    this.hang();
  }

  // Above Plotly's bars and below its words, once they are there; where nothing is shown it has no place for marks.
  hang() {
    if (!this.plotly) return;
    const traces = this.plot.querySelector(".subplot.xy .scatterlayer");
    const above = [...(traces?.children ?? [])].find((one) => ABOVE.has(one.__data__?.[0]?.trace?.meta?.part));
    traces?.insertBefore(this.layer, above ?? null);
    this.part("sketch")?.remove();
  }

  // Until the library has come, which is the heaviest file of all, and has drawn, marks and lanes' names stand without it.
  sketch() {
    this.outline();
    const { width, height, margin } = this.figure.layout;
    const { lanes, head, strip, gap } = this.meta.heights;
    const [top, all] = [margin.t + strip + gap, lanes + head];
    const frame = element("svg", { x: margin.l, y: top, width: this.inner, height: all * this.unit }, this.layer);
    const names = this.laneNames.flatMap(({ y, text, font }) => {
      const lines = text.split("<br>");
      const line = (words, n) => element("text", { x: margin.l - 10, y: top + (all - y) * this.unit + (n - lines.length / 2 + 0.8) * 15.6, "text-anchor": "end", "font-size": font.size, fill: font.color }, plain(words));
      return this.slim ? [] : lines.map(line);
    });
    this.part("sketch")?.remove();
    this.part("chart").append(element("svg", { class: "tl-sketch", width, height, "aria-hidden": true }, ...names, frame));
  }
}

function linePath(trace, at) {
  if (!trace.mode.includes("lines") || !trace.x.length) return [];
  const { color, width, dash, shape } = trace.line;
  const d = [];
  let run = [];
  const end = () => {
    if (run.length > 1) d.push(`M${run[0].join()}`, shape === "spline" ? bent(run) : run.slice(1).map((point) => `L${point.join()}`).join(""));
    run = [];
  };
  for (let n = 0; n < trace.x.length; n++) {
    const point = at(trace, n);
    if (point) run.push(point);
    else end();
  }
  end();
  const dashes = dash?.includes("px") ? { "stroke-dasharray": dash.replaceAll("px", "") } : {};
  return [element("path", { d: d.join(""), fill: "none", stroke: color, "stroke-width": width, opacity: trace.opacity ?? 1, ...dashes })];
}

// A smooth line through points (Catmull and Rom).
function bent(points) {
  const third = (of, n) => [0, 1].map((k) => ((points[n + 1] ?? points[n])[k] - (points[n - 1] ?? points[n])[k]) / 6).map((by, k) => tidy(points[n][k] + of * by));
  return points.slice(1).map((point, n) => `C${third(1, n)} ${third(-1, n + 1)} ${point}`).join("");
}

// One for all marks that look alike; those that are dimmed lie below the others.
function markPaths(trace, at) {
  if (!trace.mode.includes("markers")) return [];
  const [dim, lit] = [new Map(), new Map()];
  const { marker, opacity = 1, selectedpoints } = trace;
  const { color, symbol, size, line } = marker;
  const kept = selectedpoints && new Set(selectedpoints);
  for (let n = 0; n < trace.x.length; n++) {
    const long = each(size, n);
    const point = long && at(trace, n);
    if (!point) continue;
    const dimmed = kept && !kept.has(n);
    const [fill, stroke, width] = [each(color, n) ?? "none", each(line.color, n), each(line.width, n)];
    const key = `${fill} ${stroke} ${width}`;
    const alike = dimmed ? dim : lit;
    if (!alike.has(key)) alike.set(key, { style: { fill, stroke, "stroke-width": width, opacity: dimmed ? DIM : opacity }, d: [] });
    alike.get(key).d.push(`M${point[0]} ${point[1]}${outline(each(symbol, n), long)}`);
  }
  return [...dim.values(), ...lit.values()].map(({ style, d }) => element("path", { ...style, d: d.join("") }));
}

function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
