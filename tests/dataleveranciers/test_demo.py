"""Demonstration figures come in through the real door, marked, and the same each time."""

import pytest
from django.core.management import call_command

from dataleveranciers import demo, demo_kaart
from dataleveranciers.models import Importrun
from doelstellingen.models import Doelstelling, Meting, Publicatie

pytestmark = pytest.mark.django_db


def test_demo_vult_elk_doel_is_gemerkt_en_herhaalbaar(settings, tmp_path, monkeypatch):
    settings.DATA_MAP = tmp_path
    monkeypatch.setattr(demo_kaart, "INWONERS_PER_RIJ", 100_000)
    monkeypatch.setattr(demo, "PEILDATUMS", demo.PEILDATUMS[-3:])
    call_command("laad_demo", verbosity=0)
    met_cijfers = set(Meting.objects.values_list("indicator__doelstelling__slug", flat=True))
    assert met_cijfers == set(Doelstelling.objects.values_list("slug", flat=True))
    assert set(Publicatie.objects.filter(soort="import").values_list("demo", flat=True)) == {True}
    assert Importrun.objects.filter(feed__slug="groenblauwpeil").latest("pk").afgewezen == 4
    publicaties = Publicatie.objects.count()
    call_command("laad_demo", verbosity=0)
    assert Publicatie.objects.count() == publicaties
