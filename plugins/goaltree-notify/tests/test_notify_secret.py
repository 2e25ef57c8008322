"""Addresses and keys reach no output, log, error or file: plain, URL-encoded or in base64."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from notify_case import OFF, plan
from notify_receiver import Answer

import goaltree as gt
from goaltree.cli import main

SECRET = "c4nary/T0ken+=&9"
PLAIN = "c4naryT0ken9x"
KEPT = (".outbox", ".ledger")
KEY = base64.b64encode(b"c4nary-key-of-thirty-two-bytes!!").decode()


def forms(secret: str) -> list[str]:
    """How a secret may stand in a text."""
    data = secret.encode()
    whole = base64.b64encode(data).decode()
    return [
        secret,
        quote(secret, safe=""),
        quote(secret),
        quote(secret, safe="").lower(),
        whole.rstrip("="),
        base64.urlsafe_b64encode(data).decode().rstrip("="),
        base64.b64encode(b"x" + data).decode()[4:-4],
        base64.b64encode(b"xx" + data).decode()[4:-4],
        data.hex(),
        repr(secret)[1:-1],
    ]


CASES = {
    "taken": ("http://{place}/hook?key={secret}", Answer()),
    "redirected": (
        "http://{place}/{secret}",
        Answer(status=302, headers={"Location": "http://10.0.0.1/{secret}"}),
    ),
    "refused": ("http://{place}/{secret}", Answer(status=403, body=b"no access with {secret}")),
    "busy": ("http://{place}/{secret}", Answer(status=500, body=b"{secret}")),
    "nobody there": ("http://127.0.0.1:9/{secret}", Answer()),
    "inside": ("https://10.0.0.1/{secret}", Answer()),
    "no name": ("https://nonexistent.invalid/{secret}", Answer()),
    "no address": ("https://0x7f.1/{secret}", Answer()),
    "user": ("https://user:{secret}@example.com/", Answer()),
    "chat": ("feishu://{plain}", Answer()),
    "no chat": ("nonsense://{secret}", Answer()),
    "mail": ("mailto://user:{secret}@127.0.0.1:9?to=a@example.com", Answer()),
    "loose": ("feishu://{plain}?verify=no", Answer()),
}


@pytest.mark.parametrize("name", CASES)
def test_e06_no_secret_comes_out(receiver, tmp_path, monkeypatch, caplog, capfd, name):
    """Whatever becomes of a message: output, log at its loudest, outbox and journal do not hold what the address holds."""
    caplog.set_level(1)
    url, answer = CASES[name]
    receiver.answers = [answer]
    (tmp_path / "plan.yaml").write_text(gt.dumps(plan()), encoding="utf-8")
    gt.Ledger(tmp_path / "shop.ledger").append(gt.observe(plan(), OFF))
    (tmp_path / "notify.toml").write_text(
        f'seconds = 2\ntries = 2\n[destinations.board]\nallow = ["{receiver.place}", "127.0.0.1:9"]\n'
    )
    address = url.format(place=receiver.place, secret=quote(SECRET, safe=""), plain=PLAIN)
    monkeypatch.setenv("GOALTREE_NOTIFY_BOARD", address)
    monkeypatch.setenv("GOALTREE_LOAD_PLUGINS", "goaltree-notify")
    if url.startswith("http:"):
        monkeypatch.setenv("GOALTREE_NOTIFY_BOARD_KEYS", f"whsec_{KEY}")
    monkeypatch.chdir(tmp_path)
    call = "notify plan.yaml --ledger shop.ledger --config notify.toml --as-of 2025-03-31 --lang en".split()
    for options in (["--dry-run"], [], ["--format", "json"]):
        with pytest.raises(SystemExit) as caught:
            main([*call, *options])
        assert caught.value.code in (0, 2, 3)
    shown = "".join(capfd.readouterr()) + caplog.text
    kept = "".join(one.read_bytes().decode("latin-1") for one in tmp_path.iterdir() if one.suffix in KEPT)
    assert shown and kept
    for secret in (SECRET, PLAIN, KEY, base64.b64decode(KEY).decode()):
        for form in forms(secret):
            assert form not in shown + kept, (name, form)
    if name == "taken":
        assert quote(SECRET, safe="") in receiver.asked[0].path
        assert "webhook-signature" in receiver.asked[0].headers
