// Dutch labels of Leaflet.draw.

export function zetNederlands(L) {
  const h = L.drawLocal.draw.handlers;
  L.drawLocal.draw.toolbar.actions = { title: "Tekenen stoppen", text: "Stoppen" };
  L.drawLocal.draw.toolbar.finish = { title: "Tekening afwerken", text: "Afwerken" };
  L.drawLocal.draw.toolbar.undo = { title: "Laatste punt weg", text: "Laatste punt weg" };
  h.marker.tooltip.start = "Klik op de kaart om een punt te zetten";
  h.polyline.error = "<strong>Fout:</strong> de randen mogen elkaar niet kruisen";
  h.polyline.tooltip = {
    start: "Klik om de lijn te beginnen",
    cont: "Klik om de lijn voort te zetten",
    end: "Klik op het laatste punt om te stoppen",
  };
  h.polygon.tooltip = {
    start: "Klik om het vlak te beginnen",
    cont: "Klik voor het volgende punt",
    end: "Klik op het eerste punt om het vlak te sluiten",
  };
  L.drawLocal.edit.handlers.edit.tooltip = {
    text: "Sleep de punten om de vorm aan te passen",
    subtext: "",
  };
}
