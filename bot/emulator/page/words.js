// The page's own words in three languages; what the bot says comes from the bot.

const ENGLISH = {
  demo: "Demo", reader: "Reader", editor: "Editor", bot: "bot", typing: "typing", blocked: "blocked",
  message: "Message", send: "Send", attach: "Attach", file: "File", photo: "Photo", remove: "Remove",
  menu: "Commands", more: "More", start: "START", unblock: "UNBLOCK", block: "Block the bot", language: "Language",
  reply: "Reply", forward: "Forward to the bot", edit: "Edit", copy: "Copy", close: "OK",
  edited: "edited", silent: "Arrived without a sound", forwarded: "Forwarded from {0}", expand: "Show all or less",
  reveal: "Hidden text: show", copied: "Copied", newest: "To the newest message", location: "Location", via: "via {0}",
  hour: "+1 hour", day: "+1 day", next: "To the next digest", clock: "The demo's clock",
  nothing: "No digest is planned yet: the reader has to choose topics first.", planned: "Next digest: {0}", due: "A digest is due now.",
  theme: "Light or dark", lost: "Connection lost. Trying again …",
  unreachable: "The server does not answer.", dropped: "Drop a file to send it", people: "Who chats with the bot?",
  people_hint: "The emulator knows nobody yet. Two people get a phone each.", first: "First person", second: "Second person", open: "Open the phones",
  try: "Try", hide: "Hide these hints", readers_card: "The reader’s phone", editors_card: "The editor’s phone",
  readers_hint: "Choose topics, get one digest a day at your own time. Press START below; then move the clock above to see the digest come.",
  editors_hint: "Add articles with a link, a text or a file. Press START below, then try one of these:",
  sample_text: "Add a text", sample_file: "Add a file", chat_with: "Chat of {0} with {1}",
};

const UKRAINIAN = {
  demo: "Демо", reader: "Читачка", editor: "Редактор", bot: "бот", typing: "друкує", blocked: "заблоковано",
  message: "Повідомлення", send: "Надіслати", attach: "Прикріпити", file: "Файл", photo: "Фото", remove: "Прибрати",
  menu: "Команди", more: "Більше", start: "СТАРТ", unblock: "РОЗБЛОКУВАТИ", block: "Заблокувати бота", language: "Мова",
  reply: "Відповісти", forward: "Переслати боту", edit: "Змінити", copy: "Копіювати", close: "Гаразд",
  edited: "змінено", silent: "Надійшло без звуку", forwarded: "Переслано від {0}", expand: "Показати все або менше",
  reveal: "Прихований текст: показати", copied: "Скопійовано", newest: "До найновішого повідомлення", location: "Місце", via: "через {0}",
  hour: "+1 година", day: "+1 день", next: "До наступного дайджесту", clock: "Годинник демо",
  nothing: "Дайджест ще не заплановано: спершу читачка має обрати теми.", planned: "Наступний дайджест: {0}", due: "Дайджест надійде зараз.",
  theme: "Світла чи темна", lost: "З’єднання втрачено. Пробуємо знову …",
  unreachable: "Сервер не відповідає.", dropped: "Відпустіть файл, щоб надіслати", people: "Хто розмовляє з ботом?",
  people_hint: "Емулятор ще нікого не знає. Двоє людей отримають по телефону.", first: "Перша людина", second: "Друга людина", open: "Відкрити телефони",
  try: "Спробуйте", hide: "Сховати підказки", readers_card: "Телефон читачки", editors_card: "Телефон редактора",
  readers_hint: "Оберіть теми й отримуйте один дайджест на день у зручний час. Натисніть СТАРТ унизу; потім переведіть годинник угорі, щоб дайджест надійшов.",
  editors_hint: "Додавайте статті посиланням, текстом або файлом. Натисніть СТАРТ унизу, потім спробуйте:",
  sample_text: "Додати текст", sample_file: "Додати файл", chat_with: "Розмова: {0} і {1}",
};

const GERMAN = {
  demo: "Demo", reader: "Leserin", editor: "Redakteur", bot: "Bot", typing: "schreibt", blocked: "blockiert",
  message: "Nachricht", send: "Senden", attach: "Anhängen", file: "Datei", photo: "Foto", remove: "Entfernen",
  menu: "Befehle", more: "Mehr", start: "STARTEN", unblock: "FREIGEBEN", block: "Bot blockieren", language: "Sprache",
  reply: "Antworten", forward: "An den Bot weiterleiten", edit: "Bearbeiten", copy: "Kopieren", close: "OK",
  edited: "bearbeitet", silent: "Kam ohne Ton", forwarded: "Weitergeleitet von {0}", expand: "Alles oder weniger zeigen",
  reveal: "Verborgener Text: zeigen", copied: "Kopiert", newest: "Zur neuesten Nachricht", location: "Ort", via: "über {0}",
  hour: "+1 Stunde", day: "+1 Tag", next: "Zum nächsten Digest", clock: "Die Uhr der Demo",
  nothing: "Noch ist kein Digest geplant: Erst muss die Leserin Themen wählen.", planned: "Nächster Digest: {0}", due: "Ein Digest ist jetzt fällig.",
  theme: "Hell oder dunkel", lost: "Verbindung verloren. Neuer Versuch …",
  unreachable: "Der Server antwortet nicht.", dropped: "Datei loslassen, um sie zu senden", people: "Wer spricht mit dem Bot?",
  people_hint: "Der Emulator kennt noch niemanden. Zwei Personen bekommen je ein Telefon.", first: "Erste Person", second: "Zweite Person", open: "Telefone öffnen",
  try: "Zum Ausprobieren", hide: "Hinweise ausblenden", readers_card: "Das Telefon der Leserin", editors_card: "Das Telefon des Redakteurs",
  readers_hint: "Themen wählen, einmal am Tag zur eigenen Zeit einen Digest bekommen. Unten STARTEN drücken; dann oben die Uhr vorstellen, und der Digest kommt.",
  editors_hint: "Artikel als Link, Text oder Datei hinzufügen. Unten STARTEN drücken, dann zum Beispiel:",
  sample_text: "Einen Text", sample_file: "Eine Datei", chat_with: "Chat von {0} mit {1}",
};

const LANGUAGES = { en: ENGLISH, uk: UKRAINIAN, de: GERMAN };

/** The page's language: the browser's if we have it, else English. */
export const language = [navigator.language.slice(0, 2)].find((code) => code in LANGUAGES) ?? "en";

// English reads 24-hour times too, as the bot writes them.
const REGION = { en: "en-GB", uk: "uk-UA", de: "de-DE" }[language];

/** Gives the page's word of this name, with `{0}`, `{1}` filled in. */
export function word(name, ...values) {
  return LANGUAGES[language][name].replace(/\{(\d)\}/g, (_, index) => values[index]);
}

/** Writes an instant: `shape` as for Intl.DateTimeFormat. */
export function when(instant, shape) {
  return new Intl.DateTimeFormat(REGION, shape).format(instant);
}
