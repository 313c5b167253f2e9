// One message as it is seen; an edit renews only the parts that changed.

import { icon, make } from "./elements.js";
import { formatted } from "./formatting.js";
import { inlineKeyboard } from "./keyboard.js";
import { word, when } from "./words.js";

const SHOWN_WIDTH = 320;
const SHOWN_HEIGHT = 380;

export class Bubble {
  /** `act` is what its parts can do: those of formatting.js and keyboard.js, with `tap(messageId, data)`. */
  constructor(message, isOwn, act) {
    this.isOwn = isOwn;
    this.act = { ...act, tap: (data) => act.tap(message.message_id, data) };
    this.parts = {};
    // The time stands at the end of the last line, so it floats in the same block as the text.
    this.body = make("div", { class: "body", dir: "auto" });
    this.head = make("div", { class: "top" });
    this.bubble = make("div", { class: "bubble" }, this.head, this.body);
    this.stack = make("div", { class: "stack" }, this.bubble);
    this.element = make(
      "article",
      { class: `row ${isOwn ? "own" : "other"}`, "data-id": message.message_id },
      this.stack,
    );
    this.update(message);
  }

  /** Shows the message as it stands now. */
  update(message) {
    this.message = message;
    this.renew(
      "head",
      this.head,
      [message.forward_origin, message.via_bot, message.reply_to_message],
      () => head(message, this.isOwn),
    );
    this.renew("media", this.head, [message.photo, message.document, message.location], () => media(message));
    this.renew("text", this.body, [textOf(message), entitiesOf(message)], () => this.text(message));
    this.renew("meta", this.body, [message.date, message.edit_date, message.silent], () => meta(message));
    this.renew("keys", this.stack, [message.reply_markup], () => this.keys(message));
    this.bubble.classList.toggle("wordless", !textOf(message) && Boolean(message.photo));
  }

  /** Shows the bot's reaction. */
  react(reactions) {
    this.renew("reaction", this.bubble, reactions, () =>
      reactions.length ? make("div", { class: "reaction" }, ...reactions.map((one) => one.emoji ?? "★")) : null);
  }

  renew(name, parent, source, build) {
    const fingerprint = JSON.stringify(source);
    const before = this.parts[name];
    if (before?.fingerprint === fingerprint) return;
    const element = build() ?? make("span", { hidden: true });
    const focused = before ? focusedKey(before.element) : -1;
    if (before) before.element.replaceWith(element);
    else parent.append(element);
    this.parts[name] = { fingerprint, element };
    if (focused >= 0) element.querySelectorAll(".key")[focused]?.focus();
  }

  text(message) {
    const text = textOf(message);
    return text ? make("span", { class: "text" }, formatted(text, entitiesOf(message), this.act)) : null;
  }

  keys(message) {
    const rows = message.reply_markup?.inline_keyboard;
    return rows ? inlineKeyboard(rows, this.act) : null;
  }
}

/** A message without words or a file: what happened in the chat, in one line. */
export class Notice {
  constructor(message) {
    this.message = message;
    this.element = make("div", { class: "pill notice", "data-id": message.message_id }, happening(message));
  }

  update() {}

  react() {}
}

/** Whether a message tells what happened in a chat, instead of what somebody said. */
export function isNotice(message) {
  return !["text", "caption", "photo", "document", "location"].some((name) => name in message);
}

function happening(message) {
  if (message.forum_topic_created) return word("topic_opened", message.forum_topic_created.name);
  if (message.forum_topic_closed) return word("topic_closed");
  if (message.forum_topic_reopened) return word("topic_reopened");
  if (message.migrate_to_chat_id ?? message.migrate_from_chat_id) return word("upgraded");
  if (message.chat_shared) return word("chose", message.chat_shared.title ?? "");
  return word("service");
}

/** Gives the words of a message: its text or its caption. */
export function textOf(message) {
  return message.text ?? message.caption ?? "";
}

function entitiesOf(message) {
  return message.entities ?? message.caption_entities ?? [];
}

// A tap on a toggle edits the keyboard; who works with keys stays on the same button.
function focusedKey(element) {
  return [...element.querySelectorAll(".key")].indexOf(document.activeElement);
}

function head(message, isOwn) {
  const lines = [];
  const isAmongMany = ["group", "supergroup"].includes(message.chat.type);
  if (isAmongMany && !isOwn) lines.push(make("div", { class: "sender", dir: "auto" }, message.sender_chat?.title ?? message.from?.first_name ?? ""));
  if (message.forward_origin) lines.push(make(
    "div",
    { class: "origin" },
    word("forwarded", author(message.forward_origin)),
  ));
  if (message.via_bot) lines.push(make("div", { class: "origin" }, word("via", `@${message.via_bot.username}`)));
  if (message.reply_to_message) lines.push(replied(message.reply_to_message));
  return lines.length ? make("div", { class: "head" }, ...lines) : null;
}

function author(origin) {
  return origin.sender_user?.first_name ?? origin.chat?.title ?? origin.sender_chat?.title ?? origin.sender_user_name ?? "?";
}

function replied(original) {
  return make(
    "div",
    { class: "replied" },
    make("b", {}, original.from?.first_name ?? ""),
    make("span", {}, summary(original)),
  );
}

/** Gives a message in a few words, for a line. */
export function summary(message) {
  return textOf(message).replace(/\s+/g, " ").slice(0, 120) || message.document?.file_name || word(message.photo ? "photo" : "message");
}

function media(message) {
  if (message.photo) return photo(message.photo.at(-1));
  if (message.document) return file(message.document);
  if (message.location) return place(message.location);
  return null;
}

function photo(size) {
  const scale = Math.min(1, SHOWN_WIDTH / size.width, SHOWN_HEIGHT / size.height);
  const address = `/emulator/files/${size.file_unique_id}`;
  const picture = make(
    "img",
    { src: address, alt: word("photo"), width: Math.round(size.width * scale), height: Math.round(size.height * scale), loading: "lazy" },
  );
  return make("a", { class: "photo", href: address, target: "_blank", rel: "noopener" }, picture);
}

function file(document) {
  return make(
    "a",
    { class: "file", href: `/emulator/files/${document.file_unique_id}`, download: document.file_name },
    make("span", { class: "disc" }, icon("file")),
    make("span", { class: "name" }, make("b", {}, document.file_name), make("small", {}, size(document.file_size))),
  );
}

/** Writes a number of bytes for people. */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function place(location) {
  const coordinates = `${location.latitude.toFixed(3)}, ${location.longitude.toFixed(3)}`;
  return make(
    "div",
    { class: "file" },
    make("span", { class: "disc" }, icon("pin")),
    make("span", { class: "name" }, make("b", {}, word("location")), make("small", {}, coordinates)),
  );
}

function meta(message) {
  const time = new Date(message.date * 1000);
  return make(
    "div",
    { class: "meta" },
    message.silent ? make("span", { class: "muted", title: word("silent"), role: "img", "aria-label": word("silent") }, icon("muted")) : null,
    message.edit_date ? make("span", {}, word("edited")) : null,
    make(
      "time",
      { datetime: time.toISOString(), title: when(time, { dateStyle: "full", timeStyle: "medium" }) },
      when(time, { hour: "2-digit", minute: "2-digit" }),
    ),
  );
}
