// "Alles aanduiden": ticks every box of a form.

for (const knop of document.querySelectorAll("[data-alles-aan]")) {
  knop.hidden = false;
  knop.addEventListener("click", () => {
    for (const vak of document.querySelectorAll(`input[type=checkbox][form="${knop.dataset.allesAan}"]`)) {
      vak.checked = true;
    }
  });
}
