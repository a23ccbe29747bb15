// Documents on a page of the dashboard; `elements.js` stands before this in the same module.
const OUR_KEYS = /[?&](actor|category|status|period|known|since|q|lanes|link|basis|event|claim|who|steps|days|story|step|anchor|other|window|lag|null|bin|place|area|lang)=/;
const MOST_QUERY = 500_000; // characters of a link that are handed over at most
// What the page was opened with: a document that is drawn late must not take a click's address for it.
const openedWith = (globalThis.datelineOpenedWith ??= window.location.search).slice(0, MOST_QUERY);

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
  window.addEventListener("beforeprint", () => {
    repaint(true);
    document.documentElement.style.setProperty("--dl-address", JSON.stringify(window.location.href));
  });
  window.addEventListener("afterprint", () => setTimeout(() => repaint(false), 50));
}

function linkTo(query) {
  const url = new URL(window.location.href);
  url.search = query;
  url.hash = "";
  return url.href;
}

// What stands above it is still being drawn, however slowly: it is followed until the reader moves, for half a minute at most.
function keepInView(place) {
  const over = new AbortController();
  const follow = new ResizeObserver(() => place()?.scrollIntoView({ block: "start" }));
  over.signal.addEventListener("abort", () => follow.disconnect());
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown", "click"]) {
    window.addEventListener(name, () => over.abort(), { signal: over.signal, capture: true, passive: true });
  }
  setTimeout(() => over.abort(), 30_000);
  for (const block of document.querySelectorAll("[data-testid=stMainBlockContainer], [data-testid=stMainBlockContainer] [class*=st-key-dl-], .tl")) follow.observe(block);
}

// What was chosen from afar, or is another event than before, is shown from its beginning.
function bringIntoView(root, first) {
  const wanted = root.querySelector("[data-into-view]");
  const always = wanted?.dataset.intoView === "always";
  if (always || (wanted && first && window.innerWidth < 640)) {
    const picture = always && window.innerWidth >= 640 ? wanted.closest("[class*=st-key-dl-picture]") : null;
    if (first) keepInView(() => picture ?? root.querySelector("[data-into-view]"));
    else setTimeout(() => (picture ?? wanted).scrollIntoView({ block: "start" }));
  }
  const top = root.querySelector("[data-top]")?.dataset.top;
  if (top && root.dataset.top && root.dataset.top !== top) root.closest("[data-testid=stMain]")?.scrollTo({ top: 0 });
  if (top) root.dataset.top = top;
}

// What a document has to tell the timeline's script, which waits for it elsewhere on the page.
function tellTimeline(root) {
  const told = root.querySelector("[data-timeline]")?.dataset.timeline;
  if (!told || told === root.toldTimeline) return;
  root.toldTimeline = told;
  const state = JSON.parse(told);
  (globalThis.datelineStates ??= new Map()).set(state.name, state);
  globalThis.dispatchEvent(new CustomEvent("dateline-state", { detail: state.name }));
}

// A button of Streamlit's own that the same run drew, for what only such a one can do. The document may be drawn before it.
function press(root, tries = 50) {
  const wanted = root.querySelector("[data-press]")?.dataset.press;
  const button = wanted && document.querySelector(wanted);
  if (button) button.click();
  else if (wanted && tries) setTimeout(() => press(root, tries - 1), 100);
}

// A server that took another one's place knows nothing of the page until it has run for it: what the reader did before that was lost.
// What was filled in meanwhile is told again, or it would stand in the form and be missing in the text that is sent.
const lasting = (globalThis.datelineLasting ??= { tell: null, lost: false });
lasting.watch ??= new MutationObserver(([change]) => {
  const there = change.target.dataset.testConnectionState === "CONNECTED";
  if (there && lasting.lost) {
    const unheard = [...document.querySelectorAll("[data-form]")].filter((form) => untold(form).length);
    for (const form of unheard) tellForm(form, form.closest(".dl-doc").tell);
    if (!unheard.length) lasting.tell({ name: "awake", value: "", n: Date.now() });
  }
  lasting.lost = !there;
});

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".dl-doc");
  document.documentElement.lang = SPOKEN.language;
  // A document's mark, the page's colours, the document itself: a line each, and JSON writes no further ones.
  const [mark, colours, json] = new TextDecoder().decode(data).split("\n");
  root.colours = JSON.parse(colours);
  paint(root, root.colours);
  if (root.dataset.mark !== mark) {
    const first = root.dataset.mark === undefined;
    const nodes = JSON.parse(json);
    if (!patched(root, nodes)) replace(root, nodes);
    root.dataset.mark = mark;
    bringIntoView(root, first);
    announce(root);
    tellTimeline(root);
    press(root);
    if (first) offerTour(root, !OUR_KEYS.test(openedWith.replace(/[?&]lang=[^&]*/, "")));
  }
  const auto = root.querySelector("[data-auto]:not([data-done])");
  if (auto) {
    auto.dataset.done = "";
    const query = auto.dataset.auto === "query" ? openedWith : "";
    const tell = () => auto.isConnected && setTriggerValue("act", { name: auto.dataset.auto, value: query, n: Date.now() });
    if (auto.dataset.after) setTimeout(tell, Number(auto.dataset.after));
    else if (auto.dataset.auto !== "query" || OUR_KEYS.test(query)) tell();
  }
  const tell = (told) => setTriggerValue("act", told);
  lasting.tell = root.tell = tell;
  lasting.watch.observe(document.querySelector("[data-testid=stApp]"), { attributeFilter: ["data-test-connection-state"] });
  root.onchange = (event) => {
    if (formDid(event, tell)) return;
    const { value, dataset } = event.target;
    if (event.target.matches("select[data-action]")) setTriggerValue("act", { name: dataset.action, value, n: Date.now() });
  };
  root.oninput = (event) => formDid(event, tell) || (event.target.matches("[data-finds]") && find(event.target));
  root.onkeydown = (event) => formDid(event, tell) || takeOnly(event);
  root.onclick = (event) => {
    if (didItself(event, linkTo) || formDid(event, tell)) return;
    const tour = event.target.closest("[data-tour]");
    if (tour) return new Tour(JSON.parse(tour.dataset.tour), root);
    const target = event.target.closest("[data-action]:not(select)");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    // On a phone the card would open out of sight, so a link that has a page of its own goes there.
    if (target.hasAttribute("data-wide-only") && window.innerWidth < 640) return;
    event.preventDefault();
    if (target.dataset.scroll) document.querySelector(target.dataset.scroll)?.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "start" });
    setTriggerValue("act", { name: target.dataset.action, value: target.dataset.value ?? "", n: Date.now() });
  };
}
