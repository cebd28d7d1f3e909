"""What the standard library's parser can't bear is known before it is asked, or caught."""

from __future__ import annotations

import email
import email.policy
from contextlib import suppress

import pytest

from sayso.intake.messages import MOST_PARTS, STUMBLES, has_too_many_parts


@pytest.mark.parametrize(("parts", "many"), [(0, False), (MOST_PARTS, False), (MOST_PARTS + 1, True)])
def test_parts_are_counted_before_they_are_parsed(parts: int, many: bool) -> None:
    assert has_too_many_parts(b"Subject: x\n" + b"\n--b\n" * parts) is many


@pytest.mark.parametrize("coding", ["x-uuencode", "base64", "8bit", "no such coding"])
@pytest.mark.parametrize("charset", ["utf-8", "no-such", "utf\0-8", "undefined"])
def test_whatever_the_parser_stumbles_over_is_one_of_these(coding: str, charset: str) -> None:
    data = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {coding}\n\nbegin\n\xff=".encode()
    for policy in (email.policy.compat32, email.policy.default):
        with suppress(*STUMBLES):
            message = email.message_from_bytes(data, policy=policy)
            message.get_payload(decode=True)
            message.get_payload()
