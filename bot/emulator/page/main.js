// Puts the page together: the top bar, a phone for each person, and the events that reach them.

import { Clock } from "./clock.js";
import { make } from "./elements.js";
import { Phone } from "./phone.js";
import { follow, get } from "./server.js";
import { peopleForm } from "./setup.js";
import { themeButton } from "./theme.js";
import { settle, word } from "./words.js";

const ROLES = ["reader", "editor"];
const ABOUT_CHATS = new Set([
  "message",
  "edited",
  "deleted",
  "action",
  "reaction",
  "membership",
  "silent",
  "keyboard",
]);

// Service messages after which there are other chats or threads than before.
const CHANGES = ["forum_topic_created", "migrate_from_chat_id"];

const places = Object.fromEntries(["title", "tag", "clock", "tools", "switch", "phones", "banner"].map((id) => [id, document.getElementById(id)]));
const phones = new Map();
const clock = new Clock((text) => [...phones.values()].forEach((phone) => phone.toasts.say(text)));

function load(state) {
  places.banner.hidden = true;
  places.title.textContent = state.bot.first_name;
  document.title = state.bot.first_name;
  clock.set(state.clock.now);
  clock.ask();
  if (state.people.length === 0) places.phones.replaceChildren(peopleForm(meet, fail));
  else seat(state);
}

// Gives the first two people a phone each; phones that stand already are kept as they are.
function seat({ people, chats, bot }) {
  const seated = people.slice(0, ROLES.length);
  const isSame = seated.length === phones.size && seated.every((person) => phones.has(person.id));
  if (!isSame) {
    phones.clear();
    seated.forEach((person, index) => phones.set(person.id, new Phone(person, ROLES[index], bot, meet)));
    places.phones.replaceChildren(...[...phones.values()].map((phone) => phone.element));
    drawSwitch();
  }
  for (const person of seated) {
    phones.get(person.id).load(person, chats, people);
    phones.get(person.id).learn().catch(() => {});
  }
}

// Where there is no room for two phones, one shows at a time.
function drawSwitch() {
  const buttons = [...phones.values()].map((phone) =>
    make(
      "button",
      { type: "button", onclick: () => face(phone) },
      make("span", {}, phone.person.first_name),
      make("small", {}, word(phone.role)),
      make("span", { class: "count" }),
    ));
  places.switch.replaceChildren(...buttons);
  places.switch.hidden = buttons.length < 2;
  face(phones.values().next().value);
}

function face(shown) {
  [...phones.values()].forEach((phone, index) => {
    const isShown = phone === shown;
    phone.element.classList.toggle("front", isShown);
    const button = places.switch.children[index];
    button?.setAttribute("aria-pressed", String(isShown));
    if (isShown) button?.querySelector(".count").replaceChildren();
  });
  shown?.thread.toBottom();
}

// Counts what comes into the phone that is not seen.
function count(phone) {
  const button = places.switch.children[[...phones.values()].indexOf(phone)];
  if (phone.element.checkVisibility() || !button) return;
  const counter = button.querySelector(".count");
  counter.textContent = Number(counter.textContent) + 1;
}

function event(kind, data) {
  if (kind === "clock") clock.set(data.now);
  if (kind === "commands") for (const phone of phones.values()) phone.learn().catch(() => {});
  if (kind === "person" && !phones.has(data.id) && phones.size < ROLES.length) meet();
  if (kind === "chat" || CHANGES.some((name) => name in data)) meet();
  const chat = data.chat?.id ?? data.chat_id;
  for (const phone of ABOUT_CHATS.has(kind) ? phones.values() : []) {
    if (!phone.knows(chat)) continue;
    phone.event(kind, data, chat);
    if (kind === "message") count(phone);
  }
  if (kind !== "action") clock.ask();
}

function meet() {
  get("state?last=200").then(load, (error) => fail(error.message));
}

function lost() {
  fail(word("lost"));
}

function fail(text) {
  places.banner.textContent = text;
  places.banner.hidden = false;
}

settle(document.documentElement);
places.tag.textContent = word("demo");
places.clock.append(...clock.parts());
places.tools.append(themeButton());
follow({ load, event, lost });
