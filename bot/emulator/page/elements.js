// Makes elements. Text goes in as text nodes only, so that nobody's words become markup.

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element: `onclick` and the like become listeners, true an empty attribute, false and null none. */
export function make(tag, fields = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** Makes an icon of the sprite in index.html; it says nothing to screen readers. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${name}`);
  picture.append(use);
  return picture;
}

/** Makes a button that shows an icon alone; its label is also its tooltip. */
export function iconButton(name, label, onclick, fields = {}) {
  return make(
    "button",
    { type: "button", class: "round", "aria-label": label, title: label, onclick, ...fields },
    icon(name),
  );
}

/** Makes a coloured disc with the first letter of a name; the colour follows the id. */
export function avatar(name, id) {
  const letter = [...name.trim()][0] ?? "?";
  return make("span", { class: `avatar hue${Math.abs(id) % 6}`, "aria-hidden": "true" }, letter.toUpperCase());
}
