"""Load the offer that we took over from the sources; never over what people wrote since."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from doelstellingen.models import Publicatie, Werf
from doelstellingen.publicaties import publiceer
from gereedschap.referentietabel import Verloop, synchroniseer
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import Aanbod, Doelgroep, Gebied, Ondersteuner, SoortOndersteuning
from ondersteuners.services.toepassen import Naslag, pas_toe_op_aanbod, pas_toe_op_pagina
from ondersteuners.zoekindex import indexeer_ondersteuners
from toegang.models import Organisatie

ALGEMEEN = 0


def _hash(rij: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(rij, sort_keys=True, default=str).encode()).hexdigest()


def _gebied(rij: dict[str, Any], *, anders: Gebied) -> dict[str, Any]:
    gebied = rij.get("gebied")
    if not gebied:
        return {"gebied": anders.value}
    if gebied == "gewest":
        return {"gebied": Gebied.GEWEST.value}
    return {"gebied": Gebied.PROVINCIES.value, "provincies": tuple(gebied)}


class _Lader:
    """One run; counts what it did."""

    def __init__(self, folder: Path) -> None:
        self.bron = tomllib.loads((folder / "ondersteuners.toml").read_text(encoding="utf-8"))
        self.items = tomllib.loads((folder / "aanbod.toml").read_text(encoding="utf-8"))["aanbod"]
        self.werven = {nummer or ALGEMEEN: slug for nummer, slug in
                       Werf.objects.values_list("nummer", "slug")}  # fmt: skip
        self.pagina_s = {o.bron_sleutel: o for o in Ondersteuner.objects.exclude(bron_sleutel="")}
        self.bestaand = {a.bron_sleutel: a for a in Aanbod.objects.exclude(bron_sleutel="")}
        self.geschreven_pagina = set(
            Ondersteuner.objects.filter(versies__aanbod=None, versies__isnull=False)
            .values_list("bron_sleutel", flat=True)
        )  # fmt: skip
        self.geschreven_aanbod = set(
            Aanbod.objects.filter(versies__isnull=False).values_list("bron_sleutel", flat=True)
        )
        self.verloop = Verloop()

    def te_laden(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give the rows that are new, or changed in the file and untouched by people."""
        pagina_s = [
            rij
            for rij in self.bron["ondersteuner"]
            if self._anders(self.pagina_s.get(rij["slug"]), rij)
            and rij["slug"] not in self.geschreven_pagina
        ]
        items = [
            rij
            for rij in self.items
            if self._anders(self.bestaand.get(self.sleutel(rij)), rij)
            and self.sleutel(rij) not in self.geschreven_aanbod
        ]
        return pagina_s, items

    @staticmethod
    def sleutel(rij: dict[str, Any]) -> str:
        return f"{rij['ondersteuner']}/{rij['slug']}"

    @staticmethod
    def _anders(rij_db: Ondersteuner | Aanbod | None, rij: dict[str, Any]) -> bool:
        if rij_db is None:
            return True
        # What was retired or merged stays as it was; brought back, it is read again.
        return rij_db.staat != "afgevoerd" and rij_db.bron_hash != _hash(rij)

    def _slugs(self, nummers: list[int]) -> tuple[str, ...]:
        return tuple(sorted(self.werven[n] for n in nummers if n in self.werven))

    def _organisatie(self, rij: dict[str, Any]) -> Organisatie:
        # The capacity gives rights (chances, bulk upload): only who is known as ondersteuner has it.
        bevestigd = rij["volledigheid"] != Ondersteuner.Volledigheid.NIET_BEVESTIGD
        organisatie, _ = Organisatie.objects.get_or_create(
            slug=rij["slug"],
            defaults={
                "naam": rij.get("naam", rij["slug"]),
                "soort": rij.get("organisatiesoort", Organisatie.Soort.ANDERE),
                "is_ondersteuner": bevestigd,
            },
        )
        # A provincie has its own rules in the table of rights: its own gemeenten, not all.
        provincie = organisatie.soort == Organisatie.Soort.PROVINCIE
        if bevestigd and not provincie and not organisatie.is_ondersteuner:
            organisatie.is_ondersteuner = True
            organisatie.save(update_fields=["is_ondersteuner"])
        return organisatie

    def laad_pagina(self, rij: dict[str, Any], publicatie: Publicatie, naslag: Naslag) -> None:
        ondersteuner = self.pagina_s.get(rij["slug"])
        nieuw = ondersteuner is None
        if ondersteuner is None:
            ondersteuner = Ondersteuner(organisatie=self._organisatie(rij), slug=rij["slug"])
        ondersteuner.bron_sleutel = rij["slug"]
        ondersteuner.bron_hash = _hash(rij)
        ondersteuner.volledigheid = rij["volledigheid"]
        ondersteuner.gegevens_van = rij.get("gegevens_van", self.bron["jaar"])
        # The umbrella stands above its members in the file.
        koepel = self.pagina_s.get(rij.get("koepel", ""))
        ondersteuner.koepel = koepel
        pas_toe_op_pagina(
            ondersteuner=ondersteuner,
            inhoud=PaginaInhoud(
                uitleg=rij.get("uitleg", "").strip(),
                inleiding=rij.get("inleiding", "").strip(),
                site=rij.get("site", ""),
                werven=self._slugs(rij.get("werven", [])),
                doelstellingen=tuple(rij.get("doelstellingen", ())),
                energiegemeenschappen=rij.get("energiegemeenschappen", False),
                **_gebied(rij, anders=Gebied.ONBEKEND),
            ),
            publicatie=publicatie,
            naslag=naslag,
        )
        self.pagina_s[rij["slug"]] = ondersteuner
        self._tel(nieuw)

    def laad_item(self, rij: dict[str, Any], publicatie: Publicatie, naslag: Naslag) -> None:
        sleutel = self.sleutel(rij)
        aanbod = self.bestaand.get(sleutel)
        nieuw = aanbod is None
        if aanbod is None:
            ondersteuner = self.pagina_s[rij["ondersteuner"]]
            # Somebody may have written an item with this address already.
            if Aanbod.objects.filter(ondersteuner=ondersteuner, slug=rij["slug"]).exists():
                return
            aanbod = Aanbod(
                ondersteuner=ondersteuner, slug=rij["slug"], staat=Aanbod.Staat.GEPUBLICEERD
            )
        aanbod.bron_sleutel = sleutel
        aanbod.bron_hash = _hash(rij)
        aanbod.gegevens_van = rij.get("gegevens_van", self.bron["jaar"])
        pas_toe_op_aanbod(
            aanbod=aanbod, inhoud=self._inhoud(rij), publicatie=publicatie, naslag=naslag
        )
        self.bestaand[sleutel] = aanbod
        self._tel(nieuw)

    def _inhoud(self, rij: dict[str, Any]) -> AanbodInhoud:
        over = ("kosten", "kosten_uitleg", "andere_partners", "jaar", "link", "telt_niet_mee")
        return AanbodInhoud(
            titel=rij["titel"],
            omschrijving=rij["omschrijving"].strip(),
            werven=self._slugs(rij["werven"]),
            doelstellingen=tuple(rij.get("doelstellingen", ())),
            soorten=tuple(rij["soorten"]),
            doelgroepen=tuple(rij["doelgroepen"]),
            partners=tuple(rij.get("partners", ())),
            hoort_bij=rij.get("hoort_bij", ""),
            **{veld: rij[veld] for veld in over if veld in rij},
            **_gebied(rij, anders=Gebied.ORGANISATIE),
        )

    def _tel(self, nieuw: bool) -> None:
        self.verloop += Verloop(nieuw=int(nieuw), gewijzigd=int(not nieuw))


