// One person's phone: the private chat with the bot, and every group and channel that both are in.

import { textOf } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, icon, iconButton, make } from "./elements.js";
import { Hints } from "./hints.js";
import { InlineResults } from "./inline.js";
import { replyKeyboard } from "./keyboard.js";
import { openMenu } from "./menus.js";
import { alertOf, toasts } from "./notices.js";
import { keyOf, Places, placesOf, standing, threadOf } from "./places.js";
import { get, post, upload } from "./server.js";
import { Thread } from "./thread.js";
import { TONGUES } from "./tongues.js";
import { word } from "./words.js";

const ACTION_MILLISECONDS = 5500;
// Where a location button says that this person is: Kyiv.
const HERE = { latitude: 50.45, longitude: 30.523 };
const KINDS = { group: 0, supergroup: 0, channel: 0 };

export class Phone {
  /** `again()` asks for the state of everything once more. */
  constructor(person, role, bot, again) {
    this.person = person;
    this.again = again;
    this.chats = new Map();
    this.place = { chat: person.id, thread: 0 };
    this.places = new Places((place) => this.go(place));
    this.role = role;
    this.bot = bot;
    this.commands = [];
    this.toasts = toasts();
    this.thread = new Thread(person.id, word("chat_with", person.first_name, bot.first_name), this.acts());
    this.composer = new Composer((wish) => this.send(wish), () => this.refresh());
    this.inline = new InlineResults({
      field: this.composer.field,
      bot: bot.username,
      ask: (query, offset) => this.wish("inline", { query, offset }),
      pick: (result) => this.act("pick", { result }),
      start: (payload) => this.composer.say(`/start ${payload}`),
    });
    this.composer.element.prepend(this.inline.element);
    this.composer.inline = this.inline;
    this.hints = new Hints(role, this.composer);
    this.status = make("small", {}, word("bot"));
    this.startButton = make("button", { type: "button", class: "startup", onclick: () => this.begin() });
    this.below = make("div", { class: "below-keys", hidden: true });
    this.element = this.build();
    this.dropFiles();
  }

  build() {
    const screen = make(
      "div",
      { class: "screen" },
      this.thread.list,
      this.hints.card,
      this.thread.down,
      this.toasts.place,
      make("div", { class: "dropping" }, word("dropped")),
    );
    const phone = make(
      "section",
      { class: "phone", "aria-label": `${word(this.role)}: ${this.person.first_name}` },
      this.header(),
      screen,
      this.hints.row,
      this.composer.element,
      this.startButton,
      this.below,
    );
    this.thread.list.addEventListener("contextmenu", (event) => this.messageMenu(event));
    this.thread.list.addEventListener("dblclick", (event) => this.replyTo(event));
    return make("div", { class: `place ${this.role}` }, this.owner(), phone);
  }

  owner() {
    const language = make(
      "select",
      { "aria-label": word("language"), title: word("language"), onchange: () => this.speak(language.value) },
    );
    const own = this.person.language_code ?? "en";
    for (const [code, tongue] of Object.entries({ [own]: { name: own }, ...TONGUES })) {
      language.append(make("option", { value: code, selected: code === own }, tongue.name));
    }
    return make(
      "div",
      { class: "owner" },
      avatar(this.person.first_name, this.person.id),
      make("b", {}, this.person.first_name),
      make("span", { class: "tag" }, word(this.role)),
      language,
    );
  }

  header() {
    this.title = make("b", {}, this.bot.first_name);
    const title = make("span", { class: "title" }, this.title, this.status);
    const more = iconButton("more", word("more"), () => this.chatMenu(more));
    return make(
      "header",
      { class: "head-line" },
      make("span", { class: "avatar bot", "aria-hidden": "true" }, icon("paper")),
      title,
      this.places.element,
      more,
    );
  }

  acts() {
    return {
      bot: this.bot.username,
      command: (text) => this.composer.say(text),
      start: (payload) => this.composer.say(`/start ${payload}`.trim()),
      copy: (text) => this.copy(text),
      fill: (text) => this.composer.fill(text),
      tap: (messageId, data) => this.tap(messageId, data),
      deeds: (message, button) => this.openDeeds(message, button.getBoundingClientRect()),
    };
  }

  /** Shows a person and the chats as the state describes them. */
  load(person, chats, people) {
    this.person = person;
    this.others = people.filter((other) => other.id !== person.id).map((other) => other.id);
    const places = placesOf(person.id, chats);
    this.chats = new Map(chats.filter((chat) => places.some((place) => place.chat === chat.id)).map((chat) => [chat.id, chat]));
    if (!places.some((place) => place.key === this.key)) this.go(places[0]);
    else this.showPlace(places);
  }

  /** Whether this person sees a chat. */
  knows(chat) {
    return this.chats.has(chat);
  }

