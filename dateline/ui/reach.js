// For who does not see what changed, and for who is here for the first time. Stands before `nodes.js` in the same module.

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// One line for the whole page that is read out when it changes. It stays while documents come and go.
function tell(text) {
  let line = document.getElementById("dl-live");
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: "dl-live", className: "dl-unseen", role: "status" });
    document.body.append(line);
  }
  line.textContent = text;
}

// What a document says of the view is read out when it is no longer what it was, never when a page opens.
const said = (globalThis.datelineSaid ??= new Map());
function announce(root) {
  const sentence = root.querySelector("[data-say]");
  if (!sentence) return;
  const [name, text] = [`${window.location.pathname} ${sentence.dataset.say}`, sentence.textContent];
  if (said.has(name) && said.get(name) !== text) tell(text);
  said.set(name, text);
}

// ---- The tour ------------------------------------------------------------------------------------------------------------------

const SEEN = "dateline-tour";
const BESIDE = 14; // pixels between the card and what it speaks of

function seen() {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return true; // Where nothing can be kept it would come again and again.
  }
}

// Begins by itself for who comes for the first time and for no view in particular, or where the link asks for it.
function offerTour(root, plainVisit) {
  const button = root.querySelector("[data-tour]");
  if (!button || globalThis.datelineTour || embedded()) return;
  const asked = window.location.hash === "#tour";
  if (asked) history.replaceState(history.state, "", window.location.pathname + window.location.search);
  if (asked || (plainVisit && !seen())) {
    globalThis.datelineTour = true;
    setTimeout(() => button.isConnected && new Tour(JSON.parse(button.dataset.tour), root, true), 900);
  }
}

class Tour {
  constructor({ steps, words }, root, byItself = false) {
    document.querySelector(".dl-tour")?.tour.end();
    Object.assign(this, { steps, words, before: byItself ? document.body : document.activeElement });
    this.ring = Object.assign(document.createElement("div"), { className: "dl-tour-ring" });
    this.card = Object.assign(document.createElement("div"), { className: "dl-tour", tour: this });
    for (const [name, value] of Object.entries({ role: "dialog", "aria-label": words.name })) this.card.setAttribute(name, value);
    // Streamlit gives its colours to what stands inside it only.
    const css = getComputedStyle(root);
    for (const name of ["text-color", "background-color", "border-color", "primary-color", "font"])
      for (const part of [this.card, this.ring]) part.style.setProperty(`--st-${name}`, css.getPropertyValue(`--st-${name}`));
    document.body.append(this.ring, this.card);
    this.off = new AbortController();
    const on = (target, name, action, more) => target.addEventListener(name, action, { signal: this.off.signal, ...more });
    on(this.card, "click", (event) => {
      const by = event.target.closest("[data-by]")?.dataset.by;
      if (by) this.go(Number(by));
    });
    on(document, "keydown", (event) => this.key(event), { capture: true });
    on(window, "resize", () => this.place());
    on(document, "scroll", () => this.place(), { capture: true });
    // The page grows while it loads.
    this.growth = new ResizeObserver(() => this.look());
    this.growth.observe(document.querySelector("[data-testid=stMainBlockContainer]"));
    try {
      localStorage.setItem(SEEN, new Date().toISOString().slice(0, 10));
    } catch {} // It is shown all the same.
    this.at = 0;
    this.show();
  }

  key(event) {
    const here = this.card.contains(document.activeElement);
    if (!here && document.activeElement !== document.body) return;
    if (event.key === "Escape") this.end();
    else if (here && event.key === "ArrowRight" && this.at + 1 < this.steps.length) this.go(1);
    else if (here && event.key === "ArrowLeft") this.go(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // 0: no more.
  go(by) {
    this.at += by;
    if (by === 0 || this.at >= this.steps.length) return this.end();
    this.at = Math.max(0, this.at);
    this.show();
  }

  show() {
    const { steps, words, at } = this;
    const { title, text } = steps[at];
    const last = at + 1 === steps.length;
    const button = (name, by, css) => ["button", { type: "button", class: `dl-button ${css}`, "data-by": `${by}` }, [name]];
    const place = words.place.replace("{n}", at + 1).replace("{all}", steps.length);
    const told = [["p", { class: "dl-tour-place" }, [place]], ["h2", {}, [title]], ["p", {}, [text]]];
    if (last) told.push(["p", { class: "dl-tour-place" }, [words.again]]);
    const turns = [
      button(last ? words.done : words.next, 1, "dl-button-first"),
      ...(at ? [button(words.back, -1, "")] : []),
      ...(last ? [] : [button(words.skip, 0, "dl-tour-skip")]),
    ];
    // Who is writing in a field goes on writing.
    const takes = this.card.contains(document.activeElement) || [document.body, this.before].includes(document.activeElement);
    this.card.replaceChildren(make(["div", {}, told]), make(["p", { class: "dl-tour-turns" }, turns]));
    tell(`${words.name}, ${place}. ${title}. ${text}`);
    this.look();
    if (takes) this.card.querySelector("[data-by='1']").focus({ preventScroll: true });
  }

  // Brings into view what the step speaks of.
  look() {
    const target = this.target();
    if (target) {
      target.style.scrollMarginTop = "72px";
      target.scrollIntoView({ block: window.innerWidth <= 640 || target.offsetHeight > window.innerHeight / 2 ? "start" : "nearest" });
    }
    this.place();
  }

  // The first of the step's places that is in sight.
  target() {
    for (const place of this.steps[this.at].at) {
      const found = document.querySelector(place);
      const box = found?.getBoundingClientRect();
      if (box?.width && box.right > 0 && box.left < window.innerWidth) return found;
    }
    return null;
  }

  // Beside what it speaks of where there is room, else at the lower edge.
  place() {
    const box = this.target()?.getBoundingClientRect();
    this.ring.hidden = !box;
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const [wide, high] = [window.innerWidth, window.innerHeight];
    let [left, top] = [wide - width - 24, high - height - 24];
    if (box) {
      const [x, y, right, bottom] = [Math.max(box.left - 5, 3), Math.max(box.top - 5, 3), Math.min(box.right + 5, wide - 3), Math.min(box.bottom + 5, high - 3)];
      Object.assign(this.ring.style, { left: `${x}px`, top: `${y}px`, width: `${Math.max(right - x, 0)}px`, height: `${Math.max(bottom - y, 0)}px` });
      const beside = Math.min(Math.max(y, 70), high - height - 12);
      if (right + BESIDE + width < wide) [left, top] = [right + BESIDE, beside];
      else if (bottom + BESIDE + height < high) [left, top] = [Math.max(12, right - width), bottom + BESIDE];
      else if (y - BESIDE - height > 0) [left, top] = [Math.max(12, right - width), y - BESIDE - height];
    }
    if (wide <= 640) [left, top] = [Math.max(0, (wide - width) / 2), box && box.top > high / 2 ? 64 : high - height - 12];
    Object.assign(this.card.style, { left: `${left}px`, top: `${top}px` });
  }

  end() {
    this.off.abort();
    this.growth.disconnect();
    this.card.remove();
    this.ring.remove();
    if (this.before !== document.body && this.before?.isConnected) this.before.focus({ preventScroll: true });
  }
}
