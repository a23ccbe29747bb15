// The dashboard's figure with only what is shown, for the dashboard's script to draw.

function chartOf(view, { drawn, then }) {
  const ids = new Set(drawn.map((event) => event.id));
  const links = then.links.filter((link) => followed(view, link) && ids.has(link.from.id) && ids.has(link.to.id));
  return {
    ...data.chart,
    fig: figureOf(data.charts[view.lanes], ids, then),
    links: links.map((link) => [link.from.id, link.to.id, link.basis, link.kind]),
  };
}

function figureOf(whole, ids, then) {
  const bands = whole.layout.meta.bands.filter((band) => ids.has(band.event));
  const gone = new Set(whole.layout.meta.bands.filter((band) => !ids.has(band.event)).map((band) => `${band.first} ${band.after}`));
  for (const band of bands) gone.delete(`${band.first} ${band.after}`);
  const starts = [...ids].map((id) => data.byId.get(id).start);
  const parts = { marks: (trace) => marksOf(trace, ids, then), crosses: (trace) => crossesOf(trace, ids, then), strip: (trace) => stripOf(trace, starts) };
  return {
    data: whole.data.map((trace) => parts[trace.meta.part]?.(trace) ?? { ...trace }),
    layout: {
      ...whole.layout,
      meta: { ...whole.layout.meta, bands },
      shapes: whole.layout.shapes.filter((shape) => shape.xref || !gone.has(`${shape.x0} ${shape.x1}`)),
    },
  };
}

// A category's marks, each as its event's standing has it.
function marksOf(trace, ids, then) {
  const kept = trace.customdata.flatMap(([id], n) => (ids.has(id) ? [n] : []));
  const statuses = kept.map((n) => then.statuses.get(data.byId.get(trace.customdata[n][0]).n));
  const styles = statuses.map((status) => data.drawn.styles[trace.meta.category][status]);
  const of = (values) => kept.map((n) => values[n]);
  const words = data.charts.category.layout.meta.fields.indexOf("status");
  return {
    ...trace,
    x: of(trace.x),
    y: of(trace.y),
    customdata: kept.map((n, at) => trace.customdata[n].with(words, data.statusNames.get(statuses[at]))),
    marker: {
      ...trace.marker,
      symbol: styles.map(([symbol]) => symbol),
      size: of(trace.marker.size),
      color: styles.map(([, fill]) => fill),
      line: { color: styles.map(([, , edge]) => edge), width: styles.map(([, , , width]) => width) },
    },
  };
}

// The crosses over what is disputed; the script puts them in their places.
function crossesOf(trace, ids, then) {
  const disputed = data.events.filter((event) => ids.has(event.id) && then.statuses.get(event.n) === "disputed");
  const colour = (event) => data.drawn.styles[event.category].disputed[2];
  return {
    ...trace,
    x: disputed.map((event) => event.start),
    y: disputed.map(() => 0),
    customdata: disputed.map((event) => event.id),
    marker: { ...trace.marker, size: disputed.map(() => 1), line: { ...trace.marker.line, color: disputed.map(colour) } },
  };
}

function stripOf(trace, starts) {
  const length = trace.meta.unit === "M" ? "2023-08".length : "2023".length;
  const counts = new Map();
  for (const start of starts) add(counts, start.slice(0, length));
  return { ...trace, y: trace.x.map((middle) => counts.get(middle.slice(0, length)) ?? 0) };
}

// The chart in one sentence.
function takeaway(drawn) {
  if (!drawn.length) return "Timeline without events: no event passes the filters.";
  const counts = new Map();
  for (const event of drawn) add(counts, event.category);
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const names = most.map(([id, count]) => `${count} ${categoryName(id).toLowerCase()}`);
  const [first, last] = [drawn[0].start, drawn.at(-1).start].map(dayLabel);
  return `Timeline of ${numbered(drawn.length, "event")}, ${first} to ${last}: most are ${listed(names)}. The same events stand below as a feed.`;
}
