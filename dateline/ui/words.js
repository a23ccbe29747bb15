// Words in the language of the run. Python puts before this what it speaks: `SPOKEN`, and which form of plural a number asks for.
const _ = (text) => (Object.hasOwn(SPOKEN.texts, text) ? SPOKEN.texts[text] : text);
const ngettext = (one, many, n) => (Object.hasOwn(SPOKEN.plurals, one) ? SPOKEN.plurals[one][pluralForm(n)] : n === 1 ? one : many);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
const NUMBER = new Intl.NumberFormat(SPOKEN.language);
const counted = (n, one, many, values = {}) => filled(ngettext(one, many, n), { n: NUMBER.format(n), ...values });
const listed = (words) => (words.length < 2 ? words.join("") : filled(_("{most} and {last}"), { most: words.slice(0, -1).join(_(", ")), last: words.at(-1) }));
