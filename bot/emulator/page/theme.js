// Light or dark: as the system says, until somebody chooses.

import { icon, iconButton } from "./elements.js";
import { word } from "./words.js";

const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");

/** Makes the button that changes between light and dark, and applies what was chosen before. */
export function themeButton() {
  const button = iconButton("sun", word("theme"), () => choose(button, isDark() ? "light" : "dark"));
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
  system.addEventListener("change", () => draw(button));
  draw(button);
  return button;
}

function choose(button, theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEY, theme);
  draw(button);
}

function isDark() {
  return (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
}

function draw(button) {
  button.replaceChildren(icon(isDark() ? "sun" : "moon"));
}
