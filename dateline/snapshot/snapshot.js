// The page: one view, which the address holds after "#"; everything shown follows from it.
const PAGE = 20; // events of the feed shown at once
const TYPING = 250; // milliseconds without a key until what was typed is looked for
const KEY = "timeline";

const at = (id) => document.getElementById(`sn-${id}`);
let view = { ...NOTHING };
let notices = [];
let many = PAGE;
let newestFirst = true;
let seq = 0;
let chart = {};

async function open() {
  const packed = at("data").textContent;
  const bytes = Uint8Array.fromBase64?.(packed) ?? Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const [first, ...lines] = (await unpacked(bytes)).split("\n");
  data = JSON.parse(first);
  // Most is never asked for, so it is read when it is.
  data.charts = {};
  for (const lanes of data.address.lanes) later(data.charts, lanes, lines.shift());
  later(data, "search", lines.shift());
  for (const name of data.told) Object.defineProperty(Entry.prototype, name, { get() { return this.told[name]; } });
  data.events = data.events.map((known, n) => new Entry(known, n, lines[n]));
  data.byId = new Map(data.events.map((event) => [event.id, event]));
  data.statusNames = new Map(data.statuses.map((one) => [one.id, one.name]));
  data.links = data.links.map(([from, to, kind, basis, by, source, note]) => ({ from: data.events[from], to: data.events[to], kind, basis, by, source, note }));
  at("made").textContent = `A snapshot of ${data.about.made} · version ${data.about.version}`;
  put("foot", foot());
  narrow.addEventListener("change", setFold);
  setFold();
  listen();
  follow();
}

// A property that is read out of its line of JSON when it is asked for first.
function later(holder, name, line) {
  let read;
  Object.defineProperty(holder, name, { get: () => (read ??= JSON.parse(line)) });
}

// An event: what all filters need is there at once, what is told of it later.
class Entry {
  constructor(known, n, line) {
    Object.assign(this, known, { n });
    later(this, "told", line);
  }
}

// An address that ends in "#" alone asks for everything; one without says nothing.
function follow() {
  take(location.href.includes("#") ? location.hash : data.view);
}

// Goes where an address says.
function take(query) {
  ({ view, notices } = decode(query));
  many = PAGE;
  show();
}

// Takes the view on, and puts it into the address: one step for Back.
function change(part) {
  view = { ...view, ...part };
  if (Object.keys(part).some((key) => key !== "event")) many = PAGE;
  const query = encode(view);
  if (query !== location.hash.slice(1) || !location.href.includes("#")) history.pushState(null, "", `#${query}`);
  show();
}

function show() {
  const shown = applied(view);
  fillFields();
  put("notices", notice());
  put("head", [head(shown)]);
  put("facets", facets(shown));
  showCard(shown);
  showFeed(shown);
  // What is to be read is there before the chart is drawn for the first time.
  if (chart.mark) showChart(shown);
  else requestAnimationFrame(() => setTimeout(() => showChart(applied(view))));
}

// Puts documents in their place, where they differ from what is there.
const there = {};
function put(id, nodes) {
  const text = JSON.stringify(nodes);
  if (there[id] === text) return false;
  there[id] = text;
  replace(at(id), nodes);
  return true;
}

// ---- The chart ---------------------------------------------------------------------------------------------------------------

// It is run only when there is something to read and to see; neither waits for it.
function library() {
  const run = (done) => {
    document.head.append(Object.assign(at("library"), { type: "" }));
    done(window.Plotly);
  };
  return new Promise((done) => requestAnimationFrame(() => setTimeout(() => run(done))));
}

function showChart(shown) {
  const mark = JSON.stringify([view.lanes, view.known, view.link, view.basis, shown.drawn.map((event) => event.n)]);
  if (chart.mark !== mark) chart = { mark, payload: { ...chartOf(view, shown), lib: library }, alt: takeaway(shown.drawn) };
  states.set(KEY, { name: KEY, period: view.period, event: view.event || null, alt: chart.alt, seq, follows: { kinds: view.link, bases: view.basis } });
  mount({ parentElement: at("picture"), data: chart.payload, setTriggerValue: heard });
}

