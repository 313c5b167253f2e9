// The form for an emulator that knows nobody yet: two people, a phone each.

import { make } from "./elements.js";
import { post } from "./server.js";
import { word } from "./words.js";

const PEOPLE = [
  { id: 1001, label: "first", name: "Rita" },
  { id: 1002, label: "second", name: "Ed" },
];

/** Makes the form; `done()` is called when the people are there, `failed(text)` if not. */
export function peopleForm(done, failed) {
  const fields = PEOPLE.map(({ label, name }) => make(
    "input",
    { required: true, maxlength: 64, value: name, "aria-label": word(label) },
  ));
  const form = make(
    "form",
    { class: "setup" },
    make("h2", {}, word("people")),
    make("p", {}, word("people_hint")),
    ...fields,
    make("button", { class: "primary" }, word("open")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const made = PEOPLE.map(({ id }, index) => post(
      "people",
      { id, name: fields[index].value, language_code: "en" },
    ));
    Promise.all(made).then(done, (error) => failed(error.message));
  });
  return form;
}
