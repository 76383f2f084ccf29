"""Visit an address that somebody typed, without reaching anything that is not public (SSRF).

The host is resolved once; every address it gives must be global (no loopback, private, link-local,
reserved or multicast range), and the connection goes to exactly that address, so that a second
answer of the name server cannot lead elsewhere. Redirects are followed by the same rule.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.util import Timeout

VERBINDEN_S = 5
LEZEN_S = 10
HOOGSTENS_OMLEIDINGEN = 5
POORTEN = {"http": 80, "https": 443}
AGENT = "PactPortaal (controle van links)"


class GeenOpenbaarAdres(ValueError):
    """The address is not http(s), has a strange port, or leads to a network that is not public."""


class Onbereikbaar(OSError):
    """Nobody answers; the message says in Dutch what happened."""


@dataclass(frozen=True)
class Doel:
    """Where a checked address leads: connect to `ip`, speak to `host`."""

    schema: str
    host: str
    poort: int
    ip: str
    pad: str


def is_openbaar(ip: str) -> bool:
    """Whether an IP address is on the public internet; an IPv4 inside an IPv6 counts as itself."""
    adres = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(adres, ipaddress.IPv6Address):
        ingebed = adres.ipv4_mapped or adres.sixtofour or (adres.teredo or (None, None))[1]
        if ingebed is not None:
            return is_openbaar(str(ingebed))
    return adres.is_global and not adres.is_multicast


def los_op(url: str, *, poorten: Collection[int] = (), lokaal: bool = False) -> Doel:
    """Resolve `url` to one public address. Raises GeenOpenbaarAdres or Onbereikbaar.

    Beside the port of the scheme those of `poorten` may be named. `lokaal` lets every address and
    port through: only for tests and a demonstration.
    """
    try:
        delen = urlsplit(url)
        poort = delen.port
    except ValueError as fout:
        raise GeenOpenbaarAdres(f"“{url[:200]}” is geen webadres.") from fout
    if delen.scheme not in POORTEN or not delen.hostname or delen.username or delen.password:
        raise GeenOpenbaarAdres(f"“{url[:200]}” is geen webadres (http of https).")
    gewoon = POORTEN[delen.scheme]
    if not lokaal and poort not in (None, gewoon, *poorten):
        raise GeenOpenbaarAdres(f"Poort {poort} wordt niet bezocht.")
    poort = poort or gewoon
    try:
        host = delen.hostname.encode("idna").decode()
        antwoorden = socket.getaddrinfo(host, poort, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fout:
        raise Onbereikbaar(f"De naam {delen.hostname} bestaat niet.") from fout
    ips = [str(antwoord[4][0]) for antwoord in antwoorden]
    if not ips or not (lokaal or all(is_openbaar(ip) for ip in ips)):
        raise GeenOpenbaarAdres(f"{delen.hostname} leidt naar een adres dat niet openbaar is.")
    pad = delen.path or "/"
    return Doel(delen.scheme, host, poort, ips[0], f"{pad}?{delen.query}" if delen.query else pad)


def _bezoek(doel: Doel, methode: str) -> urllib3.BaseHTTPResponse:
    timeout = Timeout(connect=VERBINDEN_S, read=LEZEN_S)
    pool: urllib3.HTTPConnectionPool
    if doel.schema == "https":
        pool = urllib3.HTTPSConnectionPool(
            doel.ip,
            doel.poort,
            timeout=timeout,
            retries=False,
            server_hostname=doel.host,
            assert_hostname=doel.host,
        )
    else:
        pool = urllib3.HTTPConnectionPool(doel.ip, doel.poort, timeout=timeout, retries=False)
    try:
        # The body is never read.
        return pool.request(
            methode,
            doel.pad,
            headers={"Host": doel.host, "User-Agent": AGENT, "Accept": "*/*"},
            redirect=False,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError as fout:
        raise Onbereikbaar(f"{doel.host} antwoordt niet.") from fout
    finally:
        pool.close()


def _status(url: str, methode: str) -> int:
    for _ in range(HOOGSTENS_OMLEIDINGEN + 1):
        antwoord = _bezoek(los_op(url), methode)
        antwoord.release_conn()
        naar = antwoord.headers.get("Location")
        if antwoord.status not in (301, 302, 303, 307, 308) or not naar:
            return antwoord.status
        url = urljoin(url, naar)
    raise Onbereikbaar("Het adres leidt te vaak door naar een ander adres.")


def vraag_status(url: str) -> int:
    """Give the HTTP status that `url` finally answers with; asks HEAD, and GET where that is refused.

    Raises GeenOpenbaarAdres or Onbereikbaar.
    """
    status = _status(url, "HEAD")
    return _status(url, "GET") if status in (400, 403, 404, 405, 501) else status
