// The search of `dateline.search` on its own index: every word must be found, small typing mistakes are forgiven, titles count more.
const WORD = /[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+)*/gu;
const EXACT = 10;
const PREFIX = 8;
const INSIDE = 6;
const STEM = 5;
const ALIKE = 4;
const MOST_ALIKE = 12;
const isJoined = (text) => /[\uac00-\ud7a3]/.test(text);
const lettersOf = (word) => word.normalize("NFD");

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
    for (const { found, rows, closeness } of matches(word)) {
      found.forEach((n) => words.add(data.search.words[n]));
      rows.forEach((steps, n) => {
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

// What of the record a word of the query matches: places of its words, their events by weight, closeness.
function matches(word) {
  const { words, rows, pairs, forgiving, nearly } = data.search;
  const found = [];
  const stem = withoutParticle(word);
  const add = (n, closeness) => found.push({ found: [n], rows: rows[n], closeness });
  words.forEach((candidate, n) => {
    if (candidate === word) add(n, EXACT);
    else if (candidate.startsWith(word)) add(n, PREFIX);
    else if (word.length > 1 && candidate.includes(word)) add(n, INSIDE);
    else if (stem && candidate.startsWith(stem)) add(n, STEM);
  });
  if (isJoined(word)) {
    for (const [one, other, own] of pairs) {
      const at = (words[one] + words[other]).indexOf(word);
      if (at >= 0 && at < words[one].length && at + word.length > words[one].length) found.push({ found: [one, other], rows: own, closeness: INSIDE });
    }
  }
  const letters = lettersOf(word);
  if (found.length || letters.length < forgiving) return found;
  const short = isJoined(word);
  const near = [];
  words.forEach((candidate, n) => {
    if (short && !isJoined(candidate)) return;
    const score = likeness(letters, short ? lettersOf(candidate.slice(0, word.length)) : candidate);
    if (score >= nearly) near.push([n, score]);
  });
  near.sort((a, b) => b[1] - a[1]).slice(0, MOST_ALIKE).forEach(([n]) => add(n, ALIKE));
  return found;
}

// As `dateline.languages.without_particle`.
function withoutParticle(word) {
  const particle = isJoined(word) ? data.search.particles.find((one) => word.endsWith(one) && word.length - one.length >= data.search.before) : null;
  return particle ? word.slice(0, -particle.length) : "";
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
