// The control API under /emulator, as promises; a refusal is an Error with the server's sentence.

import { word } from "./words.js";

const KINDS = [
  "message", "edited", "deleted", "action", "reaction", "membership", "person", "chat", "commands", "clock", "silent",
  "keyboard",
];
const AGAIN_MILLISECONDS = 1000;

/** Reads something: `state`, `clock`, `commands?person=1`. */
export function get(path) {
  return answer(fetch(`/emulator/${path}`));
}

/** Lets somebody do something: `send`, `tap`, `clock/next`. */
export function post(path, wish = {}) {
  return answer(fetch(`/emulator/${path}`, { method: "POST", body: JSON.stringify(wish) }));
}

/** Sends a file: `wish` has person, place, caption, and `as`: document or photo. */
export function upload(wish, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(wish)) form.append(name, value);
  form.append("file", file, file.name);
  return answer(fetch("/emulator/upload", { method: "POST", body: form }));
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Error(word("unreachable"));
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? word("unreachable"));
  return body;
}

/**
 * Loads the state, then tells each event, for ever: `listener.load(state)`, `.event(kind, data)`, `.lost()`.
 * After a lost connection or a `reset` it begins anew, so that nothing is missed.
 */
export async function follow(listener) {
  let state;
  try {
    state = await get("state?last=200");
  } catch {
    retry(listener);
    return;
  }
  listener.load(state);
  listen(listener, state.number);
}

function listen(listener, number) {
  const stream = new EventSource(`/emulator/events?after=${number}`);
  for (const kind of KINDS) stream.addEventListener(kind, (event) => listener.event(kind, JSON.parse(event.data)));
  stream.addEventListener("reset", () => {
    stream.close();
    follow(listener);
  });
  stream.addEventListener("error", () => {
    stream.close();
    retry(listener);
  });
}

function retry(listener) {
  listener.lost();
  setTimeout(() => follow(listener), AGAIN_MILLISECONDS);
}
