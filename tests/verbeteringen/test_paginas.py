"""The pages of verbeteringen through the browser's door: form, list, map, downloads, queue."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.urls import reverse

from tests.verbeteringen.hulp import GENT, bomen, gemeente, invoer, toegang_van, vak
from toegang.models import Account, Lidmaatschap
from verbeteringen import registratie
from verbeteringen.beoordeling import keur_goed
from verbeteringen.models import Verbetering

pytestmark = pytest.mark.django_db


def formuliervelden(**kwargs: Any) -> dict[str, Any]:
    return {
        "geometrie": shapely.to_geojson(vak(*GENT)),
        "vormsoort": "vlak",
        "gemeente": gemeente("44021").pk,
        "bomen_plus": "12",
        "uitgevoerd": "on",
        "uitgevoerd_op": "2025-11-15",
        "aanvrager": "gemeente",
    } | kwargs


def maak(account: Account, **kwargs: Any) -> Verbetering:
    return registratie.registreer_verbetering(
        invoer=invoer(**kwargs), gemeente=gemeente("44021"), toegang=toegang_van(account)
    ).verbeteringen[0]


def test_bewaart_het_formulier_en_zegt_wat_er_veranderde(
    client: Any, publicator_gent: Account
) -> None:
    client.force_login(publicator_gent)
    antwoord = client.post(reverse("verbeteringen:nieuw"), formuliervelden(), follow=True)
    assert antwoord.status_code == 200
    assert "+12 bomen: Gent 12 van" in antwoord.content.decode()
    assert Verbetering.objects.get().projectnaam == "Bomen, Gent"


def test_formulier_toont_alle_fouten_tegelijk(client: Any, publicator_gent: Account) -> None:
    client.force_login(publicator_gent)
    velden = formuliervelden(
        bomen_plus="", natuurgroenperken_plus="2", natuurgroenperken_plus_m2="12", uitgevoerd_op=""
    )
    antwoord = client.post(reverse("verbeteringen:nieuw"), velden)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "samen minstens 20 m²" in tekst
    assert "Geef de datum van uitvoering" in tekst


def test_zonder_javascript_volstaan_coordinaten_met_een_straal(
    client: Any, publicator_gent: Account
) -> None:
    client.force_login(publicator_gent)
    velden = formuliervelden(geometrie="", coordinaten="51.0530, 3.7250", straal_m="20")
    client.post(reverse("verbeteringen:nieuw"), velden)
    v = Verbetering.objects.get()
    assert v.oppervlakte_m2 is not None
    assert 1_200 < v.oppervlakte_m2 < 1_265


def test_vervanging_zonder_gevelde_bomen_wordt_geweigerd(
    client: Any, publicator_gent: Account
) -> None:
    client.force_login(publicator_gent)
    antwoord = client.post(reverse("verbeteringen:nieuw"), formuliervelden(vervanging="on"))
    assert "Geef ook het aantal gevelde bomen in" in antwoord.content.decode()


def test_een_vorm_over_de_grens_vraagt_hoe_te_verdelen(
    client: Any, publicator_gent: Account
) -> None:
    from gemeenten.grenzen import grenzenindex

    index = grenzenindex()
    gent = index.vorm(gemeente("44021").pk)
    buur = index.vorm(gemeente("44088").pk)
    rand = gent.intersection(buur).representative_point()
    vorm = shapely.box(rand.x - 0.01, rand.y - 0.01, rand.x + 0.01, rand.y + 0.01)
    client.force_login(publicator_gent)
    velden = formuliervelden(geometrie=shapely.to_geojson(vorm), bomen_plus="101")
    antwoord = client.post(reverse("verbeteringen:nieuw"), velden)
    tekst = antwoord.content.decode()
    assert "Deze vorm ligt over een gemeentegrens" in tekst
    deel = {v["naam"]: v["waarde"] for d in antwoord.context["splitsing"] for v in d["velden"]}
    assert sum(int(w) for w in deel.values()) == 101
    client.post(reverse("verbeteringen:nieuw"), velden | {"verdeling": "delen"} | deel)
    assert Verbetering.objects.count() == len(deel)


def test_wijzigen_met_een_oude_versie_toont_de_verschillen(
    client: Any, publicator_gent: Account
) -> None:
    v = maak(publicator_gent)
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:wijzig", args=[v.pk])
    client.post(adres, formuliervelden(bomen_plus="15", versie="1", projectnaam="A"))
    antwoord = client.post(adres, formuliervelden(bomen_plus="20", versie="1", projectnaam="A"))
    tekst = antwoord.content.decode()
    assert "wijzigde deze verbetering intussen" in tekst
    assert "15 bomen" in tekst
    assert 'name="versie" value="2"' in tekst


def test_kopie_begint_met_dezelfde_gegevens(client: Any, publicator_gent: Account) -> None:
    v = maak(publicator_gent)
    client.force_login(publicator_gent)
    antwoord = client.get(reverse("verbeteringen:nieuw"), {"kopie": v.pk})
    assert antwoord.context["form"]["bomen_plus"].value() == "12"
    assert antwoord.context["form"]["versie"].value() is None


@pytest.mark.parametrize("naam", ["lijst", "csv", "geojson", "kaart"])
def test_burger_blijft_overal_buiten_beeld(
    client: Any, burger: Account, publicator_gent: Account, naam: str
) -> None:
    v = maak(
        burger,
        aanvrager="burger",
        projectnaam="Tuin van Janssens",
        opmerking="Bel aan bij 12",
        links=("https://voorbeeld.test/janssens",),
    )
    keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    vraag = {"bbox": "3.72,51.05,3.73,51.06", "zoom": "16"} if naam == "kaart" else {}
    antwoord = client.get(reverse(f"verbeteringen:{naam}"), vraag)
    inhoud = (
        b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
    ).decode()
    assert "12" in inhoud
    for geheim in ("Janssens", "Bel aan", "3.725", "51.053,"):
        assert geheim not in inhoud
    client.force_login(publicator_gent)
    antwoord = client.get(reverse(f"verbeteringen:{naam}"), vraag)
    inhoud = (
        b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
    ).decode()
    assert "Janssens" in inhoud


def test_kaartbeeld_kan_een_burger_niet_insluiten(
    client: Any, burger: Account, publicator_gent: Account
) -> None:
    """However small the view, a burger's verbetering answers with the whole cell, in view or not."""
    v = maak(burger, aanvrager="burger")
    keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))

    def vakken(bbox: str) -> list[Any]:
        antwoord = client.get(reverse("verbeteringen:kaart"), {"bbox": bbox, "zoom": "18"})
        return [f["geometry"] for f in json.loads(antwoord.content)["features"]]

    dicht = vakken("3.7249,51.0529,3.7255,51.0535")
    ernaast = vakken("3.7280,51.0529,3.7285,51.0535")
    assert dicht == ernaast
    breed = shapely.geometry.shape(dicht[0]).bounds
    assert (breed[2] - breed[0]) * 70_000 > 500