  get key() {
    return keyOf(this.place.chat, this.place.thread);
  }

  get chat() {
    return this.chats.get(this.place.chat);
  }

  /** Looks at another chat or thread. */
  go(place) {
    this.place = { chat: place.chat, thread: place.thread };
    this.thread.show([]);
    this.showPlace(placesOf(this.person.id, [...this.chats.values()]));
    this.learn().catch(() => {});
  }

  showPlace(places) {
    const { chat } = this;
    this.places.show(places, this.key);
    this.title.textContent = this.isPrivate ? this.bot.first_name : places.find((place) => place.key === this.key).label;
    this.idle();
    const here = chat.messages.filter((message) => threadOf(message) === this.place.thread);
    this.thread.show(here.map((message) => ({ ...message, silent: chat.silent?.includes(message.message_id) })));
    this.showKeyboard(chat.reply_keyboard);
    this.refresh();
  }

  get isPrivate() {
    return this.place.chat === this.person.id;
  }

  // Keeps what came, so that another chat shows it when it is looked at.
  keep(kind, data, chat) {
    const { messages } = this.chats.get(chat);
    const index = messages.findIndex((message) => message.message_id === data.message_id);
    if (kind === "deleted" && index >= 0) messages.splice(index, 1);
    else if (kind === "edited" && index >= 0) messages[index] = data;
    else if (kind === "message" && index < 0) messages.push(data);
    else if (kind === "keyboard") this.chats.get(chat).reply_keyboard = data.keyboard;
  }

  /** Takes an event of a chat that this person sees. */
  event(kind, data, chat) {
    this.keep(kind, data, chat);
    if (chat === this.person.id && kind === "membership") this.person = { ...this.person, is_blocked: data.bot_status === "kicked" };
    const isHere = chat === this.place.chat && (kind !== "message" || threadOf(data) === this.place.thread);
    if (isHere) this.happened(kind, data);
    else if (kind === "message") this.places.note(keyOf(chat, threadOf(data)));
  }

  happened(kind, data) {
    if (kind === "message") this.arrived(data);
    else if (kind === "edited") this.thread.edit(data);
    else if (kind === "deleted") this.thread.remove(data.message_id);
    else if (kind === "action") this.busy();
    else if (kind === "silent") this.thread.silence(data.message_id);
    else if (kind === "reaction") this.thread.bubbles.get(data.message_id)?.react(data.reaction);
    else if (kind === "keyboard") this.showKeyboard(data.keyboard);
    if (kind !== "edited" && kind !== "action") this.refresh();
  }

  arrived(message) {
    this.thread.put(message);
    if (message.from?.id === this.bot.id) this.idle();
  }

  busy() {
    clearTimeout(this.acting);
    this.status.replaceChildren(
      word("typing"),
      make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i")),
    );
    this.acting = setTimeout(() => this.idle(), ACTION_MILLISECONDS);
  }

  idle() {
    clearTimeout(this.acting);
    const kind = this.chat?.is_forum ? "forum" : this.chat?.type in KINDS && (this.chat.type === "channel" ? "channel" : "group");
    this.status.textContent = word(kind || "bot");
  }

  /** Asks which commands this person sees, and shows them. */
  async learn() {
    ({ commands: this.commands } = await get(`commands?person=${this.person.id}&chat=${this.place.chat}`));
    this.composer.offer(this.commands);
    this.refresh();
  }

  refresh() {
    const { isEmpty } = this.thread;
    const { is_blocked: isBlocked } = this.person;
    this.startButton.hidden = !this.isPrivate || (!isBlocked && !(isEmpty && !this.composer.isUsed));
    this.composer.element.hidden = !this.startButton.hidden || !this.mayWrite;
    this.startButton.textContent = word(isBlocked ? "unblock" : "start");
    this.hints.show({ commands: this.commands, isEmpty: isEmpty && this.isPrivate, about: this.person.about });
  }

  // In a channel only who administers it writes.
  get mayWrite() {
    return this.chat?.type !== "channel" || ["creator", "administrator"].includes(standing(this.person.id, this.chat));
  }

  showKeyboard(keyboard) {
    const rows = replyKeyboard(
      keyboard,
      { say: (text) => this.composer.say(text), locate: () => this.act("location", HERE), share: (wish, box) => this.share(wish, box) },
    );
    this.below.replaceChildren(...rows);
    this.below.hidden = rows.length === 0;
  }

  begin() {
    if (this.person.is_blocked) this.act("unblock");
    else this.composer.say("/start");
  }

  async send({ text, file, as, reply, edit }) {
    if (file) return this.told(upload({ ...this.where(), caption: text, as }, file));
    if (edit) return this.told(this.wish("edit", { message_id: edit.message_id, text }));
    if (reply) return this.told(this.wish("reply", { message_id: reply.message_id, text }));
    return this.told(this.wish("send", { text }));
  }

