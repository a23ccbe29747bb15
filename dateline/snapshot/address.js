// A view <-> what stands after "#": the keys, their order and the sentences of `dateline.address`.

// What the page holds, as `content.py` makes it.
let data;

const NOTHING = { actor: [], category: [], status: [], period: null, known: "", q: "", lanes: "category", link: [], basis: [], event: "" };
const MOST_QUERY = 500_000; // characters of an address that are looked at
const NAMES_OF = { actor: "actor", category: "category", status: "standing", link: "kind of link", basis: "basis of a link" };

function pools() {
  const ids = (entries) => new Set(entries.map((entry) => entry.id));
  return { actor: ids(data.actors), category: ids(data.categories), status: ids(data.statuses), link: ids(data.kinds), basis: ids(data.bases) };
}

function encode(view) {
  const query = new URLSearchParams();
  for (const key of data.address.keys) {
    if (!(key in NOTHING) || JSON.stringify(view[key]) === JSON.stringify(NOTHING[key])) continue;
    const values = data.address.lists.includes(key) ? [...view[key]].sort() : [view[key]].flat();
    for (const value of values) query.append(key, value);
  }
  return query.toString();
}

// The view that a query asks for, and a sentence for everything that could not be had.
function decode(query) {
  const given = new URLSearchParams(query.slice(0, MOST_QUERY).replace(/^[#?]+/, ""));
  const notices = [];
  const view = { ...NOTHING };
  for (const [key, pool] of Object.entries(pools())) view[key] = several(key, given.getAll(key), pool, notices);
  const event = last(given, "event");
  const present = [event, data.address.former_ids[event.toLowerCase()] ?? event.toLowerCase()];
  view.event = present.find((id) => data.byId.has(id)) ?? "";
  if (event && !view.event) notices.push(`The event ${quoted([event])} is not in this snapshot; it may have been merged, be held back or be newer.`);
  const lanes = last(given, "lanes");
  if (data.address.lanes.includes(lanes)) view.lanes = lanes;
  else if (lanes) notices.push(`Lanes can be by category or by actor, not ${quoted([lanes])}.`);
  view.period = periodOf(given.getAll("period"), notices);
  const known = last(given, "known");
  if (known && !isDay(known)) notices.push(`${quoted([known])} is not a day such as 2023-08-31; what was known when the snapshot was made is shown.`);
  // Nobody knows what will be known on a day that has not come.
  else if (known && known < data.about.today) view.known = known < data.address.first ? data.address.first : known;
  if (view.event && view.known && data.byId.get(view.event).public > view.known) {
    notices.push(`The event ${quoted([data.byId.get(view.event).title])} had not been reported by the day whose knowledge is shown.`);
    view.event = "";
  }
  const q = last(given, "q");
  view.q = q.slice(0, data.address.query);
  if (q.length > data.address.query) notices.push(`The search is ${q.length} characters long; the first ${data.address.query} are looked for.`);
  notices.push(...missing(given));
  return { view, notices };
}

// What the link asks for that only the dashboard has.
function missing(given) {
  const asked = [...new Set(Object.entries(data.address.elsewhere).flatMap(([key, what]) => (last(given, key) ? [what] : [])))];
  return asked.map((what) => `A snapshot does not have ${what}; the dashboard does.`);
}

const last = (given, key) => clean(given.getAll(key).at(-1) ?? "");
// Without control characters, marks of direction and the like.
const clean = (text) => text.replace(/[\p{C}\u2028\u2029]/gu, "");

function several(key, values, pool, notices) {
  const wanted = [...new Set(values.slice(0, data.address.most).filter(Boolean))];
  const exact = (value) => (pool.has(value) ? value : value.toLowerCase());
  const lost = wanted.filter((value) => !pool.has(exact(value)));
  if (lost.length) notices.push(`No ${NAMES_OF[key]} is called ${quoted(lost)}.`);
  if (values.length > data.address.most) notices.push(`The link holds ${values.length} values for ${key}; the first ${data.address.most} were looked at.`);
  return [...new Set(wanted.map(exact).filter((value) => pool.has(value)))];
}

function periodOf(values, notices) {
  const given = values.slice(0, data.address.most).filter(Boolean);
  if (!given.length) return null;
  if (given.length > 2 || !given.every(isDay)) {
    notices.push(`The period ${quoted(given)} could not be read as one or two days such as 2023-08-31; all dates are shown.`);
    return null;
  }
  if (given.length === 1) notices.push(`The link names one day of a period only; it shows ${dayLabel(given[0])}.`);
  return inOrder(given[0], given.at(-1));
}

// Two days as a period, cut to the days a period can have.
function inOrder(one, two) {
  const cut = (day) => [data.address.first, day, data.address.last].sort()[1];
  return [one, two].sort().map(cut);
}

function isDay(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

const dayLabel = (day) => new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function quoted(values) {
  const { shown } = data.address;
  const named = values.slice(0, shown).map((value) => `“${clean(value).slice(0, 60)}”`).join(", ");
  return values.length > shown ? `${named} and ${values.length - shown} more` : named;
}
