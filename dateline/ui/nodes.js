// Makes elements of plain data. Only the tags and attributes named here exist; text becomes text nodes, never markup.
const TAGS = new Set(("a article aside b blockquote br button cite code dd details div dl dt em figure footer h1 h2 h3 h4 header hr i input label li " +
  "mark nav ol p pre q section small span strong summary table tbody td th thead time tr ul").split(" "));
const SVG_TAGS = new Set(["svg", "path", "circle", "line", "rect", "g", "text", "title"]);
const NAMES = new Set(("class title lang datetime id role open type placeholder rel target tabindex colspan scope disabled readonly value for " +
  "viewBox width height d cx cy r x y x1 x2 y1 y2 rx fill stroke stroke-width stroke-dasharray stroke-linecap").split(" "));
const OUR_KEYS = /[?&](actor|category|status|period|known|since|q|lanes|link|basis|event|claim|who|steps|days|story|step|anchor|other|window|lag|null|bin|place|area)=/;
const MOST_QUERY = 500_000; // characters of a link that are handed over at most
const SAFE_LINK = /^(https?:\/\/|\?|#|\.\/|[a-z_-]*(\?|$)|mailto:\?)/i;

function make(node) {
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
  if (/^[a-z-]+$/.test(attributes["data-colour"] || "")) made.style.color = `var(--dl-${attributes["data-colour"]})`;
  for (const child of children) made.append(make(child));
  return made;
}

function embedded() {
  return new URLSearchParams(window.location.search).get("embed") === "true";
}

// Streamlit gives its colours as variables but not whether they are dark.
function isDark(root) {
  const parts = (getComputedStyle(root).getPropertyValue("--st-background-color").match(/[0-9a-f]{2}/gi) || ["ff", "ff", "ff"]).map((h) => parseInt(h, 16));
  return parts[0] + parts[1] + parts[2] < 384;
}

// Paper is light, whatever the page is.
function paint(root, colours, onPaper = false) {
  const dark = !onPaper && isDark(root);
  for (const [name, pair] of Object.entries(colours)) root.style.setProperty(`--dl-${name}`, pair[dark ? 1 : 0]);
}

if (!globalThis.datelinePaper) {
  globalThis.datelinePaper = true;
  const repaint = (onPaper) => document.querySelectorAll(".dl-doc").forEach((root) => root.colours && paint(root, root.colours, onPaper));
  window.addEventListener("beforeprint", () => repaint(true));
  window.addEventListener("afterprint", () => setTimeout(() => repaint(false), 50));
}

function linkTo(query) {
  const url = new URL(window.location.href);
  url.search = query;
  url.hash = "";
  return url.href;
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
  button.textContent = "Copied";
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

// New content replaces the old; what the reader typed, opened or had the focus on stays.
function replace(root, nodes) {
  const typed = [...root.querySelectorAll("input")].map((input) => [input.id, input.value]);
  const open = [...root.querySelectorAll(".dl-all h3")].map((title) => title.textContent);
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  const [value, id] = [focused?.dataset.value, focused?.id];
  root.replaceChildren(...nodes.map(make));
  for (const input of root.querySelectorAll("input")) {
    input.value = (typed.find(([name]) => name === input.id) || [])[1] || "";
    if (input.value) find(input);
  }
  for (const title of root.querySelectorAll(".dl-facet h3")) if (open.includes(title.textContent)) title.parentElement.classList.add("dl-all");
  const again = [...root.querySelectorAll("[data-value], input")].find((one) => (id ? one.id === id : value && one.dataset.value === value));
  again?.focus({ preventScroll: true });
}

// What was chosen from afar, or is another event than before, is shown from its beginning.
function bringIntoView(root, first) {
  const wanted = root.querySelector("[data-into-view]");
  if (wanted && (wanted.dataset.intoView === "always" || (first && window.innerWidth < 640))) {
    const place = wanted.dataset.intoView === "always" && window.innerWidth >= 640 ? wanted.closest("[class*=st-key-dl-picture]") || wanted : wanted;
    setTimeout(() => place.scrollIntoView({ block: "start" }), first ? 600 : 0);
  }
  const top = root.querySelector("[data-top]")?.dataset.top;
  if (top && root.dataset.top && root.dataset.top !== top) root.closest("[data-testid=stMain]")?.scrollTo({ top: 0 });
  if (top) root.dataset.top = top;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".dl-doc");
  root.colours = JSON.parse(data.colours);
  paint(root, root.colours);
  if (root.dataset.mark !== data.mark) {
    const first = root.dataset.mark === undefined;
    replace(root, JSON.parse(data.json));
    root.dataset.mark = data.mark;
    bringIntoView(root, first);
  }
  const auto = root.querySelector("[data-auto]:not([data-done])");
  if (auto) {
    auto.dataset.done = "";
    const query = auto.dataset.auto === "query" ? window.location.search.slice(0, MOST_QUERY) : "";
    const tell = () => auto.isConnected && setTriggerValue("act", { name: auto.dataset.auto, value: query, n: Date.now() });
    if (auto.dataset.after) setTimeout(tell, Number(auto.dataset.after));
    else if (auto.dataset.auto !== "query" || OUR_KEYS.test(query)) tell();
  }
  root.oninput = (event) => event.target.matches("[data-finds]") && find(event.target);
  root.onkeydown = (event) => {
    // Enter takes the only option that was found, or the only one that is called exactly so.
    if (event.key !== "Enter" || !event.target.matches("[data-finds]")) return;
    const hits = [...event.target.closest("section").querySelectorAll(".dl-hit")];
    const exact = hits.filter((one) => fold(one.dataset.search).split("|").includes(fold(event.target.value.trim())));
    if (hits.length === 1 || exact.length === 1) (exact[0] ?? hits[0]).click();
  };
  root.onclick = (event) => {
    const more = event.target.closest("[data-more]");
    if (more) {
      const all = more.closest("section").classList.toggle("dl-all");
      more.textContent = all ? "Show fewer" : "Show all";
      return;
    }
    const copied = event.target.closest("[data-copy], [data-copy-link]");
    if (copied) return void copy(copied.dataset.copy ?? linkTo(copied.dataset.copyLink), copied);
    if (event.target.closest("[data-print]")) return void window.print();
    const target = event.target.closest("[data-action]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    // On a phone the card would open out of sight, so a link that has a page of its own goes there.
    if (target.hasAttribute("data-wide-only") && window.innerWidth < 640) return;
    event.preventDefault();
    if (target.dataset.scroll) document.querySelector(target.dataset.scroll)?.scrollIntoView({ behavior: "smooth", block: "start" });
    setTriggerValue("act", { name: target.dataset.action, value: target.dataset.value ?? "", n: Date.now() });
  };
}
