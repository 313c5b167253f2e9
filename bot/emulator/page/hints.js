// What a newcomer can try: a card in the empty chat, later a row of examples above the text field.

import { icon, iconButton, make } from "./elements.js";
import { word } from "./words.js";

const STORY = `The night train from Prague to Gothenburg will run all year from June, the two railways said on Monday. \
Until now it ran on summer weekends only. Tickets for the new season go on sale in March and start at 39 euros. \
The operators ordered 24 sleeping cars, which replace carriages built in 1987. \
Passenger groups welcomed the plan but asked for places for bicycles. \
A decision on a stop in Hamburg is expected before the end of the year.`;

const REPORT = `Wind farms off the Danish coast fed more power into the grid in October than in any month before. \
The grid operator counted 2.1 terawatt hours, a third more than a year ago. \
Strong winds and two new parks explain the record, it said. \
On nine days the turbines covered the whole demand of the country. \
Surplus power went to Norway, where reservoirs were filled for the winter. \
Prices on the exchange fell below zero for 41 hours.`;

const ADD = "/add #world ";

// Each names the command it needs: a bot without it gets no such hint.
const SAMPLES = {
  reader: [
    { command: "digest", text: "/digest" },
    { command: "latest", text: "/latest" },
    { command: "schedule", text: "/schedule 18:30 weekdays" },
  ],
  editor: [
    { command: "add", label: "sample_text", text: `${ADD}Night train to Gothenburg will run all year\n${STORY}` },
    { command: "add", label: "sample_file", text: `${ADD}Wind power sets a record in October`, file: ["wind-record.txt", REPORT] },
    { command: "articles", text: "/articles" },
  ],
};

export class Hints {
  /** `composer` is filled by a click on an example. */
  constructor(role, composer) {
    this.role = role;
    this.composer = composer;
    this.isWanted = true;
    this.card = make("div", { class: "card", hidden: true });
    this.row = make("div", { class: "tries", hidden: true });
  }

  /** Shows the card for an empty chat, else the row; `about` is the bot's own description. */
  show({ commands, isEmpty, about }) {
    const known = new Set(commands.map((one) => one.command));
    const samples = SAMPLES[this.role].filter((sample) => known.has(sample.command));
    this.card.hidden = !isEmpty;
    this.row.hidden = isEmpty || !this.isWanted || samples.length === 0;
    this.card.replaceChildren(
      ...this.introduction(about),
      ...(this.role === "editor" ? [this.choices(samples)] : []),
    );
    this.row.replaceChildren(
      make("span", {}, word("try")),
      this.choices(samples),
      iconButton("close", word("hide"), () => this.hide()),
    );
  }

  introduction(about) {
    return [
      make("span", { class: "avatar bot" }, icon("paper")),
      make("h3", {}, word(`${this.role}s_card`)),
      ...(about ? [make("p", { class: "about" }, about)] : []),
      make("p", {}, word(`${this.role}s_hint`)),
    ];
  }

  choices(samples) {
    return make(
      "div",
      { class: "choices" },
      ...samples.map((sample) => make(
        "button",
        { type: "button", onclick: () => this.use(sample) },
        sample.label ? word(sample.label) : sample.text,
      )),
    );
  }

  use({ text, file }) {
    if (file) this.composer.hangFile(new File([file[1]], file[0], { type: "text/plain" }));
    else this.composer.drop();
    this.composer.fill(text);
  }

  hide() {
    this.isWanted = false;
    this.row.hidden = true;
  }
}
