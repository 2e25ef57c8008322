"""Chats and mail by way of apprise: what each gets, how each refuses, and what apprise may not do.

apprise's addresses of Feishu, Lark, DingTalk, WeCom and Slack are turned to a receiver on loopback (attributes of its
classes); mail goes to an SMTP server on loopback by its own address.
"""

from __future__ import annotations

import email
import email.policy
import logging

import apprise.plugins.dingtalk
import pytest
import requests
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark
from apprise.plugins.slack import NotifySlack
from apprise.plugins.wecombot import NotifyWeComBot
from notify_case import AT, OFF, SALES, VISITS, carded, case, plan
from notify_receiver import Answer, Clock, MailServer

import goaltree as gt
from goaltree import UsageError
from goaltree_notify.delivery import carried, room_of, send
from goaltree_notify.destination import Destination
from goaltree_notify.message import composed, harmless, letters
from goaltree_notify.outbox import Outbox
from goaltree_notify.service import passed_on, service_of

TOKEN = "c4narytoken0123456789"
URLS = {
    "feishu": f"feishu://{TOKEN}",
    "lark": f"lark://{TOKEN}",
    "dingtalk": f"dingtalk://SEC{TOKEN}@{TOKEN}",
    "wecombot": f"wecombot://{TOKEN}",
    "slack": f"slack://T1JJ3T3L2/A1BRTD4JD/{TOKEN}abc/#general",
}
REFUSALS = {
    "feishu": b'{"code": 9499, "msg": "Bad Request"}',
    "lark": b'{"code": 9499, "msg": "Bad Request"}',
    "dingtalk": b'{"errcode": 310000, "errmsg": "keywords not in content"}',
    "wecombot": b'{"errcode": 93000, "errmsg": "invalid webhook url"}',
    "slack": b"no_service",
}


@pytest.fixture
def chats(receiver, monkeypatch):
    """The receiver, to which apprise's addresses of five chats are turned."""
    base = f"http://{receiver.place}"
    monkeypatch.setattr(NotifyFeishu, "notify_url", f"{base}/feishu/{{token}}/")
    monkeypatch.setattr(NotifyLark, "notify_url", f"{base}/lark/")
    monkeypatch.setattr(NotifyDingTalk, "notify_url", f"{base}/dingtalk?access_token={{token}}")
    monkeypatch.setattr(NotifyWeComBot, "notify_url", f"{base}/wecombot?key={{key}}")
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{base}/slack")
    receiver.answers = [Answer(body=b"ok")]
    return receiver


def message(lang="zh", room=9000, **options):
    """A message of the case."""
    card, found = case(**options)
    return composed(letters(card, found, lang), id="gt_1", destination="board", lang=lang, most=9, room=room)


def text_of(kind: str, told) -> str:
    """The text that people see."""
    match kind:
        case "feishu" | "lark":
            assert told["msg_type"] == "text"
            return told["content"]["text"]
        case "dingtalk" | "wecombot":
            assert told["msgtype"] == "text"
            return told["text"]["content"]
        case _:
            assert told["mrkdwn"] is False
            (part,) = told["attachments"]
            return f"{part['title']}\n{part['text']}"


@pytest.mark.parametrize("kind", URLS)
def test_each_chat_gets_its_own_form(chats, kind):
    """Title and text arrive whole, as plain text, in the form that the chat reads."""
    sent = message()
    outcome = passed_on(Destination(name="board", url=URLS[kind]), sent, timeout=5)
    assert outcome.is_sent
    (asked,) = chats.asked
    shown = text_of(kind, asked.json).replace("\r\n", "\n")
    assert shown.split("\n")[0].strip() == sent.title and TOKEN in asked.path
    assert [line.strip() for line in shown.split("\n")[1:]] == [
        line.strip() for line in sent.text.split("\n")
    ]


@pytest.mark.parametrize("kind", URLS)
@pytest.mark.parametrize(
    "title",
    [
        "<!channel> @all",
        '<at user_id="all">所有人</at>',
        "@everyone [点我](https://e.example)",
        "<@U123> *x*",
    ],
)
def test_h17_no_title_calls_anybody(chats, kind, title):
    """A goal's title that is a call arrives as text: no chat finds a sign of a call in it."""
    passed_on(Destination(name="board", url=URLS[kind]), message(titles={"sales": title}), timeout=5)
    (asked,) = chats.asked
    shown = text_of(kind, asked.json)
    assert "@" not in shown and "<" not in shown and harmless(title) in shown
    if kind == "dingtalk":
        assert asked.json["at"] == {"atMobiles": [], "isAtAll": False}


@pytest.mark.parametrize("kind", URLS)
def test_h15_each_chat_refuses_in_its_own_way(chats, kind):
    """A refusal is one, also where it comes with status 200, which apprise takes for success twice."""
    chats.answers = [Answer(body=REFUSALS[kind], status=404 if kind == "slack" else 200)]
    outcome = passed_on(Destination(name="board", url=URLS[kind]), message(), timeout=5)
    assert not outcome.is_sent
    if kind in ("dingtalk", "wecombot"):
        assert outcome.reason.en.startswith("the receiver refused it: code ")


@pytest.mark.parametrize("kind", ["feishu", "lark", "dingtalk", "wecombot"])
def test_h15_status_and_patience_are_those_of_the_answer(chats, kind):
    """A service that is busy says so, and when to come back; one that is gone is gone."""
    chats.answers = [Answer(status=429, headers={"Retry-After": "9"}), Answer(status=410)]
    board = Destination(name="board", url=URLS[kind])
    busy, gone = (passed_on(board, message(), timeout=5) for _ in range(2))
    assert (busy.is_sent, busy.is_final, busy.after) == (False, False, 9.0)
    assert gone.is_final and len(chats.asked) == 2