@transaction.atomic
def laad_ondersteuners(*, folder: Path | None = None) -> Verloop:
    """Load `ondersteuners.toml` and `aanbod.toml`; idempotent, one publicatie when anything changed.

    A row that people of the organisation wrote a version of is never touched again, nor one that
    was retired or merged; rows of the file that changed and that nobody touched are brought in step.
    """
    folder = folder or settings.FIXTURES_MAP
    lader = _Lader(folder)
    for model, lijst in (
        (SoortOndersteuning, lader.bron["soort"]),
        (Doelgroep, lader.bron["doelgroep"]),
    ):
        synchroniseer(
            model=model,
            rijen=[{**rij, "volgorde": nr} for nr, rij in enumerate(lijst)],
            sleutel=["slug"],
        )
    pagina_s, items = lader.te_laden()
    if pagina_s or items:
        with publiceer(
            soort=Publicatie.Soort.AANBOD, omschrijving="aanbod uit de bronnen"
        ) as publicatie:
            naslag = Naslag()
            for rij in pagina_s:
                lader.laad_pagina(rij, publicatie, naslag)
            naslag = Naslag()
            for rij in items:
                lader.laad_item(rij, publicatie, naslag)
            indexeer_ondersteuners({o.pk for o in lader.pagina_s.values()})
    totaal = len(lader.bron["ondersteuner"]) + len(lader.items)
    gedaan = lader.verloop.nieuw + lader.verloop.gewijzigd
    return lader.verloop + Verloop(ongewijzigd=totaal - gedaan)
