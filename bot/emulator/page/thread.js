// The messages of one chat: in days, kept at the bottom unless somebody reads further up.

import { Bubble, isNotice, Notice } from "./bubble.js";
import { iconButton, make } from "./elements.js";
import { word, when } from "./words.js";

const NEAR_PIXELS = 90;

export class Thread {
  constructor(personId, label, act) {
    this.personId = personId;
    this.act = act;
    this.bubbles = new Map();
    this.day = { key: "", element: null };
    this.missed = 0;
    this.list = make(
      "div",
      { class: "thread", role: "log", "aria-live": "polite", "aria-label": label, tabindex: 0 },
    );
    this.count = make("span", { class: "count" });
    this.down = iconButton(
      "down",
      word("newest"),
      () => this.toBottom("smooth"),
      { class: "round down", hidden: true },
    );
    this.down.append(this.count);
    this.isKept = true;
    this.list.addEventListener("scroll", () => this.scrolled());
    // What makes the list shorter (a composer that grows, a keyboard) must not hide the newest message.
    new ResizeObserver(() => this.isKept && this.toBottom()).observe(this.list);
  }

  /** Whether there is no message. */
  get isEmpty() {
    return this.bubbles.size === 0;
  }

  /** Shows exactly these messages; what is there already stays untouched. */
  show(messages) {
    const wanted = new Set(messages.map((message) => message.message_id));
    for (const number of this.bubbles.keys()) if (!wanted.has(number)) this.remove(number);
    for (const message of messages) this.put(message);
  }

  /** Shows an edit in place, unless the message is older than what was loaded. */
  edit(message) {
    if (this.bubbles.has(message.message_id)) this.put(message);
  }

  /** Adds a message, or shows it as it stands now. */
  put(message) {
    const known = this.bubbles.get(message.message_id);
    const isOwn = message.from?.id === this.personId;
    if (known) known.update({ ...message, silent: known.message.silent || message.silent });
    else this.append(message, isOwn);
    if (this.isKept || (isOwn && !known)) this.toBottom();
    else if (!known) this.note(1);
  }

  append(message, isOwn) {
    const bubble = isNotice(message) ? new Notice(message) : new Bubble(message, isOwn, this.act);
    this.bubbles.set(message.message_id, bubble);
    if (bubble instanceof Bubble) bubble.element.append(iconButton(
      "more",
      word("more"),
      (event) => this.act.deeds(bubble.message, event.currentTarget),
      { class: "round deeds" },
    ));
    this.dayOf(message).append(bubble.element);
  }

  dayOf(message) {
    const date = new Date(message.date * 1000);
    if (this.day.key !== date.toDateString()) {
      const title = when(date, { weekday: "long", day: "numeric", month: "long" });
      this.day = { key: date.toDateString(), element: make(
        "section",
        { class: "day" },
        make("div", { class: "pill" }, title),
      ) };
      this.list.append(this.day.element);
    }
    return this.day.element;
  }

  /** Takes a message away, and its day if that is empty then. */
  remove(number) {
    const day = this.bubbles.get(number)?.element.parentElement;
    this.bubbles.get(number)?.element.remove();
    this.bubbles.delete(number);
    if (day?.childElementCount !== 1) return;
    day.remove();
    if (day === this.day.element) this.day = { key: "", element: null };
  }

  /** Marks a message as sent without a sound. */
  silence(number) {
    const bubble = this.bubbles.get(number);
    bubble?.update({ ...bubble.message, silent: true });
  }

  /** Scrolls to the newest message. */
  toBottom(behavior = "instant") {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior });
    this.note(0);
  }

  // A list of another size was scrolled by the browser, not by the reader.
  scrolled() {
    if (this.isKept && this.box !== this.boxNow()) this.toBottom();
    else this.note(0);
  }

  boxNow() {
    return `${this.list.clientWidth}×${this.list.clientHeight}`;
  }

  // Keeps in mind whether the reader is at the end, and how many messages came while not.
  note(more) {
    const distance = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
    this.box = this.boxNow();
    this.isKept = distance < NEAR_PIXELS;
    this.missed = this.isKept ? 0 : this.missed + more;
    this.count.textContent = this.missed || "";
    this.down.hidden = this.isKept;
  }
}
