// A figure of Python's making on the page: drawn in the page's colours and width, and telling which mark was chosen.

// A map keeps its shape at any width; on a narrow page its marks shrink with it, and names are those that were placed for it.
function fit(data, layout, width) {
  layout.height = Math.round(width / layout.meta.aspect);
  const shrink = Math.min(1, width / layout.meta.width);
  for (const trace of data) {
    if (trace.meta.from !== undefined) trace.visible = width >= trace.meta.from && width < (trace.meta.below ?? Infinity);
    if (trace.marker) trace.marker.size = trace.marker.size.map((size) => size * shrink);
  }
}

const ACROSS = 700; // pixels of a printed page, A4 upright

class Plot {
  constructor(root) {
    this.root = root;
    this.size = new ResizeObserver(() => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.draw(), 80);
    });
    this.size.observe(root);
    printing.charts.add(this);
  }

  async update({ json, pairs, paper, lib, alt }, send) {
    this.send = send;
    if (this.json !== json) this.figure = JSON.parse(json);
    Object.assign(this, { json, light: paper, pairs });
    // Together: until the script is here there is no picture, and one without its words would be announced as just that.
    this.root.setAttribute("role", "img");
    this.root.setAttribute("aria-label", alt);
    this.plotly = await plotly(lib);
    await this.draw();
  }

  // On paper the same share of the page as on the screen: a chart that is wider makes the browser print everything smaller.
  get width() {
    const page = printing.on && this.root.closest("[data-testid=stMainBlockContainer]");
    return page ? Math.floor((ACROSS * this.root.clientWidth) / page.clientWidth) : this.root.clientWidth;
  }

  async draw() {
    const { width } = this;
    if (this.gone || !this.plotly || !this.figure || !width) return;
    const { paper, font } = look(this.root);
    const drawn = [width, paper, font, this.json].join();
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const { data, layout } = recoloured(this.figure, this.pairs, this.light, paper);
    Object.assign(layout, { width, autosize: false });
    if (layout.meta?.aspect) fit(data, layout, width);
    layout.font = { ...layout.font, family: font };
    layout.hoverlabel = { ...layout.hoverlabel, font: { ...layout.hoverlabel?.font, family: font } };
    await this.plotly.react(this.root, data, layout, settings());
    if (this.bound) return;
    this.bound = true;
    this.root.on("plotly_click", ({ points }) => {
      const told = points[0]?.customdata;
      const value = Array.isArray(told) ? told[0] : told;
      if (typeof value === "string" && value) this.send("pick", { v: value, n: Date.now() });
    });
  }

  print() {
    this.draw().catch((error) => console.error(error));
  }

  // What still waits for the library must not draw over what comes after.
  destroy() {
    this.gone = true;
    printing.charts.delete(this);
    this.size.disconnect();
    clearTimeout(this.timer);
    this.plotly?.purge(this.root);
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".dl-plot");
  const plot = (root.ours ??= new Plot(root));
  const told = JSON.parse(data);
  plot.queue = (plot.queue || Promise.resolve())
    .then(() => plot.update(told, setTriggerValue))
    .catch((error) => {
      root.textContent = error.message;
      console.error(error);
    });
  return () => {
    plot.destroy();
    delete root.ours;
  };
}
