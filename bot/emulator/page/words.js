// The page in the language of the browser: words, dates, direction.

import { TONGUES } from "./tongues.js";

/** The page's language: the browser's if we have it, else English. */
export const language = [navigator.language.slice(0, 2)].find((code) => code in TONGUES) ?? "en";

const { region, words, direction = "ltr" } = TONGUES[language];

/** Gives the page's word of this name, with `{0}`, `{1}` filled in. */
export function word(name, ...values) {
  return words[name].replace(/\{(\d)\}/g, (_, index) => values[index]);
}

/** Writes an instant: `shape` as for Intl.DateTimeFormat; hours are 00 to 23 in every language, as the bot's. */
export function when(instant, shape) {
  return new Intl.DateTimeFormat(region, { hourCycle: "h23", ...shape }).format(instant);
}

/** Lets the document speak and run in the page's language. */
export function settle(root) {
  root.lang = language;
  root.dir = direction;
}