  async tap(messageId, data) {
    const answer = await this.act("tap", { message_id: messageId, data });
    if (answer?.show_alert) alertOf(this.bot.first_name, answer.text);
    else if (answer?.text) this.toasts.say(answer.text);
  }

  act(path, wish = {}) {
    return this.told(this.wish(path, wish)).catch(() => null);
  }

  wish(path, wish) {
    return post(path, { ...this.where(), ...wish });
  }

  where() {
    const { chat, thread } = this.place;
    return { person: this.person.id, ...(this.isPrivate ? {} : { chat }), ...(thread ? { thread } : {}) };
  }

  // Answers a "choose chat" button with one of the person's own.
  share({ request_id: number, chat_is_channel: isChannel }, box) {
    const chats = [...this.chats.values()].filter((chat) => chat.id !== this.person.id && (chat.type === "channel") === Boolean(isChannel));
    const entries = chats.map((chat) => ({ icon: "paper", text: chat.title, act: () => this.act("share_chat", { shared: chat.id, request_id: number }) }));
    openMenu(entries.length ? entries : this.founding(), { x: box.left, y: box.top - 60 });
  }

  // Makes a chat with the other person of the page in it, and looks at it.
  async found(kind) {
    const id = (kind === "group" ? -1e6 : -1e12) - Math.ceil(Math.random() * 1e6);
    await this.told(post("groups", {
      id, title: `${word(kind)} ${this.chats.size}`, administrators: [this.person.id], forum: kind === "forum", channel: kind === "channel",
    }));
    for (const other of this.others) await this.told(post("members", { chat: id, person: other }));
    this.place = { chat: id, thread: 0 };
    this.thread.show([]);
    this.again();
  }

  founding() {
    return ["group", "forum", "channel"].map((kind) => (
      { icon: "paper", text: word(`new_${kind}`), act: () => this.found(kind).catch(() => {}) }
    ));
  }

  // Tells why something was refused, and passes the refusal on.
  async told(promise) {
    try {
      return await promise;
    } catch (error) {
      this.toasts.say(error.message);
      throw error;
    }
  }

  async copy(text) {
    await navigator.clipboard.writeText(text).then(() => this.toasts.say(word("copied")), () => {});
  }

  speak(code) {
    const { id, first_name: name, username = "" } = this.person;
    this.told(post("people", { id, name, username, language_code: code })).then(() => this.learn(), () => {});
  }

  chatMenu(button) {
    const box = button.getBoundingClientRect();
    const entry = this.person.is_blocked
      ? { icon: "check", text: word("unblock"), act: () => this.act("unblock") }
      : { icon: "block", text: word("block"), act: () => this.act("block") };
    const topic = { icon: "menu", text: word("new_topic"), act: () => this.openTopic() };
    openMenu([entry, ...this.founding(), ...(this.chat?.is_forum ? [topic] : [])], { x: box.right - 190, y: box.bottom + 6 });
  }

  openTopic() {
    const name = `${word("new_topic")} ${(this.chat.topics?.length ?? 0) + 1}`;
    this.told(post("topics", { chat: this.place.chat, name })).catch(() => {});
  }

  messageAt(event) {
    const row = event.target.closest?.(".row");
    return row ? this.thread.bubbles.get(Number(row.dataset.id))?.message : undefined;
  }

  replyTo(event) {
    const message = this.messageAt(event);
    if (!message || event.target.closest("button, a, .keyboard")) return;
    getSelection().removeAllRanges();
    this.composer.answer(message);
  }

  messageMenu(event) {
    const message = this.messageAt(event);
    if (!message) return;
    event.preventDefault();
    this.openDeeds(message, { x: event.clientX, y: event.clientY });
  }

  openDeeds(message, point) {
    openMenu(this.deeds(message), point);
  }

  deeds(message) {
    const isOwn = message.from?.id === this.person.id;
    const hasText = Boolean(textOf(message));
    return [
      { icon: "reply", text: word("reply"), act: () => this.composer.answer(message) },
      ...(hasText ? [{ icon: "copy", text: word("copy"), act: () => this.copy(textOf(message)) }] : []),
      { icon: "forward", text: word("forward"), act: () => this.passOn(message) },
      ...(isOwn && hasText ? [{ icon: "edit", text: word("edit"), act: () => this.composer.change(message) }] : []),
    ];
  }

  passOn(message) {
    this.act("forward", { message_id: message.message_id });
  }

  dropFiles() {
    const phone = this.element;
    const over = (isOver) => (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      phone.classList.toggle("dragging", isOver);
    };
    phone.addEventListener("dragover", over(true));
    phone.addEventListener("dragleave", over(false));
    phone.addEventListener("drop", (event) => {
      over(false)(event);
      const [file] = event.dataTransfer.files;
      if (file) this.composer.hangFile(file);
    });
  }
}
