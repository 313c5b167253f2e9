// What the bot offers while `@bot words` is typed: cards to pick, page after page.

import { make } from "./elements.js";
import { word } from "./words.js";

const PAUSE_MILLISECONDS = 200;

let made = 0;

export class InlineResults {
  /**
   * `ask(query, offset)` gives a promise of `{results, next_offset, button}`; `pick(result)` sends one; `start(payload)`
   * opens the chat with the bot. `field` is the text field that is followed, `bot` the bot's name.
   */
  constructor({ field, bot, ask, pick, start }) {
    Object.assign(this, { field, ask, pick, start });
    this.pattern = new RegExp(`^@${bot}(?:\\s+([^]*))?$`, "i");
    this.id = `inline${++made}`;
    this.asked = 0;
    this.results = [];
    this.current = 0;
    this.list = make("div", { class: "cards", role: "listbox", "aria-label": word("results") });
    this.above = make("button", { type: "button", class: "above", hidden: true, onclick: () => this.open() });
    this.element = make("div", { class: "inline", hidden: true, "aria-live": "polite" }, this.above, this.list);
    this.list.addEventListener("scroll", () => this.scrolled());
    field.addEventListener("input", () => this.follow());
  }

  /** Whether cards are shown. */
  get isOpen() {
    return !this.element.hidden;
  }

  /** Follows what is typed; whatever is no inline query closes the list. */
  follow() {
    const typed = this.pattern.exec(this.field.value);
    clearTimeout(this.timer);
    this.asked += 1;
    if (!typed) this.close();
    else this.timer = setTimeout(() => this.load((typed[1] ?? "").trim(), ""), PAUSE_MILLISECONDS);
  }

  /** Closes the list. */
  close() {
    this.element.hidden = true;
    this.results = [];
    this.list.replaceChildren();
  }

  /** Takes a key of the text field and tells whether it was used. */
  takes(event) {
    if (!this.isOpen || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (!this.results.length) return false;
    else if (step) this.mark((this.current + step + this.results.length) % this.results.length);
    else if (event.key === "Enter" && !event.shiftKey) this.choose(this.results[this.current]);
    else return false;
    return true;
  }

  // An answer that comes after the next question is of no use.
  async load(query, offset) {
    const mine = this.asked;
    const answer = await this.ask(query, offset).catch(() => null);
    if (!answer || mine !== this.asked) return;
    if (!offset) {
      this.results = [];
      this.list.replaceChildren();
      this.list.scrollTop = 0;
    }
    this.query = query;
    this.next = answer.next_offset;
    this.button = answer.button;
    this.above.hidden = !answer.button;
    this.above.textContent = answer.button?.text ?? "";
    for (const result of answer.results) {
      this.list.append(this.card(result, this.results.length));
      this.results.push(result);
    }
    this.element.hidden = false;
    this.mark(offset ? this.current : 0);
  }

  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    if (!this.next || scrollTop + clientHeight < scrollHeight - 40) return;
    const { next } = this;
    this.next = "";
    this.load(this.query, next);
  }

  card(result, place) {
    return make(
      "button",
      { type: "button", role: "option", id: `${this.id}-${place}`, tabindex: -1, dir: "auto", onclick: () => this.choose(result) },
      make("b", {}, result.title),
      make("span", {}, result.description),
    );
  }

  mark(index) {
    this.current = index;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    const current = this.list.children[index];
    current?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", current?.id ?? "");
  }

  async choose(result) {
    await this.pick(result);
    this.clear();
  }

  open() {
    this.start(this.button.start_parameter);
    this.clear();
  }

  clear() {
    this.field.value = "";
    this.field.dispatchEvent(new Event("input"));
  }
}
