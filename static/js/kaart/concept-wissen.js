// After a save the page that follows drops the drafts that this browser kept.

if (document.querySelector("[data-wis-concept]")) {
  for (const sleutel of Object.keys(localStorage)) {
    if (sleutel.startsWith("pactportaal:concept:") && sessionStorage.getItem("pactportaal:verstuurd") === sleutel) {
      localStorage.removeItem(sleutel);
      sessionStorage.removeItem("pactportaal:verstuurd");
    }
  }
}