// What the chart's script tells of the reader.
function heard(name, told) {
  seq = told.seq;
  if (name === "event") change({ event: told.v ?? "" });
  else if (name === "period") change({ period: told.v });
  else if (name === "links") change({ basis: data.bases.map((one) => one.id) });
}

// ---- Words above it ----------------------------------------------------------------------------------------------------------

function notice() {
  if (!notices.length) return [];
  const close = el("button", { class: "dl-close", "data-action": "dismiss", "aria-label": "Dismiss", type: "button" }, "×");
  const lost = el("p", {}, el("b", {}, "Not everything in this link could be opened. The rest is shown."));
  return [el("div", { class: "dl-notice" }, close, lost, el("ul", {}, notices.map((one) => el("li", {}, one))))];
}

const FILTER_NAMES = { actor: "actor", category: "category", status: "standing", period: "period", q: "search" };

function head(shown) {
  const why = Object.entries(FILTER_NAMES).flatMap(([key, name]) => (shown.hidden[key] ? [`${shown.hidden[key].toLocaleString("en")} by ${name}`] : []));
  if (shown.several) why.push(`${shown.several.toLocaleString("en")} by several filters`);
  if (shown.wordless) why.push("nothing by the search, which holds no word");
  return el(
    "header",
    { class: "dl-header" },
    el("h1", { class: "dl-unseen" }, "Timeline"),
    el("p", { class: "dl-counts" }, el("b", {}, `${shown.shown.length.toLocaleString("en")} of ${numbered(shown.total, "event")} shown`), why.length ? quiet(` · left out: ${listed(why)}`) : null),
    el("p", { class: "sn-paper dl-quiet" }, inWords()),
    view.known ? el("p", { class: "sn-known" }, `As known on ${dayLabel(view.known)}: ${numbered(data.events.length - shown.total, "event")} had not been reported`) : null,
    choice("phone", "What is shown", ["List", "Chart"], document.body.dataset.phone === "chart" ? "Chart" : "List", (one) => one, "sn-phone"),
    choice("lanes", "Lanes", data.address.lanes, view.lanes, (one) => `by ${one}`, "sn-lanes"),
    el("button", { class: "dl-button", "data-copy-link": encode(view), type: "button", title: "One link that opens exactly this view of this file" }, "Copy link"),
  );
}

// The filters, for paper, where they are not seen.
function inWords() {
  const named = (key, entries) => (view[key].length ? [`${FILTER_NAMES[key]}: ${listed(entries.filter((one) => view[key].includes(one.id)).map((one) => one.name))}`] : []);
  const period = view.period ? [`period: ${view.period.map(dayLabel).join(" – ")}`] : [];
  const all = [...named("actor", data.actors), ...named("category", data.categories), ...named("status", data.statuses), ...period, ...(view.q ? [`search: “${view.q}”`] : [])];
  return all.length ? `Filters: ${all.join("; ")}` : "No filters.";
}

function choice(action, name, options, chosen, words, css = "") {
  const button = (one) => el("button", { class: "dl-segment", "aria-pressed": String(one === chosen), "data-action": action, "data-value": one, type: "button" }, words(one));
  return el("div", { class: `dl-switch ${css}`, role: "group", "aria-label": name }, css === "sn-lanes" ? quiet(name) : null, options.map(button));
}

// ---- Filters -----------------------------------------------------------------------------------------------------------------

