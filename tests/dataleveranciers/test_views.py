"""The pages of runs and the CSV of refused rows: who sees what."""

import pytest

from tests.dataleveranciers.conftest import feature
from toegang.models import Organisatie

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(gbp):
    return gbp(feature("a"), feature("b", aanvrager='=HYPERLINK("x")'))


def test_vlaamse_beheerder_ziet_runs_en_afgewezen_rijen(client, run, vlaamse_beheerder):
    client.force_login(vlaamse_beheerder)
    assert f"Run {run.pk}" in client.get("/beheer/importruns/").content.decode()
    assert "kies uit" in client.get(f"/beheer/importruns/{run.pk}/").content.decode()


def test_csv_is_veilig_voor_een_rekenblad(client, run, vlaamse_beheerder):
    client.force_login(vlaamse_beheerder)
    antwoord = client.get(f"/beheer/importruns/{run.pk}/afgewezen.csv")
    assert antwoord.streaming
    regels = b"".join(antwoord.streaming_content).decode("utf-8-sig").splitlines()
    assert regels[0] == "rij;veld;waarde;reden"
    assert regels[1].startswith("2;aanvrager;\"'=HYPERLINK")


def test_een_leverancier_ziet_alleen_eigen_runs(client, run, leverancier):
    eigen = leverancier.lidmaatschappen.get().organisatie
    client.force_login(leverancier)
    verwacht = 200 if eigen == Organisatie.objects.get(slug="groenblauwpeil") else 404
    assert client.get(f"/beheer/importruns/{run.pk}/").status_code == verwacht


@pytest.mark.parametrize("pad", ["", "{pk}/", "{pk}/afgewezen.csv"])
def test_anderen_weten_niet_dat_de_pagina_bestaat(client, run, invoerder_gent, pad):
    adres = f"/beheer/importruns/{pad.format(pk=run.pk)}"
    assert client.get(adres).status_code == 302
    client.force_login(invoerder_gent)
    assert client.get(adres).status_code == 404
    assert client.post(adres).status_code in (404, 405)


def test_onbekende_run(client, vlaamse_beheerder):
    client.force_login(vlaamse_beheerder)
    assert client.get("/beheer/importruns/999999/").status_code == 404