@pytest.mark.parametrize("kind", URLS)
def test_h14_no_chat_leads_us_elsewhere(chats, inside, kind):
    """A redirect is not followed, also where the address asks for it."""
    chats.answers = [Answer(status=307, headers={"Location": inside.url()})]
    url = URLS[kind] + ("&" if "?" in URLS[kind] else "?") + "redirect=yes"
    assert not passed_on(Destination(name="board", url=url), message(), timeout=5).is_sent
    assert inside.asked == [] and len(chats.asked) == 1


def test_h15_a_chat_that_hangs_is_left(chats):
    """What a chat does after the time limit holds nobody up."""
    chats.answers = [Answer(body=b"x" * 600, is_dripped=True)]
    outcome = carried(Destination(name="board", url=URLS["feishu"]), message(), 0.4, clock=Clock())
    assert outcome.reason.en == "the receiver did not answer in time" and not outcome.is_final


def test_e06_what_is_logged_while_sending_is_dropped(chats, caplog):
    """apprise and urllib3 log addresses with their tokens; of this thread nothing of it is kept, of others all."""
    caplog.set_level(1)
    for kind, url in URLS.items():
        chats.answers = [Answer(status=500 if kind == "lark" else 200)]
        passed_on(Destination(name="board", url=url), message(), timeout=5)
    assert TOKEN not in caplog.text and len(chats.asked) == len(URLS)
    logging.getLogger("apprise").warning("of somebody else")
    assert "of somebody else" in caplog.text


def test_apprise_is_left_as_it_was_for_others(chats):
    """What keeps the answers is of one message: the classes and modules of apprise are not touched."""
    before = NotifyDingTalk.send
    passed_on(Destination(name="board", url=URLS["dingtalk"]), message(), timeout=5)
    assert NotifyDingTalk.send is before and apprise.plugins.dingtalk.requests is requests


def test_wecom_gets_no_more_bytes_than_it_shows(chats, tmp_path):
    """WeCom cuts at 2,048 bytes, and Chinese takes three each: what is left out is counted, not lost."""
    many = {f"g{at}": f"第{at}个目标的名字" for at in range(30)}
    whole = plan(titles=many)
    rows = [
        row | {"metric": name}
        for name in ("sales", "visits", *many)
        for row in OFF
        if row["metric"] == "visits"
    ]
    card = carded(whole, rows)
    found = gt.alerts(card, at=AT)
    clock = Clock()
    board = Destination(name="board", url=URLS["wecombot"])
    delivery = send(
        found, [board], card=card, outbox=Outbox(tmp_path / "o"), lang="zh", clock=clock, sleep=clock.sleep
    )
    (asked,) = chats.asked
    shown = text_of("wecombot", asked.json)
    assert len(shown.encode()) <= 2048
    made = delivery.sent[0].message
    assert len(made.alerts) == 32 and made.left_out > 20 and f"另有 {made.left_out} 条未列出" in shown


@pytest.mark.parametrize("form", ["text", "html"])
def test_mail_arrives(form):
    """A mail has the title as its subject and the text as its body, escaped where it is HTML."""
    with MailServer() as server:
        url = f"mailto://user:password@127.0.0.1:{server.port}?from=plan@example.com&to=head@example.com&format={form}"
        sent = message(titles={"sales": "销售 <b>&amp; 成本</b> 'x'"})
        outcome = carried(Destination(name="mail", url=url), sent, 10, clock=Clock())
    assert outcome.is_sent, outcome
    (mail,) = server.mails
    found = email.message_from_string(mail, policy=email.policy.default)
    assert found["To"] == "head@example.com" and found["Subject"] == sent.title
    shown = found.get_body((form, "plain")).get_content()
    amp = "&amp;amp;" if form == "html" else "&amp;"
    assert "<b>" not in shown and f"＜b＞{amp} 成本" in shown.replace("&nbsp;", " ")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("xml://example.com/x", "plain webhook"),
        ("forms://example.com/x", "plain webhook"),
        ("feishu://", "does not take"),
        ("nonsense://x", "does not take"),
        (f"feishu://{TOKEN}?verify=no", "verify=no"),
        ("ntfys://example.com/topic", "allow"),
        ("mmosts://example.com/abcdefgh12345678abcdefgh12", "allow"),
        ("gotifys://example.com/abcdefgh", "allow"),
    ],
)
def test_what_apprise_could_loosen_is_refused(url, word):
    """Certificates are checked, and a host of the operator's choice is named in `allow`; no message says the address."""
    with pytest.raises(UsageError, match=word) as caught:
        service_of(url)
    assert TOKEN not in str(caught.value) and "example.com" not in str(caught.value)


def test_a_host_of_ones_own_may_be_allowed():
    """What `allow` names is taken; its time limits and tries are ours, whatever the address says."""
    loose = "rto=900&cto=900&retry=5&redirect=yes&optional=yes"
    service = service_of(f"ntfys://example.com/topic?{loose}", ["example.com"], timeout=3)
    assert (service.request_timeout, service.service_retry, service.redirects) == ((3, 3), 0, False)
    assert not service.optional  # else a failure would be told as success


@pytest.mark.parametrize(("kind", "room"), [("wecombot", 2048), ("feishu", 12_000), ("slack", 12_000)])
def test_room_is_that_of_the_service(kind, room):
    """A message is as long as a person reads, and no longer than the service shows."""
    assert room_of(Destination(name="board", url=URLS[kind])) == room


def test_both_alerts_are_told():
    """The case that is sent here has an emergency and a warning: nothing above is about an empty message."""
    assert message().alerts == (SALES, VISITS)