function facets(shown) {
  const option = (key, entry, icon, more = false, depth = 0, what = "event") => {
    const number = shown.facets[key].get(entry.id) ?? 0;
    const chosen = view[key].includes(entry.id);
    const css = ["dl-option", `dl-depth-${Math.min(depth, 3)}`, more && !chosen && "dl-more", !number && "dl-none"].filter(Boolean).join(" ");
    return el(
      "button",
      {
        class: css,
        type: "button",
        role: "checkbox",
        "aria-checked": String(chosen),
        "aria-label": `${entry.name}${entry.native ? ` ${entry.native}` : ""}, ${numbered(number, what)}`,
        "data-action": "toggle",
        "data-value": `${key}:${entry.id}`,
        ...(entry.about ? { title: entry.about } : {}),
        ...(entry.search ? { "data-search": entry.search } : {}),
      },
      el("span", { class: "dl-box" }),
      icon,
      el("span", { class: "dl-name" }, entry.name, entry.native ? el("span", { class: "dl-native", lang: entry.lang }, ` ${entry.native}`) : null),
      el("span", { class: "dl-count" }, number.toLocaleString("en")),
    );
  };
  const { marks, statuses, bases, families } = data.drawn;
  const seen = (key) => (entry) => shown.facets[key].get(entry.id) || view[key].includes(entry.id);
  return [
    facet("Actor", data.actors.filter(seen("actor")).map((entry) => option("actor", entry, null, entry.more, entry.depth)), "Find an actor …"),
    facet("Category", data.categories.map((entry) => option("category", entry, marks[entry.id]?.corroborated))),
    facet("Standing", data.statuses.map((entry) => option("status", entry, statuses[entry.id]))),
    facet("Links", [
      ...data.bases.map((entry) => option("basis", entry, bases[entry.id], false, 0, "link")),
      ...data.kinds.filter(seen("link")).map((entry) => option("link", entry, families[entry.family], true, 0, "link")),
    ], "", true),
    el("p", { class: "dl-actions" }, el("a", { class: "dl-button", href: "#", "data-action": "reset" }, "Reset all filters")),
  ];
}

function facet(title, options, finds = "", more = false) {
  return el(
    "section",
    { class: "dl-facet" },
    el("h3", {}, title),
    finds ? el("input", { type: "search", placeholder: finds, "aria-label": finds, "data-finds": "", id: `dl-find-${title.toLowerCase()}` }) : null,
    el("div", { class: "dl-options", role: "group", "aria-label": title }, options),
    finds || more ? el("button", { class: "dl-more-button", "data-more": "", type: "button" }, "Show all") : null,
  );
}

function fillFields() {
  const values = { q: view.q, from: view.period?.[0] ?? "", to: view.period?.[1] ?? "", known: view.known };
  // What is being typed is not touched.
  for (const [id, value] of Object.entries(values)) if (document.activeElement !== at(id)) at(id).value = value;
  at("known").max = data.about.today;
  const active = ["actor", "category", "status", "link", "basis"].reduce((sum, key) => sum + view[key].length, 0) + Boolean(view.q) + Boolean(view.period) + Boolean(view.known);
  at("active").textContent = active ? `(${active})` : "";
}

// ---- What is to be read ------------------------------------------------------------------------------------------------------

function showCard(shown) {
  const event = view.event ? data.byId.get(view.event) : null;
  document.title = event ? `${event.title} · Dateline, a snapshot` : "Dateline, a snapshot";
  put("card", [event ? card(event, view, shown) : welcome()]);
  document.body.dataset.chosen = event ? "yes" : "no";
}

function welcome() {
  return el(
    "article",
    { class: "dl-card dl-welcome" },
    el("h2", {}, "Who said what, and when"),
    el("p", {}, "Choose an event in the chart or in the feed, or walk with ← and → once the chart has the focus."),
    el("p", { class: "dl-quiet" }, "A standing is derived from who says what; it is never our verdict. Nearness in time is only that."),
    data.about.reach ? el("p", { class: "dl-quiet" }, `The record reaches over ${data.about.reach}. A day without an event is a day without a record, not a quiet day.`) : null,
  );
}

function showFeed(shown) {
  const list = shown.words.size || newestFirst === false ? shown.shown : shown.shown.toReversed();
  const rest = list.length - many;
  const open = new Set([...at("list").querySelectorAll(".sn-more[open]")].map((one) => one.dataset.event));
  const order = shown.words.size
    ? quiet("Best match first")
    : choice("order", "Order", ["Newest first", "Oldest first"], newestFirst ? "Newest first" : "Oldest first", (one) => one);
  const nothing = el("p", { class: "dl-empty" }, shown.total ? "No event passes all filters. " : "The record holds no events that can be shown. ", el("a", { href: "#", "data-action": "reset" }, "Reset all filters"));
  const more = el(
    "p",
    { class: "dl-actions" },
    el("button", { class: "dl-button", "data-action": "more", "data-value": String(PAGE), type: "button" }, `Show ${Math.min(PAGE, rest)} more of ${rest.toLocaleString("en")}`),
    " ",
    el("button", { class: "dl-button", "data-action": "more", "data-value": String(rest), type: "button" }, "Show all"),
  );
  const made = put("list", [
    el("div", { class: "dl-header sn-list-head" }, el("h2", {}, "The events"), order, el("button", { class: "dl-button", "data-print": "", type: "button" }, "Print")),
    list.length ? el("div", { class: "dl-feed" }, list.slice(0, many).map((event) => feedItem(event, view, shown)), rest > 0 ? more : null) : nothing,
  ]);
  if (!made) return;
  for (const one of at("list").querySelectorAll(".sn-more")) if (open.has(one.dataset.event)) one.open = true;
}

