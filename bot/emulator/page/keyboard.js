// Buttons under a message and below the text field.

import { icon, make } from "./elements.js";

/**
 * Makes the rows of buttons under a message. `act` is what they can do: `tap(data)` (a promise), `start(payload)`,
 * `fill(text)`, `copy(text)`.
 */
export function inlineKeyboard(rows, act) {
  return make(
    "div",
    { class: "keyboard" },
    ...rows.map((row) => make("div", { class: "keys" }, ...row.map((button) => key(button, act)))),
  );
}

function key(button, act) {
  const payload = startOf(button.url, act.bot);
  if (payload !== undefined) {
    return make("button", { type: "button", class: "key", onclick: () => act.start(payload) }, make("span", {}, button.text));
  }
  if ("url" in button) return linkKey(button);
  const element = make("button", { type: "button", class: "key" }, make("span", {}, button.text));
  element.addEventListener("click", () => press(button, element, act));
  return element;
}

// A link to this very bot opens its chat, which is here.
function startOf(url, bot) {
  const found = /^https:\/\/t\.me\/(\w+)\?start=([\w-]*)$/i.exec(url ?? "");
  return found && found[1].toLowerCase() === bot?.toLowerCase() ? found[2] : undefined;
}

function linkKey(button) {
  const isWeb = /^https?:/i.test(button.url);
  return make(
    isWeb ? "a" : "span",
    { class: "key", href: isWeb && button.url, target: "_blank", rel: "noopener noreferrer" },
    make("span", {}, button.text),
    icon("out"),
  );
}

async function press(button, element, act) {
  if ("copy_text" in button) act.copy(button.copy_text.text);
  else if ("switch_inline_query_current_chat" in button) act.fill(`@${act.bot} ${button.switch_inline_query_current_chat}`);
  else if ("callback_data" in button) await wait(element, act.tap(button.callback_data));
}

async function wait(element, promise) {
  element.classList.add("waiting");
  await promise;
  element.classList.remove("waiting");
}

/** Makes the keyboard below the text field; `act` has `say(text)`, `locate()`, `share(request, box)`. Empty if there is none. */
export function replyKeyboard(keyboard, act) {
  const rows = keyboard?.keyboard ?? [];
  return rows.map((row) => make("div", { class: "keys" }, ...row.map((button) => replyKey(button, act))));
}

function replyKey(button, act) {
  const text = typeof button === "string" ? button : button.text;
  const onclick = (event) => {
    if (button.request_location) act.locate();
    else if (button.request_chat) act.share(button.request_chat, event.currentTarget.getBoundingClientRect());
    else act.say(text);
  };
  return make("button", { type: "button", class: "key below", onclick }, make("span", {}, text));
}
