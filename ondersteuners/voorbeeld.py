"""Show a content that no row holds yet: the same template as the public page, fed by a version."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from doelstellingen.models import Doelstelling
from gemeenten.namen import sorteernaam
from ondersteuners.catalogus import Woorden
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import (
    Aanbod,
    Gebied,
    Ondersteuner,
    Versie,
)
from ondersteuners.pagina_s import (
    Kenmerken,
    gebied_in_woorden,
    opsomming,
    provincies_in_woorden,
)


@dataclass(frozen=True)
class Voorbeeld:
    """`item` and `kenmerken` for an item; `pagina` and `gebied` for a page."""

    item: Aanbod | None = None
    kenmerken: Kenmerken | None = None
    pagina: Ondersteuner | None = None
    gebied: str = ""
    doelstellingen: tuple[Doelstelling, ...] = ()


def _gebied(inhoud: AanbodInhoud | PaginaInhoud, ondersteuner: Ondersteuner, namen: Woorden) -> str:
    match inhoud.gebied:
        case Gebied.ORGANISATIE:
            return gebied_in_woorden(ondersteuner)
        case Gebied.PROVINCIES:
            return provincies_in_woorden(_namen(namen["provincies"], inhoud.provincies))
        case Gebied.GEMEENTEN:
            return opsomming(_namen(namen["gemeenten"], inhoud.gemeenten))
    return namen["gebied"][inhoud.gebied]


def _namen(woorden: Mapping[str, str], gekozen: Collection[str]) -> list[str]:
    """Give the words for what was chosen, in the order of the list; what is gone falls away."""
    return [naam for waarde, naam in woorden.items() if waarde in gekozen]


def _aanbod(versie: Versie, namen: Woorden) -> Voorbeeld:
    inhoud = AanbodInhoud.uit_json(versie.inhoud)
    item = Aanbod(
        ondersteuner=versie.ondersteuner,
        titel=inhoud.titel,
        omschrijving=inhoud.omschrijving,
        kosten=inhoud.kosten,
        kosten_uitleg=inhoud.kosten_uitleg,
        andere_partners=inhoud.andere_partners,
        jaar=inhoud.jaar,
        link=inhoud.link,
        geldig_van=inhoud.geldig_van,
        geldig_tot=inhoud.geldig_tot,
        telt_niet_mee=inhoud.telt_niet_mee,
    )
    kosten = item.get_kosten_display()
    return Voorbeeld(
        item=item,
        kenmerken=Kenmerken(
            werven=_namen(namen["werven"], inhoud.werven),
            doelstellingen=list(Doelstelling.objects.filter(slug__in=inhoud.doelstellingen)),
            soorten=_namen(namen["soorten"], inhoud.soorten),
            doelgroepen=_namen(namen["doelgroepen"], inhoud.doelgroepen),
            kosten=f"{kosten}: {item.kosten_uitleg}" if item.kosten_uitleg else kosten,
            gebied=_gebied(inhoud, versie.ondersteuner, namen),
            partners=list(
                Ondersteuner.objects.filter(slug__in=inhoud.partners).select_related("organisatie")
            ),
        ),
    )


def voorbeeld_van(versie: Versie, *, namen: Woorden) -> Voorbeeld:
    """Give what a version will look like; writes nothing. `namen`: `catalogus.waardenamen`."""
    if versie.aanbod_id:
        return _aanbod(versie, namen)
    inhoud = PaginaInhoud.uit_json(versie.inhoud)
    return Voorbeeld(
        pagina=Ondersteuner(
            organisatie=versie.ondersteuner.organisatie,
            uitleg=inhoud.uitleg,
            inleiding=inhoud.inleiding,
            site=inhoud.site,
            functieadres=inhoud.functieadres,
            energiegemeenschappen=inhoud.energiegemeenschappen,
        ),
        gebied=_gebied(inhoud, versie.ondersteuner, namen),
        doelstellingen=tuple(Doelstelling.objects.filter(slug__in=inhoud.doelstellingen)),
    )


def gelijkende_items(versie: Versie) -> list[Aanbod]:
    """Give the items of the same ondersteuner that carry the title of this version: perhaps doubles."""
    if versie.aanbod_id is None:
        return []
    titel = sorteernaam(str(versie.inhoud.get("titel", "")))
    return list(
        versie.ondersteuner.aanbod.filter(sorteernaam=titel)
        .exclude(pk=versie.aanbod_id)
        .exclude(staat=Aanbod.Staat.AFGEVOERD)
        .select_related("ondersteuner")
        .defer("zoektekst")
    )
