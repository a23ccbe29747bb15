// What every chart of ours needs: the library, unpacking, and the page's colours. Stands before the chart's own script in its module.
let loading;
// `path`: where a server has the library, or how a page that holds it runs it.
function plotly(path) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (typeof path === "function") return path();
  // Streamlit's own script says where the server is, below a base path too.
  const own = document.querySelector('script[src*="static/js/"]');
  const url = new URL(path, own ? own.src.split("static/js/")[0] : document.baseURI);
  return (loading ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: url, onload: () => done(window.Plotly) });
    script.onerror = () => {
      loading = null;
      failed(Error(_("The chart could not be loaded. Reload the page; the list below holds the same events.")));
    };
    document.head.append(script);
  }));
}

async function unpacked(bytes) {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// Charts on paper are light, and laid out for it: each is told before it is printed and after.
const printing = (globalThis.datelinePrinting ??= { on: false, charts: new Set() });
if (!printing.listens) {
  printing.listens = true;
  const tell = (on) => {
    printing.on = on;
    for (const chart of printing.charts) chart.print();
  };
  window.addEventListener("beforeprint", () => tell(true));
  // A moment later, when the page has its own colours again.
  window.addEventListener("afterprint", () => setTimeout(() => tell(false), 50));
}

// How every chart is drawn: it does not act by itself, and words its dates in the page's language.
function settings() {
  return { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false, locale: plotlySpeaks() };
}

// Plotly's name of the language; it is told once how the language words dates.
function plotlySpeaks() {
  if (SPOKEN.language === "en" || window.Plotly.datelineSpeaks === SPOKEN.language) return SPOKEN.language;
  const say = (style, days) => days.map((day) => new Intl.DateTimeFormat(SPOKEN.language, { ...style, timeZone: "UTC" }).format(new Date(day)));
  const months = Array.from({ length: 12 }, (_month, n) => Date.UTC(2023, n, 1));
  const days = Array.from({ length: 7 }, (_day, n) => Date.UTC(2023, 0, 1 + n));
  const format = {
    months: say({ month: "long" }, months), shortMonths: say({ month: "short" }, months),
    days: say({ weekday: "long" }, days), shortDays: say({ weekday: "short" }, days), date: "%Y-%m-%d",
  };
  window.Plotly.register({ moduleType: "locale", name: SPOKEN.language, dictionary: {}, format });
  window.Plotly.datelineSpeaks = SPOKEN.language;
  return SPOKEN.language;
}

// The page's background and font, as Streamlit gives them.
function look(element) {
  const css = getComputedStyle(element);
  return {
    paper: (!printing.on && css.getPropertyValue("--st-background-color").trim()) || "#ffffff",
    font: css.getPropertyValue("--st-font").trim() || "sans-serif",
  };
}

function isDark(paper) {
  const parts = (paper.match(/[0-9a-f]{2}/gi) || ["ff", "ff", "ff"]).map((h) => parseInt(h, 16));
  return parts[0] + parts[1] + parts[2] < 384;
}

// A copy of a figure in light colours with those of the page: [light, dark] pairs, and the page's own background for the light one.
function recoloured(figure, pairs, light, paper) {
  const swap = new Map(pairs.map((pair) => [pair[0], pair[isDark(paper) ? 1 : 0]]));
  swap.set(light, paper);
  const copy = (value) => {
    if (typeof value === "string") return swap.get(value) ?? value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(copy);
    const made = {};
    for (const key in value) if (value[key] !== undefined) made[key] = copy(value[key]);
    return made;
  };
  return copy(figure);
}
