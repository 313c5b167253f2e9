// The bot's commands: all of them from the menu button, the fitting ones while a command is typed.

import { make } from "./elements.js";
import { word } from "./words.js";

const PARTIAL = /^\/([a-z0-9_]*)$/i;

let made = 0;

export class Suggestions {
  /** `choose(command)` sends a command; `complete(command)` writes it into `field`, which keeps the focus. */
  constructor({ field, choose, complete }) {
    this.field = field;
    this.choose = choose;
    this.complete = complete;
    this.id = `commands${++made}`;
    this.commands = [];
    this.shown = [];
    this.current = 0;
    this.element = make("div", { class: "suggestions", role: "listbox", "aria-label": word("menu"), hidden: true });
  }

  /** Whether the list is open. */
  get isOpen() {
    return !this.element.hidden;
  }

  /** Opens with every command, or closes. */
  toggle() {
    this.show(this.isOpen ? [] : this.commands);
  }

  /** Follows what is typed: `/he` shows /help. */
  follow(text) {
    const typed = PARTIAL.exec(text);
    this.show(typed ? this.commands.filter((one) => one.command.startsWith(typed[1].toLowerCase())) : []);
  }

  /** Closes the list. */
  close() {
    this.show([]);
  }

  /** Takes a key of the text field and tells whether it was used. */
  takes(event, text) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.current + step + this.shown.length) % this.shown.length);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !this.isWhole(text))) this.complete(this.shown[this.current].command);
    else return false;
    return true;
  }

  // A command that is typed in full is sent by Enter, one that is begun is completed.
  isWhole(text) {
    return this.commands.some((one) => `/${one.command}` === text.trim());
  }

  show(commands) {
    this.shown = commands;
    this.element.hidden = commands.length === 0;
    this.element.replaceChildren(...commands.map((one) => this.option(one)));
    this.mark(0);
  }

  option({ command, description }) {
    const onclick = () => {
      this.close();
      this.choose(command);
    };
    return make(
      "button",
      { type: "button", role: "option", id: `${this.id}-${command}`, tabindex: -1, onclick },
      make("b", {}, `/${command}`),
      make("span", {}, description),
    );
  }

  mark(index) {
    this.current = index;
    [...this.element.children].forEach((option, place) => option.setAttribute(
      "aria-selected",
      String(place === index),
    ));
    const current = this.element.children[index];
    current?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", current?.id ?? "");
  }
}
