"""`goaltree notify`: the command as an operator calls it, with a receiver on loopback that counts."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from notify_case import OFF, SALES, VISITS, plan
from notify_receiver import Answer

import goaltree as gt
from goaltree.cli import main
from goaltree_notify.outbox import Outbox

FINE = [*OFF, *({"metric": metric, "period": "2025-04", "value": 500} for metric in ("sales", "visits"))]


@pytest.fixture
def folder(tmp_path, receiver, monkeypatch):
    """A plan, a ledger with its actuals, and settings with one destination on loopback."""
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yaml").write_text(gt.dumps(plan()), encoding="utf-8")
    gt.Ledger(tmp_path / "shop.ledger").append(gt.observe(plan(), OFF))
    (tmp_path / "notify.toml").write_text(
        f'seconds = 3\n[destinations.board]\nallow = ["{receiver.place}"]\n'
    )
    monkeypatch.setenv("GOALTREE_NOTIFY_BOARD", receiver.url("/hook?key=c4narykey"))
    monkeypatch.setenv("GOALTREE_LOAD_PLUGINS", "goaltree-notify")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, as_of="2025-03-31", lang="en", config="notify.toml"):
    """The exit code of the command."""
    with pytest.raises(SystemExit) as caught:
        main(
            [
                "notify",
                "plan",
                "--ledger",
                "shop.ledger",
                "--config",
                config,
                "--as-of",
                as_of,
                "--lang",
                lang,
                *arguments,
            ]
        )
    return caught.value.code


def test_the_same_review_twice_sends_nothing_twice(folder, receiver):
    """As processes of their own: the first sends one message and enters two alerts, the second neither."""
    call = [
        sys.executable,
        "-m",
        "goaltree",
        "notify",
        "plan",
        "--ledger",
        "shop.ledger",
        "--config",
        "notify.toml",
    ]
    call += ["--as-of", "2025-03-31", "--lang", "zh"]
    first, second = (subprocess.run(call, capture_output=True, text=True, check=False) for _ in range(2))
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == "board (http://***)：已发送 1 条消息，含 2 条警报\n"
    assert (second.returncode, second.stdout, second.stderr) == (0, "没有需要发送的内容。\n", "")
    (asked,) = receiver.asked
    assert [one["key"] for one in asked.json["alerts"]] == [SALES, VISITS]
    assert asked.path == "/hook?key=c4narykey" and "紧急" in asked.json["text"]
    notes = gt.Ledger("shop.ledger").notes()
    assert [(one.kind, one.alert, one.by) for one in notes] == [
        ("alert", SALES, "goaltree notify"),
        ("alert", VISITS, "goaltree notify"),
    ]


def test_what_another_command_has_raised_is_sent(folder, receiver):
    """That an alert is in the journal does not mean that anybody was told."""
    with pytest.raises(SystemExit) as caught:
        main("alerts plan --actuals shop.ledger --as-of 2025-03-31 --record --by planning".split())
    assert caught.value.code == 0 and len(gt.Ledger("shop.ledger").notes()) == 2
    assert run() == 0 and len(gt.Ledger("shop.ledger").notes()) == 2
    assert [one["key"] for one in receiver.asked[0].json["alerts"]] == [SALES, VISITS]


def test_what_is_over_is_told_and_closed(folder, receiver):
    """A later review tells once that it is over, and closes it in the journal."""
    assert run() == 0
    gt.Ledger("shop.ledger").append(gt.observe(plan(), FINE))
    assert (run(as_of="2025-04-30"), run(as_of="2025-04-30")) == (0, 0)
    assert [[one["state"] for one in asked.json["alerts"]] for asked in receiver.asked] == [
        ["open"] * 2,
        ["closed"] * 2,
    ]
    assert [one.kind for one in gt.Ledger("shop.ledger").notes()] == ["alert", "alert", "closing", "closing"]


def test_a_dry_run_prints_the_message_and_does_nothing(folder, receiver, capsys):
    """It prints what would go where, without the address; nothing is sent, entered or made."""
    assert run("--dry-run") == 0
    shown = capsys.readouterr().out
    assert receiver.asked == [] and gt.Ledger("shop.ledger").notes() == ()
    assert not (folder / "shop.outbox").exists()
    assert run() == 0
    told = receiver.asked[0].json
    assert shown.splitlines()[0] == "board (http://***): would be sent one message with 2 alerts"
    assert [line.strip() for line in shown.splitlines()[1:]] == [
        told["title"],
        *(line.strip() for line in told["text"].splitlines()),
    ]


def test_a_receiver_that_fails_is_exit_code_3_and_waits(folder, receiver, capsys):
    """The alerts are in the journal, the message waits, and the next run sends it."""
    receiver.answers = [Answer(status=500)]
    assert run() == 3
    shown = capsys.readouterr()
    assert (
        "2 alerts wait: the receiver answered 500" in shown.out and "c4narykey" not in shown.out + shown.err
    )
    assert len(gt.Ledger("shop.ledger").notes()) == 2
    number, messages = Outbox("shop.outbox").waiting("board", now=0.0)
    assert number == 0 and [one.message.alerts for one in messages] == [(SALES, VISITS)]
    assert messages[0].message.tries == len(receiver.asked) >= 2


def test_a_refusal_is_listed_until_it_is_sent_again(folder, receiver, capsys):
    """What was given up is told by every run, fails the one that gave it up, and goes out with --resend."""
    receiver.answers = [Answer(status=404)]
    assert run() == 3
    assert run(lang="zh") == 0
    assert "尝试 1 次后放弃：2 条警报：接收方返回 404" in capsys.readouterr().out
    receiver.answers = [Answer()]
    assert run("--resend") == 0 and len(receiver.asked) == 2
    assert run() == 0 and len(receiver.asked) == 2


def test_a_team_that_is_not_told_is_exit_code_1(folder, receiver, capsys):
    """Alerts of a team without a destination are said, with one of them."""
    with (folder / "notify.toml").open("a", encoding="utf-8") as file:
        file.write('teams = ["线上部"]\n')
    assert run(lang="zh") == 1
    assert f"店铺部没有接收地址：1 条警报未通知，例如 {SALES}" in capsys.readouterr().out
    assert [one["key"] for one in receiver.asked[0].json["alerts"]] == [VISITS]


def test_a_plan_with_errors_is_exit_code_1(folder, receiver, capsys):
    """The alerts are sent, and that the plan has errors is said."""
    text = gt.dumps(plan()).replace("owner: web", "owner: nobody")
    (folder / "plan" / "plan.yaml").write_text(text, encoding="utf-8")
    assert run() == 1 and len(receiver.asked) == 1
    assert capsys.readouterr().err.endswith("The plan has 1 error. See goaltree check plan.\n")


def test_programs_read_json(folder, capsys):
    """The report for programs says the same."""
    assert run("--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["alerts"] for one in found["sent"]] == [[SALES, VISITS]] and not found["is_dry"]
    assert found["sent"][0]["destination"] == "board (http://***)" and found["waiting"] == found["dead"] == []


def test_settings_in_the_plans_folder_are_refused(folder, receiver, capsys):
    """A plan that travels must not say where alerts go, also not by way of a link."""
    (folder / "plan" / "notify.toml").write_bytes((folder / "notify.toml").read_bytes())
    (folder / "link.toml").symlink_to(folder / "plan" / "notify.toml")
    for config in ("plan/notify.toml", "link.toml", str(folder / "plan" / ".." / "plan" / "notify.toml")):
        assert run(config=config) == 2
        assert "outside of the plan" in capsys.readouterr().err
    assert receiver.asked == []


def test_a_wrong_call_enters_and_sends_nothing(folder, receiver):
    """No ledger, no settings, a team that is none: exit code 2 or 3, and everything is as it was."""
    with pytest.raises(SystemExit) as caught:
        main(
            ["notify", "plan", "--ledger", "none.ledger", "--config", "notify.toml", "--as-of", "2025-03-31"]
        )
    assert caught.value.code == 3 and not (folder / "none.ledger").exists()
    assert run(config="none.toml") == 2
    (folder / "odd.toml").write_text('[destinations.board]\nteams = ["谁"]\n', encoding="utf-8")
    assert run(config="odd.toml") == 2
    assert receiver.asked == [] and gt.Ledger("shop.ledger").notes() == ()


def test_data_that_cannot_be_read_is_exit_code_3(folder, receiver, capsys):
    """A dead source is said, and what can be seen is sent."""
    (folder / "more.csv").write_text("metric,period\n", encoding="utf-8")
    code = run("--actuals", "shop.ledger", "--actuals", "gone.csv")
    assert code == 3 and "gone.csv" in capsys.readouterr().err
    assert len(receiver.asked) == 1


def test_a_program_that_dies_between_outbox_and_journal_loses_nothing(folder, receiver, monkeypatch):
    """The next run enters and sends what the one that died did not."""

    def died(*_rest, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(gt, "raise_alerts", died)
        assert run() == 1  # as click ends on Ctrl-C
    assert receiver.asked == [] and gt.Ledger("shop.ledger").notes() == ()
    assert run() == 0 and len(receiver.asked) == 1 and len(gt.Ledger("shop.ledger").notes()) == 2


def test_a_program_that_dies_after_the_journal_loses_nothing(folder, receiver, monkeypatch):
    """What is in the journal and was not sent is sent by the next run, though it is not new any more."""

    def died(*_rest, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("goaltree_notify.delivery.deliver", died)
        assert run() == 1
    assert receiver.asked == [] and len(gt.Ledger("shop.ledger").notes()) == 2
    assert run() == 0 and len(receiver.asked) == 1
