"""One row of a collection at an address of its own, told as the collection tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from gereedschap.api.problemen import Probleem
from gereedschap.api.views import DetailView, LijstView, identificator


class EenUit(DetailView):
    """`lijst` makes the line; `zoek` gives its row, None when there is none."""

    lijst: ClassVar[type[LijstView]]
    onbekend: ClassVar[str] = ""

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        raise NotImplementedError

    def lezer(self, **keuze: Any) -> Any:
        """Give the collection as if it were asked with this choice and that of the query."""
        lijst = self.lijst()
        lijst.request, lijst.basis = self.request, self.basis
        gewoon = {param.naam: param.standaard for param in lijst.alle_parameters()}
        lijst.keuze = gewoon | getattr(self, "keuze", {}) | keuze
        return lijst

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        lijst = self.lezer()
        rij = self.zoek(lijst, **kwargs)
        if rij is None:
            raise Probleem(404, self.onbekend)
        lijst.laad([rij])
        data: dict[str, Any] = lijst.regel(rij)
        return data


class EenMetEditie(EenUit):
    """A row that keeps its address when a newer one takes its place: `vervallenIn` says when."""

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        data = super().ding(**kwargs)
        data["vervallenIn"] = self.lijst.model.objects.values_list(  # type: ignore[attr-defined]
            "vervallen_in_id", flat=True
        ).get(pk=kwargs["pk"])
        return data

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        pk = kwargs["pk"]
        return lijst.als_rijen(lijst.model.objects.filter(pk=pk)).first() if pk < 2**63 else None


def kop(ruimte: str, sleutel: object) -> dict[str, Any]:
    """Give `@id` and `identificator` of a thing of ours."""
    return {"@id": f"{ruimte}/{sleutel}", "identificator": identificator(ruimte, sleutel)}


def met_vraag(adres: str, vraag: Mapping[str, Any]) -> str:
    """Give the address with what of `vraag` was chosen."""
    gekozen = {naam: waarde for naam, waarde in vraag.items() if waarde is not None}
    return f"{adres}?{urlencode(gekozen)}" if gekozen else adres
