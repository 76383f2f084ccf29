// Shows how far a background task is and reloads when it is done.

const blok = document.querySelector("[data-voortgang]");
const tekst = blok.querySelector("[data-voortgang-tekst]");

async function kijk() {
  try {
    const antwoord = await fetch(blok.dataset.voortgang, { headers: { Accept: "application/json" } });
    const stand = await antwoord.json();
    if (!stand.bezig) {
      location.reload();
      return;
    }
    if (tekst.textContent !== stand.tekst) tekst.textContent = stand.tekst;
  } catch (fout) {
    if (!(fout instanceof TypeError) && !(fout instanceof SyntaxError)) throw fout;
  }
  setTimeout(kijk, 2000);
}
setTimeout(kijk, 1000);
