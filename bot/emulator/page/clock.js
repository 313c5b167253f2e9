// The demo's clock: it runs with real time, and can be moved forward.

import { icon, make } from "./elements.js";
import { get, post } from "./server.js";
import { word, when } from "./words.js";

const SETTLE_MILLISECONDS = 300;
const HOUR = 3600;

export class Clock {
  /** `failed(text)` tells why the clock could not be moved. */
  constructor(failed) {
    this.failed = failed;
    this.ahead = 0;
    this.time = make("time", { class: "time" });
    this.date = make("span", { class: "date" });
    this.hint = make("span", { class: "hint", id: "planned" });
    this.nextButton = make(
      "button",
      { type: "button", class: "primary", "aria-describedby": "planned", disabled: true, onclick: () => this.move("clock/next") },
      make("span", {}, word("next")),
      icon("next"),
    );
    this.buttons = [this.step("hour", HOUR), this.step("day", 24 * HOUR)];
    setInterval(() => this.tick(), 1000);
  }

  step(name, seconds) {
    return make("button", { type: "button", onclick: () => this.move("clock/advance", { seconds }) }, word(name));
  }

  /** Gives what stands in the top bar. */
  parts() {
    const face = make("div", { class: "face", role: "timer", "aria-label": word("clock") }, this.time, this.date);
    return [
      face,
      make("div", { class: "moves" }, ...this.buttons, make("div", { class: "next" }, this.nextButton, this.hint)),
    ];
  }

  /** Takes the emulator's time, an ISO instant. */
  set(now) {
    this.ahead = new Date(now).getTime() - Date.now();
    this.tick();
  }

  tick() {
    const now = new Date(Date.now() + this.ahead);
    const here = when(now, { hour: "2-digit", minute: "2-digit" });
    const there = when(now, { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
    this.time.textContent = here;
    this.time.dateTime = now.toISOString();
    const day = when(now, { weekday: "short", day: "numeric", month: "short" });
    this.date.textContent = here === there ? `${day} · UTC` : `${day} · ${there} UTC`;
  }

  /** Asks when the next digest is due, once the events of the moment are through. */
  ask() {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => get("clock").then((clock) => this.plan(clock), () => {}), SETTLE_MILLISECONDS);
  }

  plan({ now, next }) {
    this.set(now);
    this.nextButton.disabled = !next;
    this.hint.textContent = next ? this.planned(new Date(next), new Date(now)) : word("nothing");
    // Where there is no room for the line below the button.
    this.nextButton.title = this.hint.textContent;
  }

  planned(next, now) {
    if (next <= now) return word("due");
    return word("planned", when(next, { weekday: "short", hour: "2-digit", minute: "2-digit" }));
  }

  async move(path, wish) {
    const all = [...this.buttons, this.nextButton];
    const disabled = all.map((button) => button.disabled);
    for (const button of all) button.disabled = true;
    try {
      this.set((await post(path, wish)).now);
    } catch (error) {
      this.failed(error.message);
    } finally {
      all.forEach((button, index) => (button.disabled = disabled[index]));
      this.ask();
    }
  }
}