def test_zoeken_op_naam_verraadt_geen_burger(
    client: Any, burger: Account, publicator_gent: Account
) -> None:
    v = maak(burger, aanvrager="burger", projectnaam="Tuin van Janssens")
    keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    antwoord = client.get(reverse("verbeteringen:lijst"), {"q": "janssens", "gemeente": ""})
    assert antwoord.context["regels"] == []


def test_detail_van_een_burger_is_zichtbaar_zonder_naam(
    client: Any, burger: Account, publicator_gent: Account
) -> None:
    v = maak(burger, aanvrager="burger", projectnaam="Tuin van Janssens")
    adres = reverse("verbeteringen:detail", args=[v.pk])
    assert client.get(adres).status_code == 404
    keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert "Janssens" not in antwoord.content.decode()


def test_csv_ontwapent_formules(client: Any, publicator_gent: Account) -> None:
    maak(publicator_gent, projectnaam='=HYPERLINK("https://kwaad.test")')
    antwoord = client.get(reverse("verbeteringen:csv"), {"gemeente": "44021"})
    inhoud = b"".join(antwoord.streaming_content).decode()
    assert "\"'=HYPERLINK" in inhoud


def test_lijst_filtert_op_doelstelling_status_en_tekst(
    client: Any, publicator_gent: Account
) -> None:
    maak(publicator_gent)
    from datetime import date

    maak(
        publicator_gent,
        projectnaam="Plein zonder stenen",
        uitgevoerd=False,
        uitgevoerd_op=None,
        gepland_op=date(2026, 1, 5),
        maatregelen=bomen(3),
    )
    adres = reverse("verbeteringen:lijst")

    def namen(**vraag: str) -> set[str]:
        antwoord = client.get(adres, {"gemeente": "44021"} | vraag)
        return {r["naam"] for r in antwoord.context["regels"]}

    assert namen() == {"Bomen, Veldstraat", "Plein zonder stenen"}
    assert namen(status="voorbij") == {"Plein zonder stenen"}
    assert namen(status="uitgevoerd") == {"Bomen, Veldstraat"}
    assert namen(doelstelling="ontharding") == set()
    assert namen(werf="1", q="plein") == {"Plein zonder stenen"}
    assert namen(van="2025-12-01") == {"Plein zonder stenen"}
    assert namen(aanvrager="burger") == set()


def test_voorbije_datum_is_met_een_klik_uitgevoerd(client: Any, publicator_gent: Account) -> None:
    from datetime import date

    v = maak(publicator_gent, uitgevoerd=False, uitgevoerd_op=None, gepland_op=date(2026, 1, 5))
    client.force_login(publicator_gent)
    antwoord = client.post(reverse("verbeteringen:uitgevoerd"), {"pk": v.pk}, follow=True)
    assert "+12 bomen: Gent" in antwoord.content.decode()


def test_wachtrij_keurt_in_bulk_goed(
    client: Any, burger: Account, publicator_gent: Account
) -> None:
    rijen = [maak(burger, aanvrager="burger") for _ in range(3)]
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:beoordelen")
    assert len(client.get(adres).context["regels"]) == 3
    antwoord = client.post(adres, {"pk": [v.pk for v in rijen]}, follow=True)
    tekst = antwoord.content.decode()
    assert "3 verbeteringen goedgekeurd." in tekst
    assert "+36 bomen: Gent" in tekst


