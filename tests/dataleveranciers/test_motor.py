"""The engine: one run at a time, old figures stay, whole deliveries are braked, bad files refused."""

import datetime as dt
import gzip
import io
import json
import os

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dataleveranciers import bestemmingen, services, slot
from dataleveranciers.models import Feed, Importrun
from dataleveranciers.services import FeedBezig, herroep_run
from doelstellingen.models import Meting, Publicatie
from gemeenten.models import Gemeente
from gereedschap import stroom
from tests.dataleveranciers.conftest import collectie, feature
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


def lampen(
    aantal: int, *, led: int = 40, kop: str = "peildatum;hoofdgemeente;lichtpunten;led"
) -> str:
    namen = Gemeente.objects.geldig().values_list("naam", flat=True)[:aantal]
    rijen = [f"2025-12-31;{naam.upper()};100;{led}" for naam in namen]
    return "\n".join([kop, *rijen]) + "\n"


@pytest.fixture
def led(lever):
    return lambda inhoud, **rest: lever("fluvius-led", inhoud, "led.csv", **rest)


def roep(*argumenten: str) -> tuple[int, dict]:
    """Run the command with --json and give its exit status and object."""
    uit = io.StringIO()
    try:
        call_command(*argumenten, "--json", stdout=uit, verbosity=0)
        code = 0
    except SystemExit as einde:
        code = int(einde.code or 0)
    return code, json.loads(uit.getvalue())


# One run of a feed at a time


def _bezig(feed: str, **velden) -> Importrun:
    nu = timezone.now()
    waarden = {"gestart_op": nu, "hartslag": nu, "herkomst": "x", "proces": slot.dit_proces()}
    return Importrun.objects.create(feed=services.zorg_voor_feed(feed), **waarden | velden)


def test_een_tweede_run_krijgt_een_duidelijke_melding(lever):
    bezig = _bezig("groenblauwpeil")
    with pytest.raises(FeedBezig, match=f"al bezig: run {bezig.pk}"):
        lever("groenblauwpeil", [feature()])
    assert (
        lever("cijfers", "gemeente;doelstelling;peildatum;waarde\nGent;bomen;2023-12-31;5\n").nieuw
        == 1
    )


@pytest.mark.parametrize(
    "velden",
    [
        {"proces": f"{slot.dit_proces().split(':')[0]}:999999999:1"},
        {"proces": f"{slot.dit_proces().split(':')[0]}:{os.getpid()}:1"},
        {"hartslag": dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "proces": "andere-computer:1:1"},
    ],
)
def test_een_dood_proces_geeft_het_slot_terug(gbp, velden):
    dood = _bezig("groenblauwpeil", **velden)
    assert gbp(feature()).status == "gepubliceerd"
    dood.refresh_from_db()
    assert (dood.status, "gestopt" in dood.reden) == ("mislukt", True)


def test_een_levende_run_op_een_andere_computer_houdt_het_slot(gbp):
    _bezig("groenblauwpeil", proces="andere-computer:1:1")
    with pytest.raises(FeedBezig):
        gbp(feature())


# A crash half-way


@pytest.mark.parametrize("waar", ["neem", "publiceer"])
def test_een_crash_laat_de_oude_cijfers_staan_en_opnieuw_lukt_het(gbp, monkeypatch, waar):
    gbp(feature("a", bomen=5))
    voor = list(Meting.objects.levend().values_list("pk", "waarde"))
    publicaties = Publicatie.objects.count()

    def knal(self, *_):
        if waar == "publiceer":
            self._levering.publiceer(*_)
        raise RuntimeError("stroom weg")

    with monkeypatch.context() as m:
        m.setattr(bestemmingen.Verbeteringbestemming, waar, knal)
        with pytest.raises(RuntimeError):
            gbp(feature("b", bomen=9))
    assert list(Meting.objects.levend().values_list("pk", "waarde")) == voor
    assert Publicatie.objects.count() == publicaties
    assert Importrun.objects.order_by("-pk")[0].status == "mislukt"
    assert gbp(feature("b", bomen=9)).status == "gepubliceerd"


# The brake


def test_minder_rijen_dan_de_vorige_hele_levering_wacht(led):
    led(lampen(100))
    run = led(lampen(80, led=50))
    assert (run.status, run.gewijzigd) == ("in_quarantaine", 80)
    assert not Meting.objects.levend().filter(teller=50).exists()
    code, uitslag = roep("importrun", str(run.pk), "--aanvaard")
    assert (code, uitslag["status"], uitslag["gewijzigd"]) == (0, "gepubliceerd", 80)
    assert Meting.objects.levend().filter(teller=50).count() == 80


