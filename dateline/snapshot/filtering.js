// What a view leaves of the record, counted as `dateline.selection` and `dateline.tables.as_known` do.

// What had been reported by the end of a day, "" for all: the events, their standing as of then, and their links.
let remembered = {};
function knownOn(day) {
  if (remembered.day === day) return remembered;
  const events = data.events.filter((event) => !day || event.public <= day);
  const here = new Set(events.map((event) => event.n));
  const statuses = new Map(events.map((event) => [event.n, (day && event.history?.findLast(([from]) => from <= day)?.[1]) || event.status]));
  const out = (holder, number) => !day || !(holder.sources[number - 1]?.out > day);
  const links = data.links.filter((link) => here.has(link.from.n) && here.has(link.to.n) && out(link.from, link.source));
  const linked = new Map(events.map((event) => [event.n, []]));
  for (const link of links) {
    linked.get(link.from.n).push({ link, other: link.to, own: true });
    linked.get(link.to.n).push({ link, other: link.from, own: false });
  }
  // Events stand in order of date.
  for (const rows of linked.values()) rows.sort((a, b) => a.other.n - b.other.n);
  remembered = { day, events, statuses, links, linked };
  return remembered;
}

const followed = (view, link) => (!view.link.length || view.link.includes(link.kind)) && (!view.basis.length || view.basis.includes(link.basis));

// Filter -> whether an event passes it; only those that the view has.
function filters(view, then) {
  const tests = {};
  const wanted = new Set(data.actors.flatMap((actor, n) => (view.actor.includes(actor.id) ? [n] : [])));
  if (wanted.size) tests.actor = (event) => (event.involved ?? []).some((n) => wanted.has(n));
  if (view.category.length) tests.category = (event) => view.category.includes(event.category);
  if (view.status.length) tests.status = (event) => view.status.includes(then.statuses.get(event.n));
  if (view.period) {
    const [first, last] = view.period;
    tests.period = (event) => event.begins <= last && (!event.ends || event.ends >= first);
  }
  const found = view.q ? search(view.q) : null;
  if (found) tests.q = (event) => found.scores.has(event.n);
  return { tests, found };
}

// `shown`: events that pass every filter, by relevance when there is a search; `drawn`: those that pass all but the period. `hidden`: filter ->
// how many it alone keeps out; `several`: how many more than one does. `facets`: key -> option -> how many it would show under the others.
function applied(view) {
  const then = knownOn(view.known);
  const { tests, found } = filters(view, then);
  const kept = { shown: [], drawn: [] };
  const hidden = {};
  let several = 0;
  const facets = { actor: new Map(), category: new Map(), status: new Map() };
  for (const event of then.events) {
    const failed = Object.keys(tests).filter((key) => !tests[key](event));
    if (!failed.length) kept.shown.push(event);
    if (failed.every((key) => key === "period")) kept.drawn.push(event);
    if (failed.length === 1) hidden[failed[0]] = (hidden[failed[0]] ?? 0) + 1;
    if (failed.length > 1) several += 1;
    const options = { actor: (event.involved ?? []).map((n) => data.actors[n].id), category: [event.category], status: [then.statuses.get(event.n)] };
    for (const key of Object.keys(facets)) if (failed.every((one) => one === key)) options[key].forEach((one) => add(facets[key], one));
  }
  if (found) kept.shown.sort((a, b) => found.scores.get(b.n) - found.scores.get(a.n));
  Object.assign(facets, linkFacets(view, then, new Set(kept.shown)));
  return { ...kept, then, hidden, several, facets, total: then.events.length, words: found?.words ?? new Set(), wordless: Boolean(view.q) && !found };
}

function linkFacets(view, then, shown) {
  const counts = { link: new Map(), basis: new Map() };
  for (const link of then.links) {
    if (!shown.has(link.from) || !shown.has(link.to)) continue;
    if (!view.basis.length || view.basis.includes(link.basis)) add(counts.link, link.kind);
    if (!view.link.length || view.link.includes(link.kind)) add(counts.basis, link.basis);
  }
  return counts;
}

const add = (counts, one) => counts.set(one, (counts.get(one) ?? 0) + 1);
