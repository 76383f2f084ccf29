"""REST edge of deliveries, the reading half: the import runs that a key may see."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request

from dataleveranciers import selectors
from dataleveranciers.models import Importrun
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import (
    LIJSTFORMATEN,
    DetailView,
    LijstView,
    identificator,
    versie_van,
)

GROEP = "Aanlevering"


class ImportrunVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    feed = v.tekst("Slug van de feed.")
    status = s.ChoiceField(Importrun.Status.values)
    gestartOp = v.tekst()  # noqa: N815
    beeindigdOp = v.tekst(allow_null=True)  # noqa: N815
    gelezen = v.getal()
    nieuw = v.getal()
    gewijzigd = v.getal()
    ongewijzigd = v.getal()
    verwijderd = v.getal()
    afgewezen = v.getal()
    reden = v.tekst(allow_blank=True)
    meldingen = s.ListField(child=s.CharField())
    demonstratiegegevens = s.BooleanField()
    editie = v.getal("Nummer van de publicatie.", allow_null=True)
    detail = v.adres()


class ImportrunDetailVorm(ImportrunVorm):
    fouten = s.ListField(
        child=s.DictField(), help_text="De eerste 100 afgewezen rijen: rij, veld, waarde, reden."
    )


def importrun_item(run: Importrun, basis: str) -> dict[str, Any]:
    ruimte = f"{basis}/id/importrun"
    return {
        "@type": "Importrun",
        "@id": f"{ruimte}/{run.pk}",
        "identificator": identificator(ruimte, run.pk, versie_van(run.gestart_op)),
        "id": run.pk,
        "feed": run.feed.slug,
        "status": run.status,
        "gestartOp": versie_van(run.gestart_op),
        "beeindigdOp": versie_van(run.beeindigd_op) if run.beeindigd_op else None,
        "gelezen": run.gelezen,
        "nieuw": run.nieuw,
        "gewijzigd": run.gewijzigd,
        "ongewijzigd": run.ongewijzigd,
        "verwijderd": run.verwijderd,
        "afgewezen": run.afgewezen,
        "reden": run.reden,
        "meldingen": [str(m) for m in run.meldingen],
        "demonstratiegegevens": run.demo,
        "editie": run.publicatie_id,
        "detail": f"{basis}/api/v1/importruns/{run.pk}",
    }


def zichtbare_runs(request: Request) -> Any:
    """Give the runs of the key behind this request; Probleem 401 or 403 without right."""
    toegang = request.toegang  # type: ignore[attr-defined]
    if not toegang.aangemeld:
        raise Probleem(401, kop={"WWW-Authenticate": 'Bearer realm="PactPortaal"'})
    if not selectors.mag_runs_zien(toegang):
        raise Probleem(
            403,
            "Importruns ziet alleen de dataleverancier van de feed, met een sleutel met het recht "
            "lezen of aanleveren.",
        )
    return selectors.runs_voor(toegang)


class Importruns(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Importruns"
    uitleg = "Van de feeds van uw organisatie. Vraagt een sleutel."
    type_ = "Importruns"
    item = ImportrunVorm
    groot = True
    prive = True
    leesfouten = (403,)
    parameters = (
        p.tekst("feed", "Slug van de feed.", voorbeeld="fluvius-led", patroon=r"[a-z0-9-]{1,50}"),
        p.keuze("status", "Status van de run.", Importrun.Status.values),
    )
    sorteringen = {"id": ("pk",)}
    standaard_sort = "-id"
    csv_velden = (
        "id",
        "feed",
        "status",
        "gestartOp",
        "beeindigdOp",
        "gelezen",
        "nieuw",
        "gewijzigd",
        "ongewijzigd",
        "verwijderd",
        "afgewezen",
        "reden",
        "demonstratiegegevens",
        "editie",
    )

    def rijen(self) -> Any:
        rijen = zichtbare_runs(self.request)
        if self.keuze["feed"]:
            rijen = rijen.filter(feed__slug=self.keuze["feed"])
        return rijen.filter(status=self.keuze["status"]) if self.keuze["status"] else rijen

    def regel(self, rij: Any) -> dict[str, Any]:
        return importrun_item(rij, self.basis)


class ImportrunDetail(DetailView):
    groep = GROEP
    titel = "Eén importrun"
    type_ = "Importrun"
    item = ImportrunDetailVorm
    prive = True
    met_etag = False
    leesfouten = (403,)
    pad = {"pk": p.geheel("pk", "Nummer van de run.", minimum=1, voorbeeld=1)}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        runs = zichtbare_runs(self.request)
        run = runs.filter(pk=kwargs["pk"]).first() if kwargs["pk"] < 2**63 else None
        if run is None:
            raise Probleem(404, "Deze importrun bestaat niet, of u mag hem niet zien.")
        fouten = selectors.uitslag(run, duur_s=0)["fouten"]
        return importrun_item(run, self.basis) | {"fouten": fouten}
