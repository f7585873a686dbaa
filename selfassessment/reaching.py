"""Whether the links to evidence can be reached, asked only when somebody wants to know.

The portal asks as anybody on the web would: without cookies, by https alone, at public addresses alone, so that nobody
can have it knock at doors inside the network that it runs in. An answer of any kind counts; sites that ask for sign-in
are there.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import quote, urlsplit

from selfassessment.answers import fault_of_link

SECONDS: Final = 5
# More links than that are not asked for at once.
MOST: Final = 20
# What stands in addresses as it is.
KEPT: Final = "/%:@!$&'()*+,;=?"
GONE: Final = (404, 410)
AGENT: Final = "Regional improvement portal (link check)"


@dataclass(frozen=True)
class Reached:
    """One link: whether it was reached, and what was found, in words."""

    title: str
    url: str
    there: bool
    words: str


def reached(title: str, url: str) -> Reached:
    """Ask for a link's address once, without following where it leads; at most about five seconds."""
    if fault := fault_of_link(url):
        return Reached(title, url, False, fault)
    parts = urlsplit(url)
    host, port = (parts.hostname or "").encode("idna").decode(), parts.port or 443
    try:
        status = _status(_public_address(host, port), host, port, _path(parts.path, parts.query))
    except OSError as error:
        return Reached(title, url, False, _why(error))
    except (HTTPException, ValueError):
        return Reached(title, url, False, "The site gave no answer that could be read.")
    if status in GONE:
        return Reached(title, url, False, f"The site answers, but has no such page ({status}).")
    return Reached(title, url, True, "It was reached.")


class _InsideError(OSError):
    """The name leads to an address that is not public."""


def _public_address(host: str, port: int) -> str:
    """The address behind a name; raises OSError where there is none, or one of them is not public."""
    found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise _InsideError
    return sorted(found)[0]


def _path(path: str, query: str) -> str:
    asked = quote(path or "/", safe=KEPT)
    return f"{asked}?{quote(query, safe=KEPT)}" if query else asked


def _status(address: str, host: str, port: int, path: str) -> int:
    connection = _Pinned(address, host, port)
    try:
        connection.request("HEAD", path, headers={"User-Agent": AGENT})
        return connection.getresponse().status
    finally:
        connection.close()


class _Pinned(HTTPSConnection):
    """A connection to the address that was looked at, whatever the name leads to a moment later."""

    def __init__(self, address: str, host: str, port: int) -> None:
        self.context = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self.context)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), SECONDS)
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def _why(error: OSError) -> str:
    if isinstance(error, _InsideError):
        return "It leads to an address that is not public, so readers elsewhere can’t open it."
    if isinstance(error, ssl.SSLError):
        return "Its certificate could not be trusted."
    if isinstance(error, TimeoutError):
        return f"It did not answer within {SECONDS} seconds."
    return "It could not be reached from here."
