"""What every history row carries besides its account: the organisatie that person acted for."""

from __future__ import annotations

from django.db import models
from simple_history import register

from toegang.handelende import huidig_account, huidige_organisatie_id
from toegang.models.leden import Lidmaatschap
from toegang.models.organisaties import Organisatie
from toegang.models.sleutels import ApiSleutel, SleutelToestemming


class HistorieBasis(models.Model):
    """Base of a history table: `historie(bases=…)` of `toegang.historie` adds it."""

    history_organisatie = models.ForeignKey(
        Organisatie,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        default=huidige_organisatie_id,
    )

    class Meta:
        abstract = True


def _volg(model: type[models.Model], **opties: object) -> None:
    register(
        model,
        app="toegang",
        bases=[HistorieBasis],
        get_user=huidig_account,
        user_related_name="+",
        **opties,
    )


_volg(Organisatie)
_volg(Lidmaatschap)
# The hash never enters history; the moment of last use would drown the acts of people.
_volg(ApiSleutel, excluded_fields=["hash", "laatst_gebruikt_op"])
_volg(SleutelToestemming)
