"""Where the server may listen."""

from __future__ import annotations

import socket

import pytest

from align.errors import UsageError
from align.serving.guards import is_loopback
from align.serving.running import check_binding, serve


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - refused
        ("::", False),
        ("192.168.1.2", False),
        ("localhost.example.org", False),
    ],
)
def test_other_computers_need_a_token(host, own):
    """An address that they can reach is refused without one."""
    assert is_loopback(host) is own
    if own:
        check_binding(host, None)
    else:
        with pytest.raises(UsageError, match=r"a token is needed: put one into a file"):
            check_binding(host, None)
    check_binding(host, "0123456789abcdef")


@pytest.mark.parametrize("token", ["short", "pässword-pässword-pässword", "with\nlines-and-more-lines"])
def test_a_weak_token_is_refused(token):
    """It could be guessed, or not be sent."""
    with pytest.raises(UsageError, match="16 or more ASCII characters"):
        check_binding("127.0.0.1", token)


def test_a_port_that_is_taken_or_none(service):
    """One line says so."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match=r"cannot listen at 127\.0\.0\.1, port \d+: .*choose another"):
            serve(service, port=taken.getsockname()[1])
    with pytest.raises(UsageError, match="the port 70000 is not in"):
        serve(service, port=70000)
    with pytest.raises(UsageError, match="cannot listen at"):
        serve(service, host="256.1.1.1.invalid", token="0123456789abcdef")  # noqa: S106 - of this test alone
