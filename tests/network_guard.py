"""Refuses, and remembers, every attempt of this Python process to reach beyond the machine.

An audit hook sees the calls of `socket` whatever library makes them, also those that catch the refusal and go on; it
needs no patching and cannot be undone. Code that opens sockets without Python is out of its sight.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from pathlib import Path

# Audit events of Python's socket module, with the place of the address or host name among their arguments.
_EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}


class NetworkBlockedError(RuntimeError):
    """Code under test tried to reach beyond this machine."""


def stays_here(host: object) -> bool:
    """Whether a host, as the socket module takes it, is this machine under its loopback name or address."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    if name in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def install(log: Path | None = None) -> list[str]:
    """Refuse non-local connections and name look-ups in this process from now on.

    Args:
        log: a file to add a line to for each attempt, for when this process is a child of the test.

    Returns:
        The attempts, one line each; filled as they happen.
    """
    attempts: list[str] = []

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        place = _EVENTS.get(event)
        if place is None:
            return
        target = arguments[place]
        opened = arguments[0]
        if isinstance(opened, socket.socket) and opened.family not in (socket.AF_INET, socket.AF_INET6):
            return
        host = target[0] if isinstance(target, tuple) else target
        if stays_here(host):
            return
        line = f"{event} {target!r}"
        attempts.append(line)
        if log is not None:
            with log.open("a", encoding="utf-8") as lines:
                lines.write(line + "\n")
        raise NetworkBlockedError(f"{line}: tests and Klum itself use no network beyond loopback.")

    sys.addaudithook(refuse)
    return attempts
