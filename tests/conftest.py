"""What every test can lean on: the cast, reference data, a browser, and no way to the outside."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db.models.signals import post_migrate
from django.test import Client
from hypothesis import HealthCheck, settings

from gemeenten.models import Gemeente
from gereedschap.bewaren import vergeet
from tests import referentie
from tests.browser import open_context
from tests.rolverdeling import (  # noqa: F401
    ambtenaar_diepenbeek_heers,
    ambtenaar_merelbeke_melle,
    burger,
    invoerder_gent,
    landschap,
    leverancier,
    provincie_ovl,
    publicator_aalst,
    publicator_gent,
    vlaamse_beheerder,
)
from tests.werker import draaiende_werker

WORTEL = Path(__file__).resolve().parent.parent
GEDEELDE_DATA = WORTEL.parent / "shared" / "data"

# A property is about the rule; how fast a busy machine makes examples is not.
settings.register_profile(
    "huis", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("huis")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load the reference data once; a transactional test, which flushes, gets it back at once."""
    with django_db_blocker.unblock():
        referentie.laad()
        rijen = referentie.bewaar()

    # Apps without models (pactportaal) send no post_migrate.
    laatste = [app for app in apps.get_app_configs() if app.models_module is not None][-1]

    def zet_terug(**_: Any) -> None:
        if not Gemeente.objects.exists():  # a flush, not a migrate
            referentie.zet_terug(rijen)

    # Flush ends with post_migrate for each app; after the last one the tables can be filled again.
    post_migrate.connect(zet_terug, sender=laatste, weak=False)


# About how many plain tests take as long as one of these.
_GEWICHT = {"e2e": 25, "worker": 60, "zwaar": 120}


def _zwaarste_bestanden_eerst(items: list[pytest.Item]) -> None:
    """Order by file: a heavy file that starts last keeps one core busy while the others wait."""
    gewicht: Counter[Path] = Counter()
    for item in items:
        gewicht[item.path] += max((_GEWICHT.get(m.name, 1) for m in item.iter_markers()), default=1)
    eerder = {pad: nummer for nummer, pad in enumerate(dict.fromkeys(i.path for i in items))}
    items.sort(key=lambda item: (-gewicht[item.path], eerder[item.path]))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put heavy files first; leave out, on SQLite, what only means something on PostgreSQL."""
    _zwaarste_bestanden_eerst(items)
    if os.environ.get("PROEF_DATABASE_URL"):
        return
    alleen_postgres = pytest.mark.skip(reason="alleen op PostgreSQL; make test draait ook daarop")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(alleen_postgres)


@pytest.fixture
def werker(transactional_db: None) -> Iterator[Path]:
    """A real worker beside the test; `taak.delay()` goes to it. Gives its log file."""
    with draaiende_werker() as log:
        yield log


class PortaalClient(Client):
    """Django's test client, whose `force_login` also opens the portal's own session.

    It acts for the account's first lidmaatschap, or for number `nummer`; a citizen acts for nobody.
    """

    def force_login(self, user: Any, backend: str | None = None, *, nummer: int = 0) -> None:
        super().force_login(user, backend)
        leden = list(user.lidmaatschappen.order_by("pk").values_list("pk", flat=True))
        sessie = self.session
        sessie["toegang"] = {
            "deur": user.herkomst,
            "begin": time.time(),
            "lidmaatschap": leden[nummer] if leden else None,
            "totp": True,
        }
        sessie.save()


@pytest.fixture
def client() -> PortaalClient:
    return PortaalClient()


@pytest.fixture
def admin_client(admin_user: Any) -> PortaalClient:
    """An operator with the portal's own session, not pytest-django's plain client."""
    beheerder = PortaalClient()
    beheerder.force_login(admin_user)
    return beheerder


@pytest.fixture(autouse=True)
def _lege_cache() -> None:
    for naam in caches.settings:
        caches[naam].clear()
    vergeet()


@pytest.fixture(scope="session")
def gedeelde_data() -> Path:
    """The official files beside the repository; skips, with a message, where they are absent."""
    if not GEDEELDE_DATA.is_dir():
        pytest.skip("../shared/data is er niet: deze test vergelijkt met de officiële bestanden")
    return GEDEELDE_DATA


def _chromium() -> str | None:
    """Path of an installed Chromium; None leaves the choice to Playwright's own download."""
    for naam in ("chromium", "chromium-browser", "google-chrome"):
        if pad := shutil.which(naam):
            return pad
    return None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, shared by the session; each test opens its own context in it."""
    from playwright.sync_api import Error, expect, sync_playwright

    # As long as any other wait of Playwright: a busy machine is no fault.
    expect.set_options(timeout=30_000)
    # Playwright keeps an event loop in this thread, which Django takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=_chromium(),
                args=[
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            )
        except Error as fout:
            pytest.skip(f"GEEN BROWSER: de browsertests draaien niet. {str(fout).splitlines()[0]}")
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def pagina(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page in a Dutch browser of 1280 px on the running portal; console errors fail the test."""
    context = open_context(chromium, live_server)
    pagina = context.new_page()
    fouten: list[str] = []
    pagina.on("pageerror", lambda fout: fouten.append(str(fout)))
    pagina.on("console", lambda regel: fouten.append(regel.text) if regel.type == "error" else None)
    yield pagina
    context.close()
    assert not fouten, f"fouten in de console van de browser: {fouten}"


def controleer_toegankelijkheid(pagina: Any, *, onderdeel: str | None = None) -> None:
    """Fail with axe's findings against WCAG 2.1 A and AA on the page, or on one `onderdeel`."""
    from axe_playwright_python.sync_playwright import Axe

    uitkomst = Axe().run(
        pagina,
        context=onderdeel,
        options={
            "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
        },
    )
    assert uitkomst.violations_count == 0, uitkomst.generate_report()


@pytest.fixture
def axe() -> Any:
    return controleer_toegankelijkheid
