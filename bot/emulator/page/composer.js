// The text field of one phone, with what hangs on it: a file, a message to answer or to edit, the commands.

import { icon, iconButton, make } from "./elements.js";
import { size, summary, textOf } from "./bubble.js";
import { openMenu } from "./menus.js";
import { Suggestions } from "./suggestions.js";
import { word } from "./words.js";

const TALLEST_PIXELS = 200;

export class Composer {
  /**
   * `send({text, file, as, reply, edit})` gives a promise; what is written stays if it fails. `noted()` is called
   * when something was written or hung on.
   */
  constructor(send, noted) {
    this.send = send;
    this.noted = noted;
    this.pending = {};
    this.isBusy = false;
    this.field = make(
      "textarea",
      {
        rows: 1, placeholder: word("message"), "aria-label": word("message"), dir: "auto",
        "aria-autocomplete": "list", enterkeyhint: "send",
      },
    );
    this.suggestions = new Suggestions({
      field: this.field,
      choose: (command) => this.say(`/${command}`),
      complete: (command) => this.fill(`/${command} `),
    });
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("paste", (event) => this.pasted(event));
    this.picker = make("input", { type: "file", hidden: true, tabindex: -1 });
    this.picker.addEventListener("change", () => this.picked());
    this.chip = make("div", { class: "chip", hidden: true });
    this.menu = make(
      "button",
      {
        type: "button", class: "commands", hidden: true, "aria-label": word("menu"), title: word("menu"),
        onclick: () => this.openCommands(),
      },
      icon("menu"),
      make("span", {}, word("menu")),
    );
    this.attach = iconButton("clip", word("attach"), () => this.openAttach());
    this.sendButton = iconButton("send", word("send"), () => this.submit(), { class: "round send" });
    const line = make(
      "div",
      { class: "line" },
      this.menu,
      make("div", { class: "field" }, this.field, this.attach),
      this.sendButton,
      this.picker,
    );
    this.element = make("div", { class: "composer" }, this.suggestions.element, this.chip, line);
  }

  /** Whether something is being written. */
  get isUsed() {
    return Boolean(this.field.value.trim() || this.pending.file);
  }

  /** Takes the bot's commands for this person. */
  offer(commands) {
    this.suggestions.commands = commands;
    this.menu.hidden = commands.length === 0;
  }

  /** Writes a text into the field and goes there. */
  fill(text) {
    this.field.value = text;
    this.changed();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  /** Sends a text at once, beside what is being written. */
  say(text) {
    return this.send({ text }).catch(() => {});
  }

  /** Prepares an answer to a message. */
  answer(message) {
    this.hang({ reply: message });
  }

  /** Prepares a change of an own message. */
  change(message) {
    this.hang({ edit: message });
    this.fill(textOf(message));
  }

  /** Hangs a file on the next message; pictures go as photos unless `as` says otherwise. */
  hangFile(file, as = file.type.startsWith("image/") ? "photo" : "document") {
    this.hang({ file, as });
  }

  hang(pending) {
    this.pending = pending;
    const what = pending.reply ?? pending.edit;
    const name = pending.file?.name ?? (pending.edit ? word("edit") : what?.from?.first_name);
    const detail = pending.file ? size(pending.file.size) : what && summary(what);
    const sign = { reply: "reply", edit: "edit", file: pending.as === "photo" ? "picture" : "file" }[Object.keys(pending)[0]];
    this.chip.hidden = !sign;
    const label = make("span", { class: "name" }, make("b", {}, name), make("small", {}, detail));
    const drop = iconButton("close", word("remove"), () => this.drop());
    this.chip.replaceChildren(...(sign ? [icon(sign), label, drop] : []));
    this.changed();
    this.field.focus();
  }

  drop() {
    if (this.pending.edit) this.field.value = "";
    this.hang({});
  }

  async submit() {
    const text = this.field.value;
    if (this.isBusy || !this.isUsed) return;
    this.isBusy = true;
    try {
      await this.send({ text, ...this.pending });
      this.field.value = "";
      this.hang({});
    } catch {
      // The phone has told why; what was written stays in the field.
    } finally {
      this.isBusy = false;
    }
  }

  key(event) {
    if (event.isComposing) return;
    if (this.inline?.takes(event) || this.suggestions.takes(event, this.field.value)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.drop();
  }

  changed() {
    this.suggestions.follow(this.field.value);
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST_PIXELS)}px`;
    this.sendButton.classList.toggle("ready", this.isUsed);
    this.noted();
  }

  pasted(event) {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    this.hangFile(file);
  }

  openCommands() {
    this.suggestions.toggle();
    this.field.focus();
  }

  openAttach() {
    const box = this.attach.getBoundingClientRect();
    const pick = (as, accept) => () => this.pick(as, accept);
    openMenu(
      [
        { icon: "picture", text: word("photo"), act: pick("photo", "image/*") },
        { icon: "file", text: word("file"), act: pick("document", "") },
      ],
      { x: box.right - 150, y: box.top - 104 },
    );
  }

  pick(as, accept) {
    this.wanted = as;
    this.picker.accept = accept;
    this.picker.value = "";
    this.picker.click();
  }

  picked() {
    const [file] = this.picker.files;
    if (file) this.hangFile(file, this.wanted);
  }
}