// Most are never opened, so what is in them is made when they are.
function unfold(details) {
  if (details.childElementCount > 1) return;
  const event = data.byId.get(details.dataset.event);
  details.append(make(el("div", { class: "sn-full" }, inFull(event, view, applied(view)))));
}

function foot() {
  const { about } = data;
  const [licence, address] = about.licence;
  return [
    el("p", {}, `This is a snapshot of the record’s version ${about.version}, made on ${about.made}. It does not change, and loads nothing from anywhere.`, about.held ? ` ${numbered(about.held, "event")} with mistakes are held back.` : null),
    el("p", {}, "Record: ", el("a", { href: address }, licence), ". The pages that the sources point at belong to their publishers. Chart library: plotly.js, MIT."),
    el("p", {}, "Cite as: ", about.cite, " ", el("button", { class: "dl-button dl-small", "data-copy": about.cite, type: "button" }, "Copy")),
  ];
}

// ---- What the reader does ----------------------------------------------------------------------------------------------------

const actions = {
  toggle(value) {
    const [key, id] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
    change({ [key]: view[key].includes(id) ? view[key].filter((one) => one !== id) : [...view[key], id] });
  },
  choose: (value) => change({ event: value }),
  lanes: (value) => change({ lanes: value }),
  reset: () => change({ ...NOTHING, lanes: view.lanes }),
  phone(value) {
    document.body.dataset.phone = value.toLowerCase();
    show();
  },
  dismiss() {
    notices = [];
    show();
  },
  order(value) {
    newestFirst = value === "Newest first";
    show();
  },
  more(value) {
    many += Number(value);
    show();
  },
};

// On a phone the filters are folded away at first.
const narrow = matchMedia("(max-width: 900px)");
const setFold = () => (at("filters").open = !narrow.matches);

function listen() {
  addEventListener("popstate", follow);
  addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || didItself(event, (query) => `${location.href.split("#")[0]}#${query}`)) return;
    const target = event.target.closest("[data-action]");
    const link = event.target.closest("a[data-goes]");
    if (!target && !link) return;
    event.preventDefault();
    if (target) return actions[target.dataset.action](target.dataset.value ?? "");
    // What was chosen from afar is shown from its beginning.
    change({ event: new URLSearchParams(link.hash.slice(1)).get("event") });
    at(innerWidth > 900 ? "picture" : "card").scrollIntoView({ block: "start" });
  });
  addEventListener("toggle", (event) => event.target.matches?.(".sn-more") && event.target.open && unfold(event.target), { capture: true });
  addEventListener("input", (event) => event.target.matches("[data-finds]") && find(event.target));
  addEventListener("keydown", takeOnly);
  let typing;
  at("q").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => change({ q: clean(at("q").value) }), TYPING);
  });
  for (const field of [at("from"), at("to")]) field.addEventListener("change", () => change({ period: typedPeriod() }));
  at("known").addEventListener("change", () => {
    const asked = decode(encode({ ...view, known: at("known").value }));
    notices = asked.notices;
    change(asked.view);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  // Paper is light.
  addEventListener("beforeprint", () => paper(true));
  addEventListener("afterprint", () => paper(false));
}

function paper(on) {
  if (on) document.documentElement.dataset.paper = "";
  else delete document.documentElement.dataset.paper;
  show();
}

// One day typed alone is a period that is open on the other side, as far as the record reaches.
function typedPeriod() {
  const [from, to] = [at("from").value, at("to").value];
  if (!from && !to) return null;
  const [first, last] = data.charts.category.layout.meta.whole;
  return inOrder(from || (to < first ? to : first), to || (from > last ? from : last));
}

open().catch((error) => {
  at("notices").textContent = `The record in this file could not be opened: ${error.message}. A browser of 2023 or newer is needed.`;
  console.error(error);
});
