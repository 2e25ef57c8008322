"""Settings come from the operator's file and environment; what is wrong is refused, and no address is repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree import UsageError
from goaltree_notify.setting import read_settings

CANARY = "c4naryTOKEN0123456789"


def read(tmp_path, text, **environ):
    """The settings of a text."""
    file = tmp_path / "notify.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file, environ)


def test_what_is_set_is_read(tmp_path):
    """Every option arrives, the outbox lies beside the file, addresses and keys come from the environment."""
    found = read(
        tmp_path,
        'outbox = "box"\ntries = 3\nseconds = 9\n[destinations.board]\nteams = ["店铺部"]\nlevels = ["risk"]\n'
        'lang = "zh"\nper_hour = 2\nmost = 5\nallow = ["hooks.corp:8080"]\n',
        GOALTREE_NOTIFY_BOARD=f"https://example.com/{CANARY}",
        GOALTREE_NOTIFY_BOARD_KEYS="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw " + "YWFh" * 8,
    )
    (one,) = found.destinations
    assert (found.outbox, found.tries, found.seconds) == (tmp_path / "box", 3, 9.0)
    assert (one.teams, one.levels, one.lang, one.per_hour, one.most) == (("店铺部",), ("risk",), "zh", 2, 5)
    assert one.allow == ("hooks.corp:8080",) and [len(key) for key in one.keys] == [24, 24]
    assert one.url.endswith(CANARY) and CANARY not in repr(found) and one.shown == "board (https://***)"


def test_the_environment_goes_before_the_file(tmp_path):
    """An address in the environment is taken before one in the file; `${NAME}` in that is a variable."""
    text = '[destinations."my-hook"]\nurl = "https://example.com/${HOOK}"\n'
    assert read(tmp_path, text, HOOK="abc").destinations[0].url == "https://example.com/abc"
    over = read(tmp_path, text, HOOK="abc", GOALTREE_NOTIFY_MY_HOOK="https://example.org/")
    assert over.destinations[0].url == "https://example.org/"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no destination"),
        ("destinations = 3", "no destination"),
        ("[destinations]", "no destination"),
        ("[destinations.a]", "GOALTREE_NOTIFY_A"),
        (f'[destinations.a]\nurl = "{CANARY}"', "GOALTREE_NOTIFY_A"),
        (f'[destinations.a]\nurl = "{CANARY}', "no TOML"),
        (f'{CANARY}\n[destinations.a]\nurl = "feishu://x"', "no TOML"),
        ('[destinations.a]\nurl = "https://example.com/${NOT_SET}"', "NOT_SET"),
        (f'[destinations.a]\nurl = "http://user:{CANARY}@example.com/"', "user or password"),
        (f'[destinations.a]\nurl = "https://2130706433/{CANARY}"', "in numbers"),
        (f'[destinations.a]\nurl = "https://hooks.slack.com/services/{CANARY}"', "slack://A/B/C"),
        (
            f'[destinations.a]\nurl = "https://open.feishu.cn/open-apis/bot/v2/hook/{CANARY}"',
            "feishu://TOKEN",
        ),
        (f'[destinations.a]\nurl = "xml://example.com/{CANARY}"', "plain webhook"),
        (f'[destinations.a]\nurl = "nonsense://{CANARY}"', "does not take"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}!!"', "does not take"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}?verify=no"', "verify=no"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}"\nteam = ["x"]', "'team'"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}"\nteams = "x"', "list of texts"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}"\nteams = []', "list of texts"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}"\nlang = "fr"', "en or zh"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}"\nper_hour = 0', "above 0"),
        (f'[destinations.a]\nurl = "feishu://{CANARY}"\nmost = true', "above 0"),
        (f'tries = 1.5\n[destinations.a]\nurl = "feishu://{CANARY}"', "above 0"),
        (f'outbox = 3\n[destinations.a]\nurl = "feishu://{CANARY}"', "name of a file"),
        (f'secret = "{CANARY}"\n[destinations.a]\nurl = "feishu://x"', "'secret'"),
        ('[destinations."a b"]\nurl = "feishu://x"', "no name"),
        (
            '[destinations."a-b"]\nurl = "feishu://x"\n[destinations.a_b]\nurl = "feishu://x"',
            "share the variable",
        ),
        (
            '[destinations.a]\nurl = "feishu://x"\n[destinations.a_keys]\nurl = "feishu://x"',
            "share the variable",
        ),
        ("destinations.a = 3", "is a table"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path, text, word):
    """A message says what is wrong and where, in no case the address."""
    with pytest.raises(UsageError, match=word) as caught:
        read(tmp_path, text)
    assert CANARY not in str(caught.value) and caught.value.__cause__ is None


def test_keys_that_sign_nothing_or_are_none_are_refused(tmp_path):
    """A key that is too short to be one, or for a chat, would let somebody believe in it."""
    for url, keys, word in (
        ("https://example.com/", CANARY, "base64"),
        ("https://example.com/", "whsec_c2hvcnQ=", "24 bytes"),
        ("feishu://abcdef", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "plain webhooks"),
    ):
        with pytest.raises(UsageError, match=word) as caught:
            read(tmp_path, "[destinations.a]", GOALTREE_NOTIFY_A=url, GOALTREE_NOTIFY_A_KEYS=keys)
        assert keys not in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    """The name of the file is said."""
    with pytest.raises(UsageError, match=r"none\.toml"):
        read_settings(tmp_path / "none.toml", {})
    (tmp_path / "notify.toml").write_bytes(b"\xff\xfe[")
    with pytest.raises(UsageError, match="UTF-8"):
        read_settings(tmp_path / "notify.toml", {})


@given(st.text())
def test_any_text_is_settings_or_refused(tmp_path_factory, text):
    """Whatever is in the file, nothing else happens."""
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError):
        read_settings(file, {})
