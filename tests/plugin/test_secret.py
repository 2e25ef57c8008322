"""Secrets: found in the environment and in addresses, and kept out of texts in every form."""

from __future__ import annotations

import base64
import html
import json
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.plugin.secret import HIDDEN, credentials, passwords, redacted

SECRETS = st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=40)
AROUND = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="*"), max_size=8)

OTHERS = st.lists(st.sampled_from([0, 1, 255]), max_size=9).map(bytes)

FORMS = {
    "plain": lambda secret: secret,
    "url": lambda secret: urllib.parse.quote(secret, safe=""),
    "url-plus": urllib.parse.quote_plus,
    "url-lower": lambda secret: (
        urllib.parse.quote(secret, safe="").replace("%2F", "%2f").replace("%3A", "%3a")
    ),
    "base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "base64-url": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
    "repr": lambda secret: repr(secret)[1:-1],
    "bytes": lambda secret: repr(secret.encode())[2:-1],
    "ascii": lambda secret: ascii(secret)[1:-1],
    "json": lambda secret: json.dumps(secret)[1:-1],
    "html": html.escape,
    "hex": lambda secret: secret.encode().hex(),
}


@pytest.mark.parametrize("form", FORMS)
@given(secret=SECRETS, before=AROUND, after=AROUND)
def test_a_secret_is_kept_out_in_every_form(form, secret, before, after):
    """Whatever stands around it, no form of a secret is left in a text."""
    told = FORMS[form](secret)
    hidden = redacted(f"{before}{told}{after}", {secret})
    assert told not in hidden or told in before + HIDDEN + after


@given(
    secret=st.text("abcXYZ089+/=-_", min_size=9, max_size=40),
    before=OTHERS,
    after=OTHERS,
)
def test_a_secret_inside_of_base64_is_kept_out(secret, before, after):
    """`user:secret` in base64 holds no part of the secret that could be decoded again."""
    hidden = redacted(base64.b64encode(before + secret.encode() + after).decode(), {secret})
    assert HIDDEN in hidden
    for part in hidden.split(HIDDEN):
        for cut in range(4):
            whole = part[cut:].rstrip("=")
            decoded = base64.b64decode(whole[: len(whole) // 4 * 4])
            assert not any(secret.encode()[at : at + 4] in decoded for at in range(len(secret) - 3))


@given(text=st.text(max_size=50))
def test_nothing_to_hide_changes_nothing(text):
    """Without a secret, or with an empty one, a text stays as it is."""
    assert redacted(text, ()) == text
    assert redacted(text, {""}) == text


def test_a_short_secret_hides_the_whole_text():
    """Three letters may be part of any word: a text that holds them as a secret is hidden as a whole."""
    assert redacted("the key is abc", {"abc"}) == HIDDEN
    assert redacted("nothing here", {"abc"}) == "nothing here"


def test_the_longest_secret_is_hidden_first():
    """A secret that is part of another leaves nothing of the other."""
    assert redacted("sesame-open", {"sesame", "sesame-open"}) == HIDDEN


@pytest.mark.parametrize(
    ("name", "value", "is_secret"),
    [
        ("PGPASSWORD", "hunter22", True),
        ("GITHUB_TOKEN", "abcdef123", True),
        ("MY_API_KEY", "abcdef123", True),
        ("AWS_SECRET_ACCESS_KEY", "abcdef123", True),
        ("GOALTREE_CONNECT_TILL", "x://user:hunter22@host", True),
        ("GOALTREE_NOTIFY_BOARD", "feishu://abcdef-123", True),
        ("DATABASE_URL", "x://user:hunter22@host", True),
        ("PWD", "/home/somebody", False),
        ("OLDPWD", "/home/somebody", False),
        ("GIT_AUTHOR_NAME", "Somebody", False),
        ("PATH", "/usr/bin", False),
        ("HOME", "/home/somebody", False),
        ("EMPTY_TOKEN", "", False),
        ("SHORT_TOKEN", "abc", False),
    ],
)
def test_credentials_are_known_by_their_names(name, value, is_secret):
    """The values of variables that are named like credentials are secrets, those of others are not."""
    assert (value in credentials({name: value})) is is_secret


def test_a_password_within_an_address_is_a_secret():
    """Of an address and of a connection string, the password is known, also decoded."""
    assert passwords("postgresql://user:p%40ss@host/db") == {"p%40ss", "p@ss"}
    assert passwords("host=a password=hunter22 dbname=b") == {"hunter22"}
    assert passwords("csv://data/x.csv") == frozenset()
