// Our own server behind the drawing: read a file, check a shape, keep a draft.

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** POST form data, give the JSON answer; a refusal becomes an Error with the Dutch sentence. */
export async function vraag(url, velden) {
  const gegevens = new FormData();
  for (const [naam, waarde] of Object.entries(velden)) gegevens.append(naam, waarde);
  let antwoord;
  try {
    antwoord = await fetch(url, {
      method: "POST",
      body: gegevens,
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
    });
  } catch {
    throw new Error("Geen verbinding met het portaal. Wat u tekende, blijft bewaard.");
  }
  const soort = antwoord.headers.get("content-type") ?? "";
  if (!soort.includes("json")) {
    throw new Error(
      antwoord.status === 413
        ? "Dit bestand is te groot."
        : "Uw sessie is verlopen of het portaal antwoordt niet. Wat u tekende, blijft bewaard.",
    );
  }
  const inhoud = await antwoord.json();
  if (!antwoord.ok) throw Object.assign(new Error(inhoud.fout ?? "Dat lukte niet."), { inhoud });
  return inhoud;
}
