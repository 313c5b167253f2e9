// The chats that a person can look at: the private one with the bot, groups, threads of forums, channels.

import { make } from "./elements.js";
import { word } from "./words.js";

const PRESENT = new Set(["creator", "administrator", "member"]);

/** Lists where a person is, the private chat first: `{ key, chat, thread, label }`. */
export function placesOf(personId, chats) {
  const joined = chats.filter((chat) => chat.id === personId || PRESENT.has(standing(personId, chat)));
  joined.sort((one, other) => (other.id === personId) - (one.id === personId));
  return joined.flatMap((chat) => threadsOf(chat).map(({ thread, name }) => ({
    key: keyOf(chat.id, thread),
    chat: chat.id,
    thread,
    label: [chat.id === personId ? word("private") : chat.title, name].filter(Boolean).join(" › "),
  })));
}

/** Tells what a person is in a chat, undefined for nothing. */
export function standing(personId, chat) {
  return chat.members?.find((member) => member.person === personId)?.status;
}

/** Names a chat and thread as one string. */
export function keyOf(chat, thread = 0) {
  return `${chat}/${thread}`;
}

/** Gives the thread that a message stands in, 0 for none. */
export function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : message.forum_topic_created ? message.message_id : 0;
}

function threadsOf(chat) {
  const topics = (chat.topics ?? []).map(({ thread, name }) => ({ thread, name }));
  return [{ thread: 0, name: topics.length ? word("general") : "" }, ...topics];
}

/** The list to choose from; it shows itself when there is a choice, and how much came elsewhere. */
export class Places {
  /** `go(place)` is called when one is chosen. */
  constructor(go) {
    this.unseen = new Map();
    this.places = [];
    this.element = make("select", { class: "places", "aria-label": word("chats"), title: word("chats"), hidden: true });
    this.element.addEventListener("change", () => go(this.places[this.element.selectedIndex]));
  }

  /** Shows these places, the one with this key chosen. */
  show(places, key) {
    this.places = places;
    this.key = key;
    this.unseen.delete(key);
    this.element.hidden = places.length < 2;
    this.element.replaceChildren(...places.map((place) => {
      const count = this.unseen.get(place.key);
      const label = count ? `${place.label} (${count})` : place.label;
      return make("option", { value: place.key, selected: place.key === key }, label);
    }));
  }

  /** Counts a message that came somewhere else. */
  note(key) {
    this.unseen.set(key, (this.unseen.get(key) ?? 0) + 1);
    this.show(this.places, this.key);
  }
}
