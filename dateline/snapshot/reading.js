// The events to read, as documents that `elements.js` makes: the feed, the card, and what both tell in full.

// One element. Children that are null are left out; a list of nodes is put in its place.
function el(tag, attributes = {}, ...children) {
  return [tag, attributes, flat(children)];
}
const isNode = (one) => typeof one === "string" || (Array.isArray(one) && one.length === 3 && typeof one[0] === "string" && Array.isArray(one[2]));
const flat = (children) => children.flatMap((child) => (child === null || child === undefined || child === false ? [] : isNode(child) ? [child] : flat(child)));

const quiet = (...children) => el("span", { class: "dl-quiet" }, ...children);
const numbered = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
const categoryName = (id) => data.categories.find((one) => one.id === id)?.name ?? id;
const hash = (view) => `#${encode(view)}`;
const section = (title, ...content) => el("section", {}, el("h4", {}, title), ...content);

function badge(event, then) {
  const status = then.statuses.get(event.n) ?? event.status;
  const { about } = data.statuses.find((one) => one.id === status);
  return el(
    "p",
    { class: "dl-badge" },
    data.drawn.marks[event.category][status],
    el("span", { class: "dl-category", "data-colour": event.category }, categoryName(event.category)),
    el("span", { class: "dl-kind" }, event.kind),
    el("span", { class: `dl-status dl-status-${status}`, title: about }, data.statusNames.get(status)),
  );
}

function when(event) {
  return el(
    "p",
    { class: "dl-when" },
    el("time", { class: "dl-date", datetime: event.day }, event.when),
    event.late && quiet(` · ${event.late}`),
    event.claimed && quiet(` · what is claimed: ${event.claimed}`),
  );
}

const says = (event, words, ...more) => el("p", { class: "dl-says" }, el("b", {}, "Says so: "), marked(event.says, words), ...more);

// How many origins stand behind the pages that were out, and who.
function origins(event, view) {
  const pages = event.sources.filter((source) => wasOut(source, view));
  if (!pages.length) return "no page was out by then";
  const distinct = [...new Set(pages.flatMap((page) => page.origins))];
  return `${numbered(distinct.length, "origin")} on ${numbered(pages.length, "page")}: ${listed(distinct)}`;
}
const wasOut = (source, view) => !view.known || !(source.out > view.known);

function feedItem(event, view, shown) {
  const linked = shown.then.linked.get(event.n).length;
  const link = hash({ ...view, event: event.id });
  return el(
    "article",
    { class: "dl-item", "aria-label": event.title },
    when(event),
    badge(event, shown.then),
    el("h3", {}, el("a", { class: "dl-open", href: link, "data-goes": "" }, marked(event.title, shown.words))),
    el("p", { class: "dl-summary" }, marked(event.summary, shown.words)),
    says(event, shown.words, quiet(` · ${origins(event, view)}`), linked ? quiet(` · ${numbered(linked, "linked event")}`) : null),
    el("details", { class: "sn-more", "data-event": event.id }, el("summary", {}, summaryOf(event, linked))),
  );
}

// What unfolds below an item, in a few words.
function summaryOf(event, linked) {
  const parts = [
    numbered(event.sources.length, "source"),
    event.quotes && numbered(event.quotes.length, "quotation"),
    event.figures && numbered(event.figures.length, "figure"),
    linked && numbered(linked, "link"),
    event.conflicts && `sources differ on ${numbered(event.conflicts.length, "point")}`,
  ];
  return listed(parts.filter(Boolean));
}

function card(event, view, shown) {
  const left = !shown.shown.includes(event);
  return el(
    "article",
    { class: "dl-card", tabindex: "0", "aria-label": `Chosen event: ${event.title}` },
    el(
      "div",
      { class: "dl-card-head" },
      el("button", { class: "dl-close", "data-action": "choose", "data-value": "", "aria-label": "Close this event", type: "button" }, "×"),
      badge(event, shown.then),
    ),
    left ? el("p", { class: "dl-notice" }, "The filters or the period leave this event out, so the chart or the feed does not show it.") : null,
    el("h2", {}, marked(event.title, shown.words)),
    when(event),
    says(event, shown.words),
    el("p", { class: "dl-summary" }, marked(event.summary, shown.words)),
    inFull(event, view, shown),
  );
}

