// Small menus that open at a place and close at the next click, Escape or choice.

import { icon, make } from "./elements.js";

let opened = null;

/** Opens a menu of `{icon, text, act}` at a point of the window; focus returns to where it was. */
export function openMenu(entries, point) {
  closeMenu();
  const before = document.activeElement;
  const menu = make("div", { class: "menu", role: "menu" }, ...entries.map((entry) => item(entry)));
  document.body.append(menu);
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(point.x, innerWidth - box.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(point.y, innerHeight - box.height - 8))}px`;
  menu.addEventListener("keydown", (event) => walk(menu, event));
  opened = { menu, before };
  menu.firstElementChild.focus();
}

function item(entry) {
  const choose = () => {
    closeMenu();
    entry.act();
  };
  return make(
    "button",
    { type: "button", role: "menuitem", onclick: choose },
    icon(entry.icon),
    make("span", {}, entry.text),
  );
}

function walk(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  if (!step) return;
  event.preventDefault();
  const items = [...menu.children];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

function closeMenu() {
  const closing = opened;
  opened = null;
  closing?.menu.remove();
  closing?.before?.focus?.({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.menu.contains(event.target)) closeMenu();
});
