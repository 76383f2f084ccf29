"""Rows of a file with only an address: looked up at a real (local) service, and when it is down."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.verbeteringen.test_bulk import koppel, laad_op
from toegang.models import Account
from verbeteringen.adressen import Adreszoeker, lees_antwoord
from verbeteringen.models import Upload, Uploadrij, Verbetering

pytestmark = pytest.mark.django_db(transaction=True)

BESTAND = (
    b"Projectnaam;Datum;Aantal bomen;Adres;Gemeente\r\n"
    b"Plein;15-11-2025;12;Veldstraat 1;Gent\r\n"
    b"Laan;15-11-2025;3;Onbestaandestraat 9;Gent\r\n"
    b"Elders;15-11-2025;4;Kerkstraat 2;Gent\r\n"
    b"Zonder gemeente;15-11-2025;5;Veldstraat 1 Gent;\r\n"
)


class _Dienst(BaseHTTPRequestHandler):
    gevraagd: list[str] = []
    stuk = False

    def do_GET(self) -> None:
        vraag = parse_qs(urlsplit(self.path).query)["q"][0]
        self.gevraagd.append(vraag)
        plaatsen = []
        if vraag.startswith("Veldstraat"):
            plaatsen = [_plaats("Veldstraat 1, 9000 Gent", "Gent", 3.7236, 51.0523)]
        elif vraag.startswith("Kerkstraat"):
            plaatsen = [_plaats("Kerkstraat 2, 9300 Aalst", "Aalst", 4.0395, 50.9383)]
        elif vraag.startswith("Onbestaande"):
            plaatsen = [_plaats("Gent", "Gent", 3.72, 51.05)]
        self.send_response(503 if self.stuk else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"LocationResult": plaatsen}).encode())

    def log_message(self, *_: Any) -> None:
        pass


def _plaats(adres: str, gemeente: str, lon: float, lat: float) -> dict[str, Any]:
    return {
        "FormattedAddress": adres,
        "Municipality": gemeente,
        "Location": {"Lon_WGS84": lon, "Lat_WGS84": lat},
    }


@pytest.fixture
def dienst(settings: Any) -> Iterator[type[_Dienst]]:
    """A service on this machine that knows two addresses."""
    _Dienst.gevraagd, _Dienst.stuk = [], False
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Dienst)
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    settings.ADRESZOEKER = f"http://127.0.0.1:{server.server_port}/adres"
    yield _Dienst
    server.shutdown()
    server.server_close()
    draad.join()


def _lees(client: Any, account: Account, inhoud: bytes = BESTAND) -> Upload:
    client.force_login(account)
    laad_op(client, inhoud, "adressen.csv")
    upload = Upload.objects.get()
    koppel(client, upload)
    return upload


def test_een_adres_bepaalt_de_plaats_van_de_rij(
    client: Any, publicator_gent: Account, dienst: type[_Dienst]
) -> None:
    upload = _lees(client, publicator_gent)
    assert (upload.goed, upload.fout) == (4, 0)
    rijen = {r.inhoud["projectnaam"]: r.inhoud for r in Uploadrij.objects.all()}
    assert rijen["Plein"]["wkb"]
    assert rijen["Zonder gemeente"]["wkb"]
    # In the middle of the gemeente, or in another one, is not at that address.
    assert rijen["Laan"]["wkb"] is None
    assert "niet gevonden" in rijen["Laan"]["meldingen"][0]
    assert rijen["Elders"]["wkb"] is None
    assert "in Aalst gevonden" in rijen["Elders"]["meldingen"][0]
    assert "Bij 1 rij: het adres is niet gevonden; telt voor heel de gemeente" in upload.melding
    client.post(f"/verbeteringen/opladen/{upload.pk}/registreren/")
    assert Verbetering.objects.filter(cel__isnull=False).count() == 2
    assert {v.gemeente.naam for v in Verbetering.objects.all()} == {"Gent"}


def test_hetzelfde_adres_wordt_eenmaal_gevraagd(
    client: Any, publicator_gent: Account, dienst: type[_Dienst]
) -> None:
    rij = b"Plein;15-11-2025;12;Veldstraat 1;Gent\r\n"
    _lees(client, publicator_gent, BESTAND.split(b"\r\n")[0] + b"\r\n" + 20 * rij)
    assert dienst.gevraagd == ["Veldstraat 1, Gent"]


def test_een_dienst_die_zwijgt_houdt_het_bestand_niet_tegen(
    client: Any, publicator_gent: Account, dienst: type[_Dienst]
) -> None:
    dienst.stuk = True
    kop, rij = BESTAND.split(b"\r\n")[0], b"Plein;15-11-2025;1;Straat %d;Gent\r\n"
    upload = _lees(client, publicator_gent, kop + b"\r\n" + b"".join(rij % nr for nr in range(30)))
    assert (upload.goed, upload.fout) == (30, 0)
    assert "Bij 30 rijen: de adreszoeker is niet bereikbaar" in upload.melding
    assert len(dienst.gevraagd) == 3


def test_zonder_adreszoeker_en_zonder_gemeente_is_een_fout_in_de_rij(
    client: Any, landschap: Account, settings: Any
) -> None:
    settings.ADRESZOEKER = ""
    upload = _lees(client, landschap)
    assert (upload.goed, upload.fout) == (3, 1)
    [fout] = Uploadrij.objects.exclude(fouten=[]).get().fouten
    assert fout["veld"] == "adres"
    assert "Voeg een postcode of gemeente toe" in fout["tekst"]


@pytest.mark.parametrize("inhoud", [[], {}, {"LocationResult": [{}]}, {"LocationResult": ["x"]}])
def test_een_vreemd_antwoord_is_geen_plaats(inhoud: Any) -> None:
    with pytest.raises(ValueError, match="onverwacht"):
        lees_antwoord(inhoud)


def test_zonder_dienst_wordt_niets_gevraagd() -> None:
    gevonden, reden = Adreszoeker("").zoek("Veldstraat 1")
    assert gevonden is None
    assert reden == "de adreszoeker is niet bereikbaar"


def test_omgekeerde_kolommen_worden_per_rij_gewisseld(
    client: Any, publicator_gent: Account
) -> None:
    inhoud = (
        b"Projectnaam;Datum;Aantal bomen;lat;lon\r\n"
        b"Goed;15-11-2025;1;51,0530;3,7250\r\n"
        b"Omgekeerd;15-11-2025;1;3,7250;51,0530\r\n"
    )
    upload = _lees(client, publicator_gent, inhoud)
    assert (upload.goed, upload.fout) == (2, 0)
    assert "Bij 1 rij: lengte- en breedtegraad stonden omgekeerd" in upload.melding
    assert len({r.inhoud["wkb"] for r in Uploadrij.objects.all()}) == 1