def test_invoerder_ziet_geen_wachtrij(client: Any, invoerder_gent: Account) -> None:
    client.force_login(invoerder_gent)
    assert client.get(reverse("verbeteringen:beoordelen")).status_code == 404


def test_beheerder_kiest_de_instellingen(
    client: Any, publicator_gent: Account, landschap: Account
) -> None:
    Lidmaatschap.objects.filter(account=publicator_gent).update(rol="beheerder")
    client.force_login(publicator_gent)
    adres = reverse("verbeteringen:instellingen")
    client.post(adres, {"eigen_meteen": "on"})
    client.post(adres, {"vertrouw": "regionaal-landschap-meetjesland"})
    context = client.get(adres).context
    assert context["instelling"].eigen_meteen
    assert [v.organisatie.slug for v in context["vertrouwd"]] == ["regionaal-landschap-meetjesland"]


def test_vormdienst_leest_een_bestand_en_zegt_waar_het_ligt(client: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    inhoud = shapely.to_geojson(vak(*GENT)).encode()
    antwoord = client.post(
        reverse("verbeteringen:vorm"), {"bestand": SimpleUploadedFile("perk.geojson", inhoud)}
    )
    assert antwoord.json()["plaats"] == "Ligt in Gent."


def test_kaart_weigert_een_onleesbaar_beeld(client: Any) -> None:
    assert client.get(reverse("verbeteringen:kaart"), {"bbox": "a,b"}).status_code == 400


def test_grenzen_zijn_licht(client: Any) -> None:
    antwoord = client.get(reverse("verbeteringen:grenzen"))
    assert len(antwoord.json()["features"]) == 285
    assert len(antwoord.content) < 1_500_000


def test_kopie_van_een_burger_is_er_alleen_voor_wie_alles_ziet(
    client: Any, burger: Account, publicator_gent: Account, publicator_aalst: Account
) -> None:
    v = maak(burger, aanvrager="burger")
    keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    adres = reverse("verbeteringen:nieuw")
    client.force_login(publicator_aalst)
    assert client.get(adres, {"kopie": v.pk}).status_code == 404
    client.force_login(publicator_gent)
    assert client.get(adres, {"kopie": v.pk}).status_code == 200


def test_kaart_telt_ver_weg_en_toont_dichtbij_vormen(client: Any, publicator_gent: Account) -> None:
    maak(publicator_gent)

    def soorten(zoom: int) -> set[tuple[str, int]]:
        vraag = {"bbox": "3.6,51.0,3.8,51.1", "zoom": str(zoom), "gemeente": ""}
        antwoord = client.get(reverse("verbeteringen:kaart"), vraag)
        return {
            (f["properties"]["soort"], f["properties"].get("aantal", 1))
            for f in json.loads(antwoord.content)["features"]
        }

    for zoom in (7, 9, 10, 11, 13):
        assert soorten(zoom) == {("telling", 1)}
    assert soorten(15) == {("vorm", 1)}


def test_kaart_telt_een_grote_selectie_per_vak(client: Any, publicator_gent: Account) -> None:
    from verbeteringen.kaartbeeld import Beeld, kaartbeeld
    from verbeteringen.selectors import Selectie

    v = maak(publicator_gent)
    kopieen = []
    for nummer in range(70):
        kopie = Verbetering.objects.get(pk=v.pk)
        kopie.pk, kopie.externe_sleutel = None, f"kopie-{nummer}"
        kopieen.append(kopie)
    Verbetering.objects.bulk_create(kopieen)
    beeld = Beeld(3.6, 51.0, 3.8, 51.1, 12)
    selectie = Selectie(gemeente=gemeente("44021"))
    [feature] = kaartbeeld(selectie, beeld, toegang_van(None))["features"]
    assert feature["properties"]["aantal"] == 71


def test_veel_burgers_verdringen_de_vormen_niet(
    client: Any, burger: Account, publicator_gent: Account
) -> None:
    """What burgers did is one square per cell with its number; a view full of them keeps its shapes."""
    v = maak(burger, aanvrager="burger")
    keur_goed(pks=[v.pk], toegang=toegang_van(publicator_gent))
    kopieen = []
    for nummer in range(450):
        kopie = Verbetering.objects.get(pk=v.pk)
        kopie.pk, kopie.externe_sleutel = None, f"kopie-{nummer}"
        kopieen.append(kopie)
    Verbetering.objects.bulk_create(kopieen)
    maak(publicator_gent, projectnaam="Plein")
    antwoord = client.get(
        reverse("verbeteringen:kaart"), {"bbox": "3.7249,51.0529,3.7255,51.0535", "zoom": "18"}
    ).json()
    per_soort = {f["properties"]["soort"]: f["properties"] for f in antwoord["features"]}
    assert per_soort["vorm"]["naam"] == "Plein"
    assert per_soort["cel"]["naam"] == "451 verbeteringen door burgers"
    assert antwoord["melding"].startswith("452 verbeteringen in beeld")
