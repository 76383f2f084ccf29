"""The table of rights: who may do what, on which gemeenten and organisaties.

Everything that asks "mag dit?" ends here: pages, API, tasks, templates. The page `/toegang/rechten/`
is drawn from `TABEL`, so what people read is what the portal does. Two questions are answered:

* `mag(toegang, handeling, gemeente)` — one check for one act; asks the database nothing per row;
* `bereik(toegang, handeling).q("gemeente")` — the same as a filter for a whole list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from toegang.rollen import LADDER, Wie

if TYPE_CHECKING:
    from gemeenten.models import Provincie
    from toegang.wie import Toegang


class Handeling(models.TextChoices):
    """Every act that not everybody may do."""

    INTERN_LEZEN = "intern_lezen", "concepten, taken en interne gegevens van een gemeente lezen"
    KANSEN_ZIEN = "kansen_zien", "zien welke gemeente waar nog een kans heeft"
    VRAGEN_ZIEN = "vragen_zien", "vragen om ondersteuning en gebruik van het aanbod zien"
    VERBETERING_INDIENEN = "verbetering_indienen", "een verbetering voorstellen aan een gemeente"
    VERBETERING_REGISTREREN = (
        "verbetering_registreren",
        "een verbetering van de gemeente registreren, wijzigen of laten vervallen",
    )
    BULK_OPLADEN = "bulk_opladen", "een bestand met verbeteringen opladen"
    VERBETERING_GOEDKEUREN = "verbetering_goedkeuren", "verbeteringen nakijken en goedkeuren"
    DUBBELS_BESLISSEN = "dubbels_beslissen", "beslissen of twee registraties dezelfde zijn"
    TOELICHTING_SCHRIJVEN = "toelichting_schrijven", "een toelichting schrijven"
    TOELICHTING_PUBLICEREN = "toelichting_publiceren", "een toelichting openbaar maken"
    CIJFER_NAKIJKEN = "cijfer_nakijken", "een cijfer als nagekeken aanduiden"
    FOUT_MELDEN = "fout_melden", "een fout in een cijfer melden"
    MELDING_OPMAKEN = "melding_opmaken", "een melding (formulier) opmaken"
    MELDING_VERZENDEN = "melding_verzenden", "een melding verzenden"
    RAPPORT_OPMAKEN = "rapport_opmaken", "een LEKP-rapport samenstellen en van notities voorzien"
    RAPPORT_VASTLEGGEN = "rapport_vastleggen", "een LEKP-rapport vastleggen voor de gemeenteraad"
    RAPPORTEN_BUNDELEN = (
        "rapporten_bundelen",
        "de LEKP-rapporten van alle gemeenten samen downloaden",
    )
    GEMEENTE_INSTELLEN = "gemeente_instellen", "instellingen van de gemeente kiezen"
    ONDERSTEUNING_VRAGEN = "ondersteuning_vragen", "ondersteuning vragen"
    AANBOD_BEWERKEN = "aanbod_bewerken", "het eigen aanbod bewerken en vragen behandelen"
    AANBOD_PUBLICEREN = "aanbod_publiceren", "het eigen aanbod openbaar maken"
    AANBOD_BEHEREN = "aanbod_beheren", "aanbod uitlichten, samenvoegen of afvoeren"
    CIJFERS_AANLEVEREN = "cijfers_aanleveren", "cijfers aanleveren voor een eigen feed"
    IMPORT_ZIEN = "import_zien", "importruns en afgewezen rijen bekijken"
    IMPORT_BEOORDELEN = "import_beoordelen", "importruns vrijgeven, weigeren of ongedaan maken"
    REFERENTIE_BEHEREN = "referentie_beheren", "ondertekeningen, normen en grenzen beheren"
    LEDEN_ZIEN = "leden_zien", "leden, rollen en logboek van een organisatie lezen"
    LEDEN_BEHEREN = "leden_beheren", "leden uitnodigen, rollen geven en wegnemen"
    SLEUTELS_BEHEREN = "sleutels_beheren", "API-sleutels maken en intrekken"
    SLEUTEL_TOESTAAN = "sleutel_toestaan", "een sleutel van een ander toelaten op de gemeente"
    WEBHOOKS_BEHEREN = "webhooks_beheren", "webhooks instellen"
    HISTORIEK_LEZEN = "historiek_lezen", "de historiek van een dossier lezen"
    ORGANISATIES_BEHEREN = "organisaties_beheren", "alle organisaties beheren"
    EIGEN_GEGEVENS = "eigen_gegevens", "eigen persoonsgegevens opvragen of laten verwijderen"


class Kring(models.TextChoices):
    """How far a right reaches."""

    EIGEN_GEMEENTE = "eigen_gemeente", "eigen gemeente"
    EIGEN_ORGANISATIE = "eigen_organisatie", "eigen organisatie"
    EIGEN_PROVINCIE = "eigen_provincie", "gemeenten van de eigen provincie"
    ALLE = "alle", "alle"


class Hoedanigheid(models.TextChoices):
    """What an organisatie is; some rights hang on it."""

    GEMEENTE = "gemeente", "gemeente"
    PROVINCIE = "provincie", "provincie"
    ONDERSTEUNER = "ondersteuner", "ondersteuner"
    DATALEVERANCIER = "dataleverancier", "dataleverancier"


@dataclass(frozen=True)
class Regel:
    """`wie`, and on the ladder everybody above it, gets the right within `kring`."""

    wie: Wie
    kring: Kring
    als: Hoedanigheid | None = None
    precies: bool = False


@dataclass(frozen=True)
class Recht:
    handeling: Handeling
    groep: str
    regels: tuple[Regel, ...]
    leest: bool = False


@dataclass(frozen=True)
class Bereik:
    """How far one act reaches for one toegang, as sets of ids."""

    alle: bool = False
    gemeenten: frozenset[int] = frozenset()
    organisaties: frozenset[int] = frozenset()

    def q(self, gemeente: str | None = None, *, organisatie: str | None = None) -> Q:
        """Give the filter for rows whose foreign keys are named `gemeente` and `organisatie`."""
        if self.alle:
            # Not an empty Q: "x or everything" would be x.
            return ~Q(pk__in=[])
        filter_ = Q(pk__in=[])
        if gemeente and self.gemeenten:
            filter_ |= Q(**{f"{gemeente}__in": self.gemeenten})
        if organisatie and self.organisaties:
            filter_ |= Q(**{f"{organisatie}__in": self.organisaties})
        return filter_


_H, _K, _W = Handeling, Kring, Wie
_GEMEENTE = _K.EIGEN_GEMEENTE
_ORGANISATIE = _K.EIGEN_ORGANISATIE
_VLAAMS_ALLE = Regel(_W.VLAAMSE_BEHEERDER, _K.ALLE)


def _recht(handeling: Handeling, groep: str, *regels: Regel, leest: bool = False) -> Recht:
    return Recht(handeling, groep, regels, leest)


def _vanaf(wie: Wie, kring: Kring, als: Hoedanigheid | None = None) -> Regel:
    return Regel(wie, kring, als)


# What is public (figures, goals, map, catalogue, reports that were laid before the council) needs no
# row: everybody reads it. A burger acts for nobody, so no row gives a burger a gemeente.
TABEL: tuple[Recht, ...] = (
    _recht(_H.INTERN_LEZEN, "Lezen", _vanaf(_W.LEZER, _GEMEENTE), _VLAAMS_ALLE, leest=True),
    _recht(
        _H.KANSEN_ZIEN,
        "Lezen",
        _vanaf(_W.LEZER, _K.ALLE, Hoedanigheid.GEMEENTE),
        _vanaf(_W.LEZER, _K.EIGEN_PROVINCIE, Hoedanigheid.PROVINCIE),
        _vanaf(_W.LEZER, _K.ALLE, Hoedanigheid.ONDERSTEUNER),
        _VLAAMS_ALLE,
        leest=True,
    ),
    _recht(
        _H.VRAGEN_ZIEN,
        "Lezen",
        _vanaf(_W.LEZER, _GEMEENTE),
        _vanaf(_W.LEZER, _ORGANISATIE, Hoedanigheid.ONDERSTEUNER),
        _vanaf(_W.LEZER, _ORGANISATIE, Hoedanigheid.PROVINCIE),
        _vanaf(_W.LEZER, _K.EIGEN_PROVINCIE, Hoedanigheid.PROVINCIE),
        _VLAAMS_ALLE,
        leest=True,
    ),
    _recht(
        _H.HISTORIEK_LEZEN,
        "Lezen",
        _vanaf(_W.LEZER, _GEMEENTE),
        _vanaf(_W.LEZER, _ORGANISATIE),
        _VLAAMS_ALLE,
        leest=True,
    ),
    _recht(
        _H.VERBETERING_INDIENEN,
        "Verbeteringen",
        Regel(_W.BURGER, _K.ALLE, precies=True),
        _vanaf(_W.INVOERDER, _K.ALLE),
    ),
    _recht(_H.VERBETERING_REGISTREREN, "Verbeteringen", _vanaf(_W.INVOERDER, _GEMEENTE)),
    _recht(
        _H.BULK_OPLADEN,
        "Verbeteringen",
        _vanaf(_W.INVOERDER, _GEMEENTE),
        _vanaf(_W.INVOERDER, _K.ALLE, Hoedanigheid.ONDERSTEUNER),
    ),
    _recht(_H.VERBETERING_GOEDKEUREN, "Verbeteringen", _vanaf(_W.PUBLICATOR, _GEMEENTE)),
    _recht(_H.DUBBELS_BESLISSEN, "Verbeteringen", _vanaf(_W.PUBLICATOR, _GEMEENTE)),
    _recht(_H.TOELICHTING_SCHRIJVEN, "Cijfers en rapport", _vanaf(_W.INVOERDER, _GEMEENTE)),
    _recht(_H.TOELICHTING_PUBLICEREN, "Cijfers en rapport", _vanaf(_W.PUBLICATOR, _GEMEENTE)),
    _recht(_H.CIJFER_NAKIJKEN, "Cijfers en rapport", _vanaf(_W.PUBLICATOR, _GEMEENTE)),
    _recht(_H.FOUT_MELDEN, "Cijfers en rapport", _vanaf(_W.INVOERDER, _GEMEENTE)),
    _recht(_H.MELDING_OPMAKEN, "Cijfers en rapport", _vanaf(_W.INVOERDER, _GEMEENTE)),
    _recht(_H.MELDING_VERZENDEN, "Cijfers en rapport", _vanaf(_W.PUBLICATOR, _GEMEENTE)),
    _recht(_H.RAPPORT_OPMAKEN, "Cijfers en rapport", _vanaf(_W.INVOERDER, _GEMEENTE)),
    _recht(_H.RAPPORT_VASTLEGGEN, "Cijfers en rapport", _vanaf(_W.PUBLICATOR, _GEMEENTE)),
    _recht(_H.RAPPORTEN_BUNDELEN, "Cijfers en rapport", _VLAAMS_ALLE),
    _recht(_H.GEMEENTE_INSTELLEN, "Cijfers en rapport", _vanaf(_W.BEHEERDER, _GEMEENTE)),
    _recht(_H.ONDERSTEUNING_VRAGEN, "Ondersteuning", _vanaf(_W.INVOERDER, _GEMEENTE)),
    _recht(
        _H.AANBOD_BEWERKEN,
        "Ondersteuning",
        _vanaf(_W.INVOERDER, _ORGANISATIE, Hoedanigheid.ONDERSTEUNER),
        _vanaf(_W.INVOERDER, _ORGANISATIE, Hoedanigheid.PROVINCIE),
    ),
    _recht(
        _H.AANBOD_PUBLICEREN,
        "Ondersteuning",
        _vanaf(_W.PUBLICATOR, _ORGANISATIE, Hoedanigheid.ONDERSTEUNER),
        _vanaf(_W.PUBLICATOR, _ORGANISATIE, Hoedanigheid.PROVINCIE),
    ),
    _recht(_H.AANBOD_BEHEREN, "Ondersteuning", _VLAAMS_ALLE),
    _recht(
        _H.CIJFERS_AANLEVEREN,
        "Aanlevering",
        _vanaf(_W.INVOERDER, _ORGANISATIE, Hoedanigheid.DATALEVERANCIER),
    ),
    _recht(
        _H.IMPORT_ZIEN,
        "Aanlevering",
        _vanaf(_W.LEZER, _ORGANISATIE, Hoedanigheid.DATALEVERANCIER),
        _VLAAMS_ALLE,
        leest=True,
    ),
    _recht(_H.IMPORT_BEOORDELEN, "Aanlevering", _VLAAMS_ALLE),
    _recht(_H.REFERENTIE_BEHEREN, "Aanlevering", _VLAAMS_ALLE),
    _recht(_H.LEDEN_ZIEN, "Organisatie", _vanaf(_W.LEZER, _ORGANISATIE), _VLAAMS_ALLE, leest=True),
    _recht(_H.LEDEN_BEHEREN, "Organisatie", _vanaf(_W.BEHEERDER, _ORGANISATIE), _VLAAMS_ALLE),
    _recht(_H.SLEUTELS_BEHEREN, "Organisatie", _vanaf(_W.BEHEERDER, _ORGANISATIE), _VLAAMS_ALLE),
    _recht(_H.SLEUTEL_TOESTAAN, "Organisatie", _vanaf(_W.BEHEERDER, _GEMEENTE)),
    _recht(_H.WEBHOOKS_BEHEREN, "Organisatie", _vanaf(_W.BEHEERDER, _ORGANISATIE)),
    _recht(_H.ORGANISATIES_BEHEREN, "Organisatie", _VLAAMS_ALLE),
    _recht(_H.EIGEN_GEGEVENS, "Organisatie", _vanaf(_W.BURGER, _K.ALLE)),
)

RECHTEN = {recht.handeling: recht for recht in TABEL}

# What a key may do, per scope. A key acts as its organisatie with these acts and no others;
# `aanleveren` counts per feed.
SCOPES: dict[str, tuple[Handeling, ...]] = {
    "lezen": (_H.INTERN_LEZEN, _H.IMPORT_ZIEN),
    "registreren": (_H.VERBETERING_INDIENEN, _H.VERBETERING_REGISTREREN, _H.BULK_OPLADEN),
    "toelichten": (_H.TOELICHTING_SCHRIJVEN, _H.TOELICHTING_PUBLICEREN, _H.FOUT_MELDEN),
    "aanleveren": (_H.CIJFERS_AANLEVEREN, _H.IMPORT_ZIEN),
    "webhooks": (_H.WEBHOOKS_BEHEREN,),
}


def geldt_voor(regel: Regel, wie: Wie) -> bool:
    """Tell whether `regel` speaks of somebody who is `wie` (not yet of which organisatie)."""
    if regel.wie == wie:
        return True
    if regel.precies:
        return False
    if regel.wie is Wie.BURGER:
        return wie != Wie.ANONIEM
    ladder = [rol.value for rol in LADDER]
    return (
        regel.wie.value in ladder
        and wie.value in ladder
        and ladder.index(wie.value) > ladder.index(regel.wie.value)
    )


def _regels(toegang: Toegang, recht: Recht) -> Iterator[Regel]:
    if toegang.sleutel and recht.handeling not in toegang.sleutelhandelingen:
        return
    for regel in recht.regels:
        if geldt_voor(regel, toegang.wie) and (
            regel.als is None or regel.als in toegang.hoedanigheden
        ):
            yield regel


def bereik(toegang: Toegang, handeling: Handeling) -> Bereik:
    """Give how far `handeling` reaches for `toegang`; empty where it is not theirs at all."""
    recht = RECHTEN[handeling]
    gemeenten: frozenset[int] = frozenset()
    organisaties: frozenset[int] = frozenset()
    for regel in _regels(toegang, recht):
        match regel.kring:
            case Kring.ALLE:
                return Bereik(alle=True)
            case Kring.EIGEN_GEMEENTE:
                gemeenten |= toegang.gemeenten_lezen if recht.leest else toegang.gemeenten
            case Kring.EIGEN_PROVINCIE:
                gemeenten |= toegang.gemeenten_provincie
            case Kring.EIGEN_ORGANISATIE:
                organisaties |= {toegang.organisatie.pk} if toegang.organisatie else frozenset()
    return Bereik(gemeenten=gemeenten, organisaties=organisaties)


def heel_provincie(toegang: Toegang, handeling: Handeling, provincie: Provincie) -> bool:
    """Tell whether `handeling` reaches every gemeente of this provincie; asks no database."""
    kringen = {regel.kring for regel in _regels(toegang, RECHTEN[handeling])}
    eigen = toegang.organisatie is not None and toegang.organisatie.provincie_id == provincie.pk
    return Kring.ALLE in kringen or (eigen and Kring.EIGEN_PROVINCIE in kringen)


def mag(
    toegang: Toegang, handeling: Handeling, gemeente: Any = None, *, organisatie: Any = None
) -> bool:
    """Tell whether `toegang` may do `handeling`.

    `gemeente` and `organisatie` are rows or ids of what the act touches; one match is enough. With
    neither, the answer is whether there is anything at all on which the act is theirs.
    """
    # Kept on the toegang (one request, one session): a list of a thousand rows asks once.
    ver = toegang.bereiken.get(handeling)
    if ver is None:
        ver = toegang.bereiken[handeling] = bereik(toegang, handeling)
    if ver.alle:
        return True
    if gemeente is None and organisatie is None:
        return bool(ver.gemeenten or ver.organisaties)
    return (gemeente is not None and getattr(gemeente, "pk", gemeente) in ver.gemeenten) or (
        organisatie is not None and getattr(organisatie, "pk", organisatie) in ver.organisaties
    )
