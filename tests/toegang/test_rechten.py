"""The table of rights: who may do what, for own and other gemeenten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from gemeenten.models import Fusie, Gemeente
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang.models import ApiSleutel, Lidmaatschap, Organisatie, SleutelToestemming
from toegang.rechten import RECHTEN, SCOPES, TABEL, Handeling, Kring, bereik, mag
from toegang.rollen import LADDER, Rol, sterkste
from toegang.wie import Toegang

H = Handeling
pytestmark = pytest.mark.django_db


def gemeente(nis: str) -> Gemeente:
    return Gemeente.objects.get(nis=nis, tot=None)


def test_elke_handeling_staat_precies_een_keer_in_de_tabel() -> None:
    assert sorted(recht.handeling for recht in TABEL) == sorted(Handeling)


def test_een_bezoeker_mag_niets_wat_in_de_tabel_staat() -> None:
    assert [h for h in Handeling if mag(Toegang(), h)] == []


def test_een_burger_handelt_voor_geen_enkele_gemeente(burger: Any) -> None:
    mogelijk = {h for h in Handeling if mag(toegang_van(burger), h)}
    assert mogelijk == {H.VERBETERING_INDIENEN, H.EIGEN_GEGEVENS}


def test_een_invoerder_registreert_voor_de_eigen_gemeente_en_geen_andere(
    invoerder_gent: Any,
) -> None:
    toegang = toegang_van(invoerder_gent)
    assert mag(toegang, H.VERBETERING_REGISTREREN, gemeente("44021"))
    assert not mag(toegang, H.VERBETERING_REGISTREREN, gemeente("41002"))
    assert not mag(toegang, H.VERBETERING_GOEDKEUREN, gemeente("44021"))


def test_wie_hoger_op_de_ladder_staat_mag_alles_van_wie_lager_staat() -> None:
    bestuur = bestuur_van("44021")
    vorige: set[Handeling] = set()
    for rol in LADDER:
        account = maak_account(f"gent_{rol}", (bestuur, rol))
        nu = {h for h in Handeling if mag(toegang_van(account), h)}
        assert vorige < nu
        vorige = nu


def test_de_sterkste_rol_telt_wanneer_iemand_er_meer_heeft() -> None:
    assert sterkste([Rol.LEZER, Rol.PUBLICATOR, Rol.INVOERDER]) == Rol.PUBLICATOR


def test_de_opvolger_ziet_en_bewerkt_de_voorgangers_van_een_fusie(
    ambtenaar_merelbeke_melle: Any,
) -> None:
    toegang = toegang_van(ambtenaar_merelbeke_melle)
    for nis in ("44043", "44040", "44088"):
        rij = Gemeente.objects.filter(nis=nis).latest("van")
        assert mag(toegang, H.VERBETERING_REGISTREREN, rij), nis


def test_wie_voor_een_verdwenen_gemeente_werkt_leest_nog_maar_schrijft_niet_meer() -> None:
    melle = Gemeente.objects.filter(nis="44040").latest("van")
    toegang = toegang_van(maak_account("oud_melle", (melle.bestuur.organisatie, Rol.PUBLICATOR)))
    assert mag(toegang, H.INTERN_LEZEN, melle)
    assert not mag(toegang, H.VERBETERING_REGISTREREN, melle)
    assert not mag(toegang, H.INTERN_LEZEN, gemeente("44088"))
    assert toegang.opgegaan == (melle.pk, gemeente("44088").pk)


def test_een_fusie_tijdens_een_sessie_neemt_het_schrijfrecht_weg(publicator_aalst: Any) -> None:
    aalst, vandaag = gemeente("41002"), timezone.localdate()
    assert mag(toegang_van(publicator_aalst), H.VERBETERING_GOEDKEUREN, aalst)
    aalst.tot = vandaag
    aalst.save()
    nieuw = Gemeente.objects.create(
        nis="49999",
        naam="Groot-Aalst",
        sorteernaam="groot-aalst",
        provincie=aalst.provincie,
        arrondissement=aalst.arrondissement,
        van=vandaag,
    )
    Fusie.objects.create(oud=aalst, nieuw=nieuw, datum=vandaag)
    # The next request builds its toegang anew.
    daarna = toegang_van(publicator_aalst)
    assert not mag(daarna, H.VERBETERING_GOEDKEUREN, aalst)
    assert daarna.opgegaan == (aalst.pk, nieuw.pk)


def test_wie_voor_twee_gemeenten_werkt_handelt_telkens_voor_een(
    ambtenaar_diepenbeek_heers: Any,
) -> None:
    diepenbeek, heers = (toegang_van(ambtenaar_diepenbeek_heers, nummer=i) for i in (0, 1))
    assert mag(diepenbeek, H.VERBETERING_REGISTREREN, gemeente("71011"))
    assert not mag(diepenbeek, H.VERBETERING_REGISTREREN, gemeente("73022"))
    assert mag(heers, H.VERBETERING_REGISTREREN, gemeente("73022"))


def test_een_provincie_ziet_kansen_en_vragen_van_haar_gemeenten_alleen(provincie_ovl: Any) -> None:
    toegang = toegang_van(provincie_ovl)
    for handeling in (H.KANSEN_ZIEN, H.VRAGEN_ZIEN):
        assert mag(toegang, handeling, gemeente("44021"))
        # Zwijndrecht went from Antwerpen to Beveren-Kruibeke-Zwijndrecht in Oost-Vlaanderen.
        assert mag(toegang, handeling, Gemeente.objects.get(nis="11056"))
        assert not mag(toegang, handeling, gemeente("71011"))
    assert not mag(toegang, H.INTERN_LEZEN, gemeente("44021"))
    assert not mag(toegang, H.VERBETERING_REGISTREREN, gemeente("44021"))
    assert mag(toegang, H.AANBOD_BEWERKEN, organisatie=toegang.organisatie)


def test_een_ondersteuner_stelt_overal_voor_en_registreert_nergens(landschap: Any) -> None:
    toegang = toegang_van(landschap)
    assert mag(toegang, H.VERBETERING_INDIENEN, gemeente("44021"))
    assert not mag(toegang, H.VERBETERING_REGISTREREN, gemeente("44021"))
    assert mag(toegang, H.AANBOD_PUBLICEREN, organisatie=toegang.organisatie)


def test_een_leverancier_levert_alleen_voor_zichzelf_aan(leverancier: Any) -> None:
    toegang = toegang_van(leverancier)
    ander = Organisatie.objects.get(slug="groenblauwpeil")
    assert mag(toegang, H.CIJFERS_AANLEVEREN, organisatie=toegang.organisatie)
    assert not mag(toegang, H.CIJFERS_AANLEVEREN, organisatie=ander)


def test_een_vlaamse_beheerder_beheert_organisaties_maar_registreert_niet(
    vlaamse_beheerder: Any,
) -> None:
    toegang = toegang_van(vlaamse_beheerder)
    assert mag(toegang, H.ORGANISATIES_BEHEREN)
    assert mag(toegang, H.LEDEN_BEHEREN, organisatie=bestuur_van("44021"))
    assert not mag(toegang, H.VERBETERING_REGISTREREN, gemeente("44021"))


@pytest.mark.parametrize("scope", SCOPES)
def test_een_sleutel_doet_alleen_wat_zijn_scopes_zeggen(scope: str, invoerder_gent: Any) -> None:
    sleutel = ApiSleutel(
        organisatie=bestuur_van("44021"),
        scopes=[scope],
        verloopt_op=timezone.now() + dt.timedelta(days=1),
        gemaakt_door=invoerder_gent,
        voorvoegsel="x",
        hash="x",
    )
    sleutel.save()
    mogelijk = {h for h in Handeling if mag(Toegang(sleutel=sleutel), h)}
    assert mogelijk <= set(SCOPES[scope])
    assert H.LEDEN_BEHEREN not in mogelijk


def test_een_sleutel_handelt_ook_voor_de_gemeente_die_hem_toeliet(landschap: Any) -> None:
    sleutel = ApiSleutel.objects.create(
        organisatie=landschap.lidmaatschappen.get().organisatie,
        scopes=["registreren"],
        verloopt_op=timezone.now() + dt.timedelta(days=1),
        gemaakt_door=landschap,
        voorvoegsel="y",
        hash="y",
    )
    gent, aalst = gemeente("44021"), gemeente("41002")
    assert not mag(Toegang(sleutel=sleutel), H.VERBETERING_REGISTREREN, gent)
    toestemming = SleutelToestemming.objects.create(
        sleutel=sleutel, gemeente=gent, verleend_door=landschap
    )
    assert mag(Toegang(sleutel=sleutel), H.VERBETERING_REGISTREREN, gent)
    assert not mag(Toegang(sleutel=sleutel), H.VERBETERING_REGISTREREN, aalst)
    toestemming.ingetrokken_op = timezone.now()
    toestemming.save()
    assert not mag(Toegang(sleutel=sleutel), H.VERBETERING_REGISTREREN, gent)


def test_een_controle_kost_geen_query_per_rij(
    ambtenaar_merelbeke_melle: Any, django_assert_max_num_queries: Any
) -> None:
    toegang = toegang_van(ambtenaar_merelbeke_melle)
    alle = list(Gemeente.objects.all())
    with django_assert_max_num_queries(3):
        toegestaan = [g for g in alle if mag(toegang, H.VERBETERING_REGISTREREN, g)]
    assert len(toegestaan) == 3


def test_bereik_filtert_zoals_mag_antwoordt(ambtenaar_merelbeke_melle: Any) -> None:
    toegang = toegang_van(ambtenaar_merelbeke_melle)
    filter_ = bereik(toegang, H.INTERN_LEZEN).q("pk")
    gevonden = set(Gemeente.objects.filter(filter_))
    assert gevonden == {g for g in Gemeente.objects.all() if mag(toegang, H.INTERN_LEZEN, g)}


def test_zichtbaar_voor_geeft_alleen_leden_van_de_eigen_organisatie(
    invoerder_gent: Any, publicator_aalst: Any, burger: Any, vlaamse_beheerder: Any
) -> None:
    eigen = Lidmaatschap.objects.zichtbaar_voor(toegang_van(invoerder_gent))
    assert [lid.account for lid in eigen] == [invoerder_gent]
    assert not Lidmaatschap.objects.zichtbaar_voor(toegang_van(burger)).exists()
    assert Lidmaatschap.objects.zichtbaar_voor(toegang_van(vlaamse_beheerder)).count() == 3


def test_alleen_handelingen_voor_een_eigen_gemeente_hebben_een_gemeente_als_kring() -> None:
    """A right "eigen gemeente" never reaches who governs none."""
    for recht in RECHTEN.values():
        for regel in recht.regels:
            if regel.kring is Kring.EIGEN_PROVINCIE:
                assert regel.als == "provincie"
