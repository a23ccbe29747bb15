// The search of `dateline.search` on its own index: every word must be found, small typing mistakes are forgiven, titles count more.
const WORD = /[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+)*/gu;
const EXACT = 1;
const PREFIX = 0.8;
const INSIDE = 0.6;
const ALIKE = 0.4;
const MOST_ALIKE = 12;

// As Python's casefold has it, for what the scripts of the record hold.
const folded = (text) => fold(text).replaceAll("ß", "ss").replaceAll("ς", "σ");
const wordsOf = (text) => folded(text).match(WORD) ?? [];

// {scores: place of an event -> score, words: those of the record that matched}; null when the query holds no word.
function search(query) {
  const wanted = wordsOf(query.slice(0, data.address.query));
  if (!wanted.length) return null;
  let scores = null;
  const words = new Set();
  for (const word of wanted) {
    const here = new Map();
    for (const [match, closeness] of matches(word)) {
      words.add(data.search.words[match]);
      data.search.rows[match].forEach((steps, n) => {
        let at = 0;
        for (const step of steps) {
          at += step;
          here.set(at, Math.max(here.get(at) ?? 0, data.search.weights[n] * closeness));
        }
      });
    }
    scores = scores ? new Map([...here].flatMap(([at, score]) => (scores.has(at) ? [[at, scores.get(at) + score]] : []))) : here;
  }
  return { scores, words };
}

function matches(word) {
  const found = [];
  data.search.words.forEach((candidate, n) => {
    if (candidate === word) found.push([n, EXACT]);
    else if (candidate.startsWith(word)) found.push([n, PREFIX]);
    else if (word.length > 1 && candidate.includes(word)) found.push([n, INSIDE]);
  });
  if (found.length || word.length < data.search.forgiving) return found;
  const near = data.search.words.map((candidate, n) => [n, likeness(word, candidate)]).filter(([, score]) => score >= data.search.nearly);
  return near.sort((a, b) => b[1] - a[1]).slice(0, MOST_ALIKE).map(([n]) => [n, ALIKE]);
}

// Indel similarity from 0 to 100: twice the longest common subsequence over both lengths.
function likeness(one, other) {
  const most = (200 * Math.min(one.length, other.length)) / (one.length + other.length);
  if (most < data.search.nearly) return 0;
  let row = new Array(other.length + 1).fill(0);
  for (const letter of one) {
    const next = [0];
    for (let n = 1; n < row.length; n += 1) next.push(letter === other[n - 1] ? row[n - 1] + 1 : Math.max(row[n], next[n - 1]));
    row = next;
  }
  return (200 * row.at(-1)) / (one.length + other.length);
}

// The text with the words that a search matched in `mark` elements.
function marked(text, words) {
  if (!words.size) return [text];
  const pieces = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const parts = wordsOf(word).flatMap((one) => [one, ...one.replaceAll("’", "'").split("-")]);
    if (!parts.some((part) => words.has(part))) continue;
    pieces.push(text.slice(at, index), el("mark", {}, word));
    at = index + word.length;
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== "");
}
