// The catalogue works without this file. Here: filters apply at once (htmx), so their button goes;
// on a narrow screen the facets start folded, so that the results are near.
const formulier = document.querySelector("#zoekformulier");

if (formulier) {
  document.documentElement.classList.add("met-script");
  if (window.matchMedia("(max-width: 63.9375rem)").matches) {
    for (const facet of formulier.querySelectorAll("details.facet[open]")) {
      if (!facet.querySelector(":checked")) {
        facet.open = false;
      }
    }
  }

  // Fields that are not filled in stay out of the address.
  document.body.addEventListener("htmx:configRequest", (gebeurtenis) => {
    const velden = gebeurtenis.detail.formData;
    for (const [naam, waarde] of [...velden.entries()]) {
      if (waarde === "") {
        velden.delete(naam);
      }
    }
  });

  // The filters are swapped too, for their counts: which ones were open stays as the visitor left it.
  let open = new Set();
  document.body.addEventListener("htmx:beforeSwap", () => {
    open = new Set(
      [...formulier.querySelectorAll("details.facet[open]")].map((facet) => facet.dataset.facet),
    );
  });
  const melding = formulier.querySelector("[data-aantal]");
  document.body.addEventListener("htmx:afterSettle", () => {
    melding.textContent = document.querySelector("#aantal").textContent;
    for (const facet of formulier.querySelectorAll("details.facet")) {
      facet.open = open.has(facet.dataset.facet);
    }
  });
}