def test_een_wachtende_run_kan_geweigerd_worden(led):
    led(lampen(100))
    run = led(lampen(50, led=50))
    code, uitslag = roep("importrun", str(run.pk), "--weiger")
    assert (code, uitslag["status"]) == (0, "afgekeurd")
    assert Meting.objects.levend().count() == 100
    with pytest.raises(CommandError, match="wacht niet op een beslissing"):
        call_command("importrun", str(run.pk), "--aanvaard")


def test_iets_minder_rijen_gaat_door_en_wat_weggelaten_is_ontbreekt(led):
    led(lampen(100))
    run = led(lampen(90))
    assert (run.status, run.ongewijzigd) == ("gepubliceerd", 90)
    assert "het cijfer ontbreekt nu" in run.meldingen[0]
    assert Meting.objects.levend().count() == 90


def test_afgewezen_rijen_sluiten_geen_cijfers(led):
    led(lampen(100))
    run = led(lampen(99) + "2025-12-31;Onbekegem;100;40\n")
    assert (run.afgewezen, Meting.objects.levend().count()) == (1, 100)


def test_nul_rijen_in_een_hele_levering_wordt_geweigerd_in_wijzigingen_niet(led, gbp):
    run = led("peildatum;hoofdgemeente;lichtpunten;led\n")
    assert (run.status, "geen enkele rij" in run.reden) == ("afgekeurd", True)
    assert gbp().status == "ongewijzigd"


def test_oude_naam_na_de_fusie_telt_bij_de_opvolger(led):
    run = led(
        "peildatum;hoofdgemeente;lichtpunten;led\n2025-12-31;MERELBEKE;100;40\n"
        "2025-12-31;MELLE;300;40\n2025-12-31;VOERSTREEK;10;1\n"
    )
    assert (run.status, run.nieuw) == ("gepubliceerd", 3)
    meting = Meting.objects.get(gemeente__nis="44088")
    assert (meting.teller, meting.noemer, meting.waarde) == (80, 400, 20)
    assert "opgeteld bij haar opvolger" in run.meldingen[0]


@pytest.mark.parametrize(
    ("rij", "reden"),
    [
        ("2025-12-31;GENT;-1;0", "negatief"),
        ("2025-12-31;GENT;100;101", "meer dan het aantal lichtpunten"),
        ("2025-12-31;GENT;10,5;1", "geheel getal"),
        ("2199-12-31;GENT;10;1", "toekomst"),
        ("2025-12-31;NIET TOEGEWEZEN;10;1", "onbekende gemeente"),
        ("2025-12-31;GENT;;1", "geen getal"),
    ],
)
def test_fluvius_weigert_een_rij(led, rij, reden):
    run = led(lampen(3) + rij + "\n")
    assert reden in run.rijen.get().reden


def test_renovaties_per_jaar_niet_cumulatief(lever):
    inhoud = "jaar;hoofdgemeente;nis;wooneenheden;fossielvrij\n2022;GENT;44021;100;10\n2023;GENT;;50;60\n2020;GENT;;5;1\n"
    run = lever("fluvius-renovaties", inhoud, "r.csv")
    assert (run.nieuw, run.afgewezen) == (1, 2)
    assert lever("fluvius-renovaties", inhoud, "r.csv").ongewijzigd == 1
    meting = Meting.objects.get(indicator__slug="totaal")
    assert (meting.vorm, meting.waarde, str(meting.van), str(meting.tot)) == (
        "toename", 100, "2022-01-01", "2023-01-01",
    )  # fmt: skip


# Files that can't be used as a whole


@pytest.mark.parametrize(
    ("feed", "inhoud", "reden"),
    [
        ("fluvius-led", "peildatum;gemeente;lampen\n", "ontbreekt"),
        ("fluvius-led", "peildatum#hoofdgemeente#lichtpunten#led\n", "ontbreekt"),
        ("fluvius-led", '{"total_count": 1, "results": [{"datum": "2025-12-31"}]}', "formaat is veranderd"),
        ("fluvius-led", '{"error_code": "InvalidFilter"}', "geen lijst “results”"),
        ("groenblauwpeil", b"<html><body>Even geduld</body></html>", "webpagina"),
        ("groenblauwpeil", b"", "leeg"),
        ("groenblauwpeil", collectie(*(feature(f"a-{i}") for i in range(9)))[:-200], "afgebroken"),
        ("groenblauwpeil", gzip.compress(collectie(feature()))[:-12], "beschadigd of afgebroken"),
        ("groenblauwpeil", collectie(*(feature(f"a-{i}", projectnaam=None) for i in range(12))), "“projectnaam” ontbreekt"),
        ("cijfers", "nis;doelstelling;peildatum\n44021;bomen;2023-12-31\n", "“waarde” ontbreekt"),
        ("cijfers", "nis;doelstelling;peildatum;waarde\n44021;bomen;2023-12-31;5\n44021;bo", "afgebroken"),
        ("cijfers", "nis;doelstelling;peildatum;waarde\n".encode("utf-16"), "UTF-16"),
    ],
)  # fmt: skip
def test_weigert_het_hele_bestand_met_een_duidelijke_zin(lever, feed, inhoud, reden):
    run = lever(feed, inhoud)
    assert run.status == "afgekeurd"
    assert reden in run.reden
    assert not Meting.objects.exists()
    assert not Verbetering.objects.exists()


