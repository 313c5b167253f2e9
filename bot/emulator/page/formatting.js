// Text with entities as Telegram gives them (offsets in UTF-16 units, as JavaScript counts) to nodes.

import { icon, make } from "./elements.js";
import { word } from "./words.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

/**
 * Gives a fragment of the formatted text. `act` is what its parts can do: `command(text)`, `start(payload)`,
 * `copy(text)`, and `bot`, the bot's user name.
 */
export function formatted(text, entities, act) {
  const outermostFirst = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, outermostFirst, { start: 0, end: text.length }, act);
  return fragment;
}

function fill(parent, text, entities, span, act) {
  let place = span.start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const inside = { start: Math.max(entity.offset, place), end: Math.min(entity.offset + entity.length, span.end) };
    const next = after(entities, index, inside.end);
    parent.append(text.slice(place, inside.start));
    const parts = shaped(entity, text.slice(inside.start, inside.end), act);
    fill(parts.inner, text, entities.slice(index + 1, next), inside, act);
    parent.append(parts.outer);
    place = afterBlock(entity, text, inside.end);
    index = next;
  }
  parent.append(text.slice(place, span.end));
}

function after(entities, index, end) {
  const found = entities.findIndex((other, position) => position > index && other.offset >= end);
  return found < 0 ? entities.length : found;
}

// A block ends its line by itself; the line break behind it would show as an empty line.
function afterBlock(entity, text, end) {
  return BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
}

function shaped(entity, text, act) {
  if (entity.type in TAGS) return same(make(TAGS[entity.type]));
  return (SHAPES[entity.type] ?? plain)(entity, text, act);
}

const SHAPES = {
  spoiler: () => same(spoiler()),
  code: (_entity, text, act) => same(copied("code", text, act)),
  pre: preformatted,
  text_link: (entity, _text, act) => same(link(entity.url, act)),
  url: (_entity, text, act) => same(link(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, act)),
  email: (_entity, text, act) => same(link(`mailto:${text}`, act)),
  bot_command: (_entity, text, act) => same(make(
    "button",
    { type: "button", class: "link", onclick: () => act.command(text) },
  )),
  mention: () => same(make("span", { class: "link" })),
  text_mention: () => same(make("span", { class: "link" })),
  hashtag: () => same(make("span", { class: "link" })),
  cashtag: () => same(make("span", { class: "link" })),
  blockquote: () => same(make("blockquote")),
  expandable_blockquote: expandable,
};

function plain() {
  return same(make("span"));
}

function same(element) {
  return { outer: element, inner: element };
}

function spoiler() {
  const shown = make("span", { class: "spoiler", tabindex: 0, role: "button", "aria-label": word("reveal") });
  const reveal = () => {
    shown.classList.add("revealed");
    for (const name of ["role", "aria-label", "tabindex"]) shown.removeAttribute(name);
  };
  shown.addEventListener("click", reveal);
  shown.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return shown;
}

function copied(tag, text, act) {
  return make(tag, { title: word("copy"), onclick: () => act.copy(text) });
}

function preformatted(entity, text, act) {
  const inner = make("code");
  const title = entity.language ? make("span", { class: "language" }, entity.language) : null;
  const outer = copied("pre", text, act);
  outer.append(...[title, inner].filter(Boolean));
  return { outer, inner };
}

function expandable() {
  const inner = make("blockquote", { class: "expandable" });
  const more = make(
    "button",
    { type: "button", class: "expand", "aria-expanded": "false", title: word("expand"), "aria-label": word("expand") },
    icon("down"),
  );
  const outer = make("div", { class: "quote" }, inner, more);
  more.addEventListener("click", () => {
    more.setAttribute("aria-expanded", String(outer.classList.toggle("open")));
  });
  // What three lines hold is known only once it is laid out, and changes with the width.
  const measure = () => {
    if (!outer.classList.contains("open")) more.hidden = inner.scrollHeight <= inner.clientHeight + 1;
  };
  new ResizeObserver(measure).observe(inner);
  return { outer, inner };
}

function link(address, act) {
  const url = parsed(address);
  if (url === null || !SAFE.has(url.protocol)) return make("span", { class: "link", title: address });
  const payload = startPayload(url, act.bot);
  if (payload !== null) return make(
    "button",
    { type: "button", class: "link", title: address, onclick: () => act.start(payload) },
  );
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href });
}

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

// https://t.me/BOT?start=PAYLOAD opens the chat with the bot, which is this one.
function startPayload(url, bot) {
  const isBot = url.hostname === "t.me" && url.pathname.slice(1).toLowerCase() === bot.toLowerCase();
  return isBot ? url.searchParams.get("start") ?? "" : null;
}
