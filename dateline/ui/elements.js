// Makes elements of plain data. Only the tags and attributes named here exist; text becomes text nodes, never markup.
const TAGS = new Set(("a article aside b blockquote br button cite code datalist dd details div dl dt em figure footer h1 h2 h3 h4 header hr i input label li " +
  "mark nav ol option p pre q section select small span strong summary table tbody td textarea th thead time tr ul").split(" "));
const SVG_TAGS = new Set(["svg", "path", "circle", "line", "rect", "g", "text", "title"]);
const NAMES = new Set(("class title lang datetime id role open type placeholder rel target tabindex colspan scope disabled readonly selected value for list maxlength min max rows " +
  "viewBox width height d cx cy r x y x1 x2 y1 y2 rx fill stroke opacity stroke-width stroke-dasharray stroke-linecap").split(" "));
const SAFE_LINK = /^(https?:\/\/|\?|#|\.\/|[a-z_-]*(\?|$)|mailto:\?)/i;

// `colours`: the prefix of the page's colour variables.
function make(node, colours = "dl") {
  if (typeof node === "string") return document.createTextNode(node);
  const [tag, attributes, children] = node;
  if (!TAGS.has(tag) && !SVG_TAGS.has(tag)) return document.createTextNode("");
  const made = SVG_TAGS.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "href" ? SAFE_LINK.test(value) : NAMES.has(name) || /^(aria|data)-[a-z-]+$/.test(name)) made.setAttribute(name, value);
  }
  // In a page of somebody else's, links open the whole page beside it; what is done in place stays in place.
  if (tag === "a" && (/^https?:/i.test(attributes.href || "") || (embedded() && !/^(#|mailto:)/.test(attributes.href || "")))) {
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  if (/^[a-z-]+$/.test(attributes["data-colour"] || "")) made.style.color = `var(--${colours}-${attributes["data-colour"]})`;
  for (const child of children) made.append(make(child, colours));
  return made;
}

function embedded() {
  return new URLSearchParams(window.location.search).get("embed") === "true";
}

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages that are not served over https have no clipboard of their own.
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const before = button.textContent;
  button.textContent = _("Copied");
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (button.textContent = before), 1600);
}

// "İ", "é" and full-width letters are found as they are typed plainly, Hangul and Cyrillic as they are.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC");

function find(input) {
  const facet = input.closest("section");
  const wanted = fold(input.value.trim());
  facet.classList.toggle("dl-finding", wanted !== "");
  for (const option of facet.querySelectorAll("[data-search]")) {
    option.classList.toggle("dl-hit", wanted !== "" && fold(option.dataset.search).includes(wanted));
  }
}

// Makes a change of a document; what the reader opened, looks for or has the focus on stays.
function keeping(root, change) {
  const open = [...root.querySelectorAll(".dl-all :is(h2, h3)")].map((title) => title.textContent);
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const [value, id] = [focused?.dataset.value, focused?.id];
  const only = ["[data-copy-link]", "[data-print]"].find((one) => focused?.matches(one));
  change();
  for (const input of root.querySelectorAll("[data-finds]")) if (input.value) find(input);
  for (const title of root.querySelectorAll(".dl-facet :is(h2, h3)")) if (open.includes(title.textContent)) openUp(title.parentElement);
  if (focused && document.activeElement === focused) return;
  const again = [...root.querySelectorAll("[data-value], input, select")].find((one) => (id ? one.id === id : value && one.dataset.value === value));
  (again ?? (only && root.querySelector(only)))?.focus({ preventScroll: true });
}

function openUp(facet) {
  facet.classList.add("dl-all");
  const more = facet.querySelector("[data-more]");
  if (more) more.textContent = _("Show fewer");
}

// New content replaces the old; what the reader typed stays.
function replace(root, nodes) {
  const typed = [...root.querySelectorAll("input")].map((input) => [input.id, input.value]);
  keeping(root, () => {
    root.replaceChildren(...nodes.map((node) => make(node)));
    for (const input of root.querySelectorAll("input:not([value])")) input.value = (typed.find(([name]) => name === input.id) || [])[1] || "";
  });
}

// Enter takes the only option that was found, or the only one that is called exactly so.
function takeOnly(event) {
  if (event.key !== "Enter" || !event.target.matches("[data-finds]")) return;
  const hits = [...event.target.closest("section").querySelectorAll(".dl-hit")];
  const exact = hits.filter((one) => fold(one.dataset.search).split("|").includes(fold(event.target.value.trim())));
  if (hits.length === 1 || exact.length === 1) (exact[0] ?? hits[0]).click();
}

// What a document does by itself when something in it is clicked: show more, copy, print. True when it was that. `linkTo`: query -> address.
function didItself(event, linkTo) {
  const more = event.target.closest("[data-more]");
  const copied = event.target.closest("[data-copy], [data-copy-link]");
  if (more) more.textContent = more.closest("section").classList.toggle("dl-all") ? _("Show fewer") : _("Show all");
  else if (copied) copy(copied.dataset.copy ?? linkTo(copied.dataset.copyLink), copied);
  else if (event.target.closest("[data-print]")) window.print();
  else return false;
  return true;
}
