// What passes by: a toast in one phone, an alert over all.

import { make } from "./elements.js";
import { word } from "./words.js";

const SHOWN_MILLISECONDS = 3500;

/** Makes the place for toasts of one phone; `say(text)` shows one for some seconds. */
export function toasts() {
  const place = make("div", { class: "toasts", role: "status", "aria-live": "polite" });
  const say = (text) => {
    const toast = make("div", { class: "toast" }, text);
    place.replaceChildren(toast);
    setTimeout(() => toast.remove(), SHOWN_MILLISECONDS);
  };
  return { place, say };
}

/** Shows a text in a dialog that has to be closed. */
export function alertOf(title, text) {
  const dialog = document.querySelector("#alert");
  const close = make("button", { type: "button", class: "primary", onclick: () => dialog.close() }, word("close"));
  dialog.replaceChildren(make("h2", {}, title), make("p", {}, text), close);
  dialog.showModal();
}
