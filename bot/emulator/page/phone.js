// One person's phone: the private chat with the bot.

import { textOf } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, icon, iconButton, make } from "./elements.js";
import { Hints } from "./hints.js";
import { replyKeyboard } from "./keyboard.js";
import { openMenu } from "./menus.js";
import { alertOf, toasts } from "./notices.js";
import { get, post, upload } from "./server.js";
import { Thread } from "./thread.js";
import { word } from "./words.js";

const ACTION_MILLISECONDS = 5500;
// Where a location button says that this person is: Kyiv.
const HERE = { latitude: 50.45, longitude: 30.523 };
const TONGUES = { en: "English", uk: "Українська", de: "Deutsch" };

export class Phone {
  constructor(person, role, bot) {
    this.person = person;
    this.role = role;
    this.bot = bot;
    this.commands = [];
    this.toasts = toasts();
    this.thread = new Thread(person.id, word("chat_with", person.first_name, bot.first_name), this.acts());
    this.composer = new Composer((wish) => this.send(wish), () => this.refresh());
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
    for (const [code, name] of Object.entries({ [own]: own, ...TONGUES })) {
      language.append(make("option", { value: code, selected: code === own }, name));
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
    const title = make("span", { class: "title" }, make("b", {}, this.bot.first_name), this.status);
    const more = iconButton("more", word("more"), () => this.chatMenu(more));
    return make(
      "header",
      { class: "head-line" },
      make("span", { class: "avatar bot", "aria-hidden": "true" }, icon("paper")),
      title,
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

  /** Shows a person and a chat as the state describes them. */
  load(person, chat) {
    this.person = person;
    this.thread.show(chat.messages.map((message) => ({ ...message, silent: chat.silent?.includes(message.message_id) })));
    this.showKeyboard(chat.reply_keyboard);
    this.refresh();
  }

  /** Takes an event of this chat. */
  event(kind, data) {
    if (kind === "message") this.arrived(data);
    else if (kind === "edited") this.thread.edit(data);
    else if (kind === "deleted") this.thread.remove(data.message_id);
    else if (kind === "action") this.busy();
    else if (kind === "silent") this.thread.silence(data.message_id);
    else if (kind === "reaction") this.thread.bubbles.get(data.message_id)?.react(data.reaction);
    else if (kind === "keyboard") this.showKeyboard(data.keyboard);
    else if (kind === "membership") this.person = { ...this.person, is_blocked: data.bot_status === "kicked" };
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
    this.status.textContent = word("bot");
  }

  /** Asks which commands this person sees, and shows them. */
  async learn() {
    ({ commands: this.commands } = await get(`commands?person=${this.person.id}`));
    this.composer.offer(this.commands);
    this.refresh();
  }

  refresh() {
    const { isEmpty } = this.thread;
    const { is_blocked: isBlocked } = this.person;
    this.startButton.hidden = !isBlocked && !(isEmpty && !this.composer.isUsed);
    this.composer.element.hidden = !this.startButton.hidden;
    this.startButton.textContent = word(isBlocked ? "unblock" : "start");
    this.hints.show({ commands: this.commands, isEmpty, about: this.bot.description });
  }

  showKeyboard(keyboard) {
    const rows = replyKeyboard(
      keyboard,
      { say: (text) => this.composer.say(text), locate: () => this.act("location", HERE) },
    );
    this.below.replaceChildren(...rows);
    this.below.hidden = rows.length === 0;
  }

  begin() {
    if (this.person.is_blocked) this.act("unblock");
    else this.composer.say("/start");
  }

  async send({ text, file, as, reply, edit }) {
    if (file) return this.told(upload(this.person.id, file, text, as));
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
    return post(path, { person: this.person.id, ...wish });
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
    openMenu([entry], { x: box.right - 190, y: box.bottom + 6 });
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
