"""Amounts that count and amounts that don't, side by side in one registration."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def zonder_reden(apps: Any, schema_editor: Any) -> None:
    """What came and counts needs no reason; the API let one through."""
    maatregel = apps.get_model("verbeteringen", "Maatregel")
    maatregel.objects.filter(richting="plus", telt_mee=True).exclude(reden="").update(reden="")


def een_per_richting(apps: Any, schema_editor: Any) -> None:
    """Going back: the old table has one row per direction, so the first one stays."""
    maatregel = apps.get_model("verbeteringen", "Maatregel")
    eerder = maatregel.objects.filter(
        verbetering=OuterRef("verbetering"),
        parameter=OuterRef("parameter"),
        richting=OuterRef("richting"),
        pk__lt=OuterRef("pk"),
    )
    dubbel = list(maatregel.objects.filter(Exists(eerder)).values_list("pk", flat=True))
    for begin in range(0, len(dubbel), 500):
        maatregel.objects.filter(pk__in=dubbel[begin : begin + 500]).delete()


class Migration(migrations.Migration):
    # PostgreSQL changes no table with pending row events of the same transaction.
    atomic = False

    dependencies = [("verbeteringen", "0005_indexen_zonder_dubbels")]

    operations = [
        migrations.RunPython(zonder_reden, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="maatregel", name="maatregel_uniek"),
        migrations.AddConstraint(
            model_name="maatregel",
            constraint=models.UniqueConstraint(
                fields=("verbetering", "parameter", "richting", "reden"), name="maatregel_uniek"
            ),
        ),
        migrations.AddConstraint(
            model_name="maatregel",
            constraint=models.CheckConstraint(
                condition=~Q(richting="plus", telt_mee=True) | Q(reden=""),
                name="maatregel_plus_zonder_reden",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, een_per_richting),
    ]
