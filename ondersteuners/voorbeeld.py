"""Show a content that no row holds yet: the same template as the public page, fed by a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from doelstellingen.models import Doelstelling, Werf
from gemeenten.models import Gemeente, Provincie
from gemeenten.namen import sorteernaam
from ondersteuners.catalogus import werfnaam
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import (
    Aanbod,
    Doelgroep,
    Gebied,
    Ondersteuner,
    SoortOndersteuning,
    Versie,
)
from ondersteuners.pagina_s import Kenmerken, gebied_in_woorden, opsomming


@dataclass(frozen=True)
class Voorbeeld:
    """`item` and `kenmerken` for an item; `pagina` and `gebied` for a page."""

    item: Aanbod | None = None
    kenmerken: Kenmerken | None = None
    pagina: Ondersteuner | None = None
    gebied: str = ""
    doelstellingen: tuple[Doelstelling, ...] = ()


def _gebied(inhoud: AanbodInhoud | PaginaInhoud, ondersteuner: Ondersteuner) -> str:
    match inhoud.gebied:
        case Gebied.ORGANISATIE:
            return gebied_in_woorden(ondersteuner)
        case Gebied.PROVINCIES:
            namen = Provincie.objects.filter(slug__in=inhoud.provincies)
            return f"provincie {opsomming([p.naam for p in namen])}"
        case Gebied.GEMEENTEN:
            rijen = Gemeente.objects.filter(nis__in=inhoud.gemeenten, tot=None)
            return opsomming([g.naam for g in rijen])
    return str(Gebied(inhoud.gebied).label)


def _namen(model: Any, slugs: tuple[str, ...]) -> list[str]:
    return [str(rij) for rij in model.objects.filter(slug__in=slugs)]


def _aanbod(versie: Versie) -> Voorbeeld:
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
            werven=[werfnaam(w) for w in Werf.objects.filter(slug__in=inhoud.werven)],
            doelstellingen=list(Doelstelling.objects.filter(slug__in=inhoud.doelstellingen)),
            soorten=_namen(SoortOndersteuning, inhoud.soorten),
            doelgroepen=_namen(Doelgroep, inhoud.doelgroepen),
            kosten=f"{kosten}: {item.kosten_uitleg}" if item.kosten_uitleg else kosten,
            gebied=_gebied(inhoud, versie.ondersteuner),
            partners=list(
                Ondersteuner.objects.filter(slug__in=inhoud.partners).select_related("organisatie")
            ),
        ),
    )


def voorbeeld_van(versie: Versie) -> Voorbeeld:
    """Give what a version will look like; writes nothing."""
    if versie.aanbod_id:
        return _aanbod(versie)
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
        gebied=_gebied(inhoud, versie.ondersteuner),
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
