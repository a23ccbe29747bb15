// A form in a document: it tells of what was filled in, and is changed in place. Stands before `nodes.js` in the same module.
//
// A field is an element with `data-field`: one that is written in, or a box of names with its list as JSON in `data-value`. `data-seen`
// of the form is the number of the last message that the server knew of when it made the form.

const keyOf = (node) => node?.dataset?.key;

// Makes the children of `old` like those of `fresh` and keeps elements that are still meant, so that whoever writes in one goes on writing.
function patch(old, fresh, seen) {
  let at = old.firstChild;
  for (const one of [...fresh.childNodes]) {
    if (keyOf(one) !== keyOf(at)) {
      const later = keyOf(one) && [...old.children].find((child) => keyOf(child) === keyOf(one));
      while (later && at && at !== later) {
        const next = at.nextSibling;
        at.remove();
        at = next;
      }
      if (!later) {
        old.insertBefore(one, at);
        continue;
      }
    }
    if (!at) old.append(one);
    else if (at.nodeName !== one.nodeName) {
      at.replaceWith(one);
      at = one.nextSibling;
    } else {
      if (at.nodeType === Node.TEXT_NODE) at.data = one.data;
      else patchOne(at, one, seen);
      at = at.nextSibling;
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function patchOne(at, one, seen) {
  // What was filled in meanwhile the server does not know yet.
  const newer = at.dataset?.field !== undefined && (at.edited || at.sentAt > seen);
  if (newer && at.dataset.field === one.dataset.field) return;
  for (const { name } of [...at.attributes]) if (name !== "open" && !one.hasAttribute(name)) at.removeAttribute(name);
  for (const { name, value } of [...one.attributes]) if (name !== "open" && at.getAttribute(name) !== value) at.setAttribute(name, value);
  patch(at, one, seen);
  const writes = at.matches("textarea, select") || (at.matches("input") && one.hasAttribute("value"));
  if (writes && at.value !== one.value) at.value = one.value;
}

// Shows a document, in place where it is the same form as before. False when it is none.
function patched(root, nodes) {
  const before = root.querySelector("[data-form]");
  if (!before) return false;
  const fresh = document.createElement("div");
  fresh.append(...nodes.map((node) => make(node)));
  const now = fresh.querySelector("[data-form]");
  if (now?.dataset.form !== before.dataset.form) return false;
  keeping(root, () => patch(root, fresh, Number(now.dataset.seen)));
  return true;
}

// The fields that the server may not know of yet.
function untold(form) {
  return [...form.querySelectorAll("[data-field]")].filter((one) => one.sentAt > Number(form.dataset.seen));
}

// They are all told again: of two messages that come quickly it may hear the second only.
function tellForm(form, tell, changed, more = "") {
  // Later than every one before, though two come at once or the clock is set back.
  const n = (form.toldAt = Math.max(Date.now(), Number(form.dataset.seen) + 1, (form.toldAt ?? 0) + 1));
  if (changed) Object.assign(changed, { edited: false, sentAt: n });
  const fields = {};
  for (const one of untold(form)) fields[one.dataset.field] = one.dataset.value === undefined ? one.value : JSON.parse(one.dataset.value);
  tell({ name: "form", value: { n, fields, more }, n });
}

const REST = 700; // milliseconds after a key before a day is taken for whole

// Each figure that is typed may make another day of it: the year 202 is none yet, and is left out by the field's bounds.
function dayChanged(field, told) {
  clearTimeout(field.later);
  if (field.validity.valid) field.later = setTimeout(told, Date.now() - (field.typedAt ?? 0) < REST ? REST : 0);
}

// What the form does with an event. True when it was meant for it.
function formDid(event, tell) {
  const { target } = event;
  const form = target.closest("[data-form]");
  if (!form || target.closest("[data-action]")) return false;
  const field = target.closest("[data-field]");
  const names = (change) => {
    field.dataset.value = JSON.stringify(change(JSON.parse(field.dataset.value)));
    tellForm(form, tell, field);
  };
  const add = () => {
    const text = target.value.trim();
    target.value = "";
    if (text) names((held) => [...held, text]);
  };
  const adds = target.matches("[data-adds]");
  if (event.type === "input") {
    // A name that was picked from the list is whole, and a browser may not call it a change.
    const picked = target.hasAttribute("list") && (!event.inputType || event.inputType === "insertReplacementText");
    // A browser's own button that empties a search makes no change either.
    const emptied = target.type === "search" && target.value === "" && field;
    if (adds) picked && add();
    else if (field && (picked || emptied)) tellForm(form, tell, field);
    else if (field) field.edited = true;
  } else if (event.type === "change") {
    if (adds) add();
    else if (target.type === "date") dayChanged(target, () => tellForm(form, tell, field));
    else if (field) tellForm(form, tell, field);
  } else if (event.type === "keydown") {
    if (target.type === "date") target.typedAt = Date.now();
    if (adds && event.key === "Enter" && !event.isComposing) add();
    else return false;
  } else {
    const button = target.closest("[data-drops], [data-gives], [data-part]");
    if (!button) return false;
    const { drops, gives, part } = button.dataset;
    if (part !== undefined) tellForm(form, tell, null, part);
    else if (gives !== undefined) names((held) => [...held, gives]);
    else {
      names((held) => held.filter((one) => one !== drops));
      field.querySelector("input, button:not([data-drops])")?.focus();
    }
  }
  return true;
}