def test_gzipbom_en_reuzenregel(lever, monkeypatch):
    monkeypatch.setattr(stroom, "VERHOUDING_VANAF", 1 << 20)
    bom = gzip.compress(b'{"type":"Feature","id":"' + b"x" * (30 << 20) + b'"}')
    run = lever("groenblauwpeil", bom)
    assert (run.status, "verdacht groot" in run.reden) == ("afgekeurd", True)
    reus = b'{"type":"Feature","id":"' + b"x" * (17 << 20) + b'"}\n'
    regels = json.dumps(feature("a")).encode() + b"\n" + reus + json.dumps(feature("b")).encode()
    run = lever("groenblauwpeil", regels)
    assert (run.nieuw, run.afgewezen) == (2, 1)
    assert "langer dan 16 MB" in run.rijen.get().reden


def test_slechte_vormen_een_voor_een(gbp):
    ring = [[3.7 + i * 1e-7, 51 + (i % 2) * 1e-4] for i in range(100_000)]
    run = gbp(
        feature("punten", geometrie={"type": "LineString", "coordinates": ring}),
        feature("strik", geometrie={"type": "Polygon", "coordinates": [[[3.72, 51.05], [3.721, 51.051], [3.721, 51.05], [3.72, 51.051], [3.72, 51.05]]]}),
        feature("hoogte", geometrie={"type": "Point", "coordinates": [3.72, 51.05, 12]}),
    )  # fmt: skip
    assert (run.nieuw, run.afgewezen) == (2, 1)
    assert "100.000 punten" in run.rijen.get().reden
    assert any("hersteld" in m for m in run.meldingen)
    assert any("hoogte" in m for m in run.meldingen)
    assert all(v.geometrie.is_valid and not v.geometrie.has_z for v in Verbetering.objects.all())


# The command


def test_het_antwoord_van_de_opdracht(tmp_path, db):
    pad = tmp_path / "a.json"
    pad.write_bytes(collectie(feature("a"), feature("b", uitgevoerd_op="2019-01-01")))
    code, uitslag = roep("importeer", "groenblauwpeil", "--bestand", str(pad))
    assert code == 0
    assert {k: uitslag[k] for k in ("feed", "status", "gelezen", "nieuw", "afgewezen")} == {
        "feed": "groenblauwpeil", "status": "gepubliceerd", "gelezen": 2, "nieuw": 1, "afgewezen": 1,
    }  # fmt: skip
    assert uitslag["fouten"][0]["rij"] == 2
    assert set(uitslag["fouten"][0]) == {"rij", "veld", "waarde", "reden"}
    pad.write_text("<html>")
    code, uitslag = roep("importeer", "groenblauwpeil", "--bestand", str(pad))
    assert (code, uitslag["status"]) == (1, "afgekeurd")


@pytest.mark.parametrize(
    "argumenten",
    [
        ["onbekend", "--bestand", "x.csv"],
        ["cijfers"],
        ["cijfers", "--bestand", "/bestaat/niet.csv"],
        ["cijfers", "--url", "ftp://voorbeeld.test/x"],
        ["groenblauwpeil", "--url", "https://voorbeeld.test", "--gewijzigd-sinds", "gisteren"],
    ],
)
def test_verkeerd_gebruik_is_2(db, argumenten):
    with pytest.raises(CommandError) as fout:
        call_command("importeer", *argumenten)
    assert fout.value.returncode == 2
    assert not Importrun.objects.exists()


def test_herroepen_zet_cijfers_terug(cijfers):
    cijfers("gemeente;doelstelling;peildatum;waarde", "Gent;bomen;2023-12-31;5")
    tweede = cijfers("gemeente;doelstelling;peildatum;waarde", "Gent;bomen;2023-12-31;9")
    herroep_run(tweede)
    assert Meting.objects.levend().get().waarde == 5
    assert Feed.objects.get().runs.filter(status="bezig").count() == 0
