"""Settings of the tests: the portal's own, apart from what may never reach the outside.

`PROEF_DATABASE_URL` and `PROEF_REDIS_URL` point the suite at PostgreSQL and Redis; a DATABASE_URL
or REDIS_URL of the developer is ignored, so that no test touches real data. Files go to a map that
disappears at the end.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Tests that run side by side each get two databases of the same Redis: queue and cache.
_redis = os.environ.get("PROEF_REDIS_URL", "").removesuffix("/0")
_nummer = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_map = Path(tempfile.mkdtemp(prefix="pactportaal-test-"))
atexit.register(shutil.rmtree, _map, ignore_errors=True)
os.environ.update(
    DATA_MAP=str(_map),
    DATABASE_URL=os.environ.get("PROEF_DATABASE_URL", ""),
    REDIS_URL=_redis and f"{_redis}/{2 * _nummer}",
    SECRET_KEY="alleen-voor-tests-" + "x" * 50,
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    DEBUG="0",
    DEMO="0",
    HTTPS="0",
    # No test asks the outside for tiles or addresses.
    KAART_KLEUR="uit",
    KAART_GRIJS="uit",
    KAART_ORTHO="uit",
    ADRESZOEKER="uit",
)

from pactportaal import settings as _portaal  # noqa: E402
from pactportaal.settings import *  # noqa: E402, F403

STATIC_ROOT = _map / "staticfiles"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # No manifest: a test needs no collectstatic. tests/huisregels checks that each file exists.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The real hasher is slow on purpose; tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tasks run in place; what slips through finds a broker that refuses. Tests of the worker itself
# take the fixture `werker`, which connects to ECHTE_BROKER.
ECHTE_BROKER = _portaal.CELERY_BROKER_URL
ECHTE_BROKER_OPTIES = _portaal.CELERY_BROKER_TRANSPORT_OPTIONS
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}
