// What makes the forms quicker: rows without a round trip, choices found by typing, a word before work is lost.
// Every page works without it.
"use strict";

const choicesOf = new Map();

function rememberChoices() {
  for (const template of document.querySelectorAll("template[data-row]")) {
    for (const select of template.content.querySelectorAll("select[data-options-of]")) {
      const source = document.getElementById(select.dataset.optionsOf);
      if (source instanceof HTMLSelectElement) {
        choicesOf.set(select.dataset.optionsOf, [...source.options].slice(1).map((option) => option.cloneNode(true)));
      }
    }
  }
}

// Rows ---------------------------------------------------------------------------------------------------------

function nextPosition(form, group) {
  let next = 0;
  for (const field of form.elements) {
    const match = field.name && field.name.startsWith(`${group}.`) && /^\d+/.exec(field.name.slice(group.length + 1));
    if (match) next = Math.max(next, Number(match[0]) + 1);
  }
  return next;
}

function addRow(button) {
  const template = document.querySelector(`template[data-row="${button.value}"]`);
  const rows = document.querySelector(`[data-rows="${button.value.split(":")[0]}"]`);
  if (!template || !rows) return false;
  const position = nextPosition(button.form, button.value.split(":")[0]);
  const added = template.content.cloneNode(true);
  for (const element of added.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replaceAll("__n__", String(position));
    }
    const choices = element instanceof HTMLSelectElement && choicesOf.get(element.dataset.optionsOf);
    if (choices) {
      element.append(...choices.map((choice) => choice.cloneNode(true)));
      element.value = "";
    }
  }
  const row = added.firstElementChild;
  rows.append(added);
  enhance(row);
  row.querySelector("input:not([type=hidden]), select:not([hidden]), textarea").focus();
  button.form.dataset.changed = "yes";
  return true;
}

function removeRow(button) {
  const row = button.closest("[data-entry]");
  const rows = row && row.closest("[data-rows]");
  if (!rows) return false;
  const form = button.form;
  row.remove();
  form.dataset.changed = "yes";
  const adders = form.querySelectorAll(`button[name="add"]`);
  const group = rows.dataset.rows;
  const adder = [...adders].find((each) => each.value.split(":")[0] === group);
  if (adder) adder.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button[name=add], button[name=remove]");
  if (!button || !button.form) return;
  const done = button.name === "add" ? addRow(button) : removeRow(button);
  if (done) event.preventDefault();
});

// Leaving with changes -----------------------------------------------------------------------------------------

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "guard" in form.dataset) form.dataset.changed = "yes";
});
document.addEventListener("submit", (event) => {
  delete event.target.dataset.changed;
});
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
});

// Choices found by typing: the combobox pattern of the ARIA practices --------------------------------------------

let listNumber = 0;

async function suggested(list, text) {
  const address = list === "institutes" ? "/api/v1/institutes/suggest" : `/api/v1/lists/${list}/suggest`;
  const language = document.documentElement.lang;
  const answer = await fetch(`${address}?limit=20&text=${encodeURIComponent(text)}`, {
    headers: { Accept: "application/json", "Accept-Language": language },
  });
  if (!answer.ok) return [];
  const rows = (await answer.json()).data;
  if (list !== "institutes") return rows.map((row) => ({ code: row.code, label: row.label }));
  const other = language === "vi" ? "en" : "vi";
  return rows.map((row) => ({ code: row.id, label: row.name[language] || row.name[other] }));
}

function combobox(input, list, { accept, choose, leave }) {
  const box = document.createElement("ul");
  box.id = `choices-${++listNumber}`;
  box.setAttribute("role", "listbox");
  box.hidden = true;
  const label = document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
  if (label) box.setAttribute("aria-label", label.textContent.trim());
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", box.id);
  input.after(box);
  let found = [];
  let active = -1;
  let asked = 0;

  const close = () => {
    box.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (position) => {
    active = position;
    [...box.children].forEach((child, place) => {
      child.setAttribute("aria-selected", String(place === position));
      if (place === position) {
        input.setAttribute("aria-activedescendant", child.id);
        child.scrollIntoView({ block: "nearest" });
      }
    });
  };
  const take = (position) => {
    choose(found[position]);
    close();
  };
  const show = () => {
    box.replaceChildren(
      ...found.map((choice, place) => {
        const item = document.createElement("li");
        item.id = `${box.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = choice.label;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(place);
        });
        return item;
      }),
    );
    box.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    active = -1;
  };
  input.addEventListener("input", async () => {
    const number = ++asked;
    const text = input.value.trim();
    const rows = text ? await suggested(list, text) : [];
    if (number !== asked || document.activeElement !== input) return;
    found = rows.filter(accept).slice(0, 12);
    show();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !box.hidden) mark((active + 1) % found.length);
    else if (event.key === "ArrowUp" && !box.hidden) mark((active - 1 + found.length) % found.length);
    else if (event.key === "Enter" && !box.hidden && active >= 0) take(active);
    else if (event.key === "Escape" && !box.hidden) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    close();
    leave();
  });
}

function searchable(select) {
  const input = document.createElement("input");
  const shown = () => (select.value ? select.selectedOptions[0].textContent.trim() : "");
  input.type = "text";
  input.autocomplete = "off";
  input.id = select.id;
  input.className = select.className;
  input.required = select.required;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  const first = select.options[0].textContent.trim();
  input.placeholder = first.startsWith("—") ? select.dataset.prompt : first;
  input.value = shown();
  select.removeAttribute("id");
  select.required = false;
  select.hidden = true;
  const box = document.createElement("div");
  box.className = "combo";
  select.before(box);
  box.append(input, select);
  combobox(input, select.dataset.search, {
    accept: (choice) => [...select.options].some((option) => option.value === choice.code),
    choose: (choice) => {
      select.value = choice.code;
      input.value = shown();
      select.dispatchEvent(new Event("input", { bubbles: true }));
    },
    leave: () => {
      if (!input.value.trim()) select.value = "";
      input.value = shown();
    },
  });
}

function suggesting(input) {
  const box = document.createElement("div");
  box.className = "combo";
  input.before(box);
  box.append(input);
  const id = input.form.elements[input.name.replace(/organisation$/, "institute_id")];
  let chosen = input.value;
  combobox(input, input.dataset.suggest, {
    accept: () => true,
    choose: (choice) => {
      input.value = chosen = choice.label;
      if (id) id.value = choice.code;
    },
    leave: () => {
      if (id && input.value !== chosen) id.value = "";
    },
  });
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-search]")) searchable(select);
  for (const input of root.querySelectorAll("input[data-suggest]")) suggesting(input);
}

rememberChoices();
enhance(document);