// Everything else that the record knows of an event.
function inFull(event, view, shown) {
  return [
    conflicts(event),
    links(event, view, shown),
    event.quotes && section("In their words", event.quotes.map((quote) => quotation(quote, event))),
    event.figures && section("Figures as claimed", el("ul", {}, event.figures.map(figure))),
    event.claims && section("What it says about a claim", el("ul", {}, event.claims.map(([who, claim]) => el("li", {}, el("b", {}, `${who}: `), claim)))),
    section("Sources", el("p", { class: "dl-quiet" }, origins(event, view)), el("ol", { class: "dl-sources" }, event.sources.map((source) => sourceOf(source, view)))),
    event.sole && el("p", {}, quiet("Only one publisher vouches for it: "), event.sole),
    section("Who, where, when", facts(event)),
    event.note && section("Editor’s note", el("p", {}, event.note)),
    el(
      "p",
      { class: "dl-quiet sn-cite" },
      event.reviewed ? `A second reader compared it with its sources on ${event.reviewed}. ` : "No second reader has compared it with its sources yet. ",
      event.cite,
      " ",
      el("button", { class: "dl-button dl-small", "data-copy": event.cite, type: "button" }, "Copy citation"),
    ),
  ];
}

function conflicts(event) {
  if (!event.conflicts) return null;
  const point = ([text, numbers]) => el("li", {}, text, numbers.length ? quiet(` [${numbers.join(", ")}]`) : null);
  return el("div", { class: "dl-conflict" }, el("p", {}, el("b", {}, "Sources differ")), el("ul", {}, event.conflicts.map(point)));
}

function links(event, view, shown) {
  const every = shown.then.linked.get(event.n) ?? [];
  if (!every.length) return null;
  const rows = every.filter(({ link }) => followed(view, link));
  const left = every.length - rows.length;
  return section(
    "Linked events",
    left ? el("p", { class: "dl-quiet" }, `The filter of links leaves out ${left} of ${every.length}.`) : null,
    el("ul", { class: "dl-links" }, rows.map((row) => linkOf(row, event, view))),
    el("p", { class: "dl-quiet" }, "A link says what was said or written. It is not a statement of cause."),
  );
}

function linkOf({ link, other, own }, event, view) {
  const kind = data.kinds.find((one) => one.id === link.kind);
  const basis = data.bases.find((one) => one.id === link.basis);
  const holder = own ? event : other;
  const ground = basis.name + (link.by ? ` by ${link.by}` : "");
  return el(
    "li",
    {},
    el("span", { class: "dl-link-kind" }, `${kind ? (own ? kind.name : kind.inverse) : link.kind} `),
    el("a", { href: hash({ ...view, event: other.id }), "data-goes": "" }, other.title),
    quiet(` ${other.when}`),
    el("span", { class: `dl-basis dl-basis-${link.basis}`, title: basis.about }, ground),
    link.note ? quiet(` ${link.note}`) : null,
    link.source ? quiet(" ", reference(holder, link.source)) : null,
  );
}

function reference(event, number) {
  const source = event.sources[number - 1];
  return source ? el("a", { href: source.url }, source.publisher) : `source ${number}`;
}

const quotation = ([text, speaker, number], event) =>
  el("blockquote", {}, el("p", {}, `“${text}”`), el("footer", {}, `${speaker}, as given by `, reference(event, number)));

const figure = ([words, by, asOf]) => el("li", {}, el("b", {}, words), quiet(` — ${by}`), asOf ? quiet(`, as of ${asOf}`) : null);

function sourceOf(source, view) {
  return el(
    "li",
    {},
    el("a", { href: source.url }, source.publisher),
    source.about ? quiet(` ${source.about}`) : null,
    quiet(source.published ? ` · ${source.published}` : " · day of publication not known"),
    wasOut(source, view) ? null : quiet(" · came out later, so it does not count here"),
    source.weak ? el("span", { class: "dl-weak", title: "A mirror or content farm, kept because nothing better was found" }, "weak source") : null,
    el("br"),
    "From ",
    el("b", {}, listed(source.origins)),
    source.stance ? el("span", { class: "dl-basis" }, source.stance) : null,
    `: ${source.supports}`,
    el("br"),
    el("span", { class: "dl-url" }, source.url),
  );
}

function facts(event) {
  const who = event.actors.map(([name, native, role]) => el("li", {}, name, native ? el("span", { class: "dl-native" }, ` ${native}`) : null, quiet(` ${role}`)));
  const rows = [
    ["Who", el("ul", {}, who)],
    ["Where", event.place],
    ["When", `${event.when}${event.sure ?? ""}`],
    ["Series", event.series],
    ["Weapons", event.weapons],
  ];
  return el("dl", {}, rows.flatMap(([term, value]) => (value ? [el("dt", {}, term), el("dd", {}, value)] : [])));
}
