// The page that computes without storing: only the calculators need a script.

import { startRekenhulp } from "./rekenhulp.js";

for (const el of document.querySelectorAll("[data-alleen-js]")) el.hidden = false;
for (const hulp of document.querySelectorAll("[data-rekenhulp]")) startRekenhulp(hulp);
document.querySelector("[data-focus]")?.focus();
