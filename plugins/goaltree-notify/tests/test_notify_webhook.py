"""Plain webhooks: what a receiver gets, and what is done where it breaks."""

from __future__ import annotations

import base64
import hmac
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from notify_case import SALES, VISITS, hook, sent
from notify_receiver import Answer, Clock, Receiver

from goaltree_notify.destination import Destination
from goaltree_notify.outbox import Outbox
from goaltree_notify.outcome import answered, waiting
from goaltree_notify.signature import key_of, signature


@pytest.fixture
def box(tmp_path):
    """An outbox of the test's own."""
    return Outbox(tmp_path / "shop.outbox")


def test_one_message_tells_all_alerts(receiver, box):
    """A receiver gets one message with both alerts, the graver first, and programs get the same as values."""
    found = sent(hook(receiver), box)
    assert [one.message.alerts for one in found.sent] == [(SALES, VISITS)]
    (asked,) = receiver.asked
    told = asked.json
    assert asked.path == "/hook" and asked.headers["Content-Type"] == "application/json; charset=utf-8"
    assert [one["key"] for one in told["alerts"]] == [SALES, VISITS]
    assert told["title"] == "Shop 2025, as of 2025-03-31: emergency 1, warning 1"
    assert told["text"].index("销售额") < told["text"].index("访问量")
    assert told["left_out"] == 0 and told["id"] == asked.headers["webhook-id"]


def test_the_same_alerts_are_not_sent_twice(receiver, box):
    """The same review a second time sends nothing."""
    sent(hook(receiver), box)
    again = sent(hook(receiver), box)
    assert len(receiver.asked) == 1 and again.sent == () and not again.has_failed


def test_a_receiver_that_fails_once_is_tried_again(receiver, box):
    """After a 500 the same message, with the same id, is tried again, and marked when it is taken."""
    receiver.answers = [Answer(status=500), Answer(status=503), Answer()]
    clock = Clock()
    found = sent(hook(receiver), box, clock)
    assert [one.message.tries for one in found.sent] == [3] and not found.has_failed
    assert len({one.headers["webhook-id"] for one in receiver.asked}) == 1
    assert len({one.body for one in receiver.asked}) == 1
    assert clock.slept == pytest.approx([1, 2])


def test_a_receiver_that_always_fails_is_given_up(receiver, box):
    """After so many tries a message is dead: it is listed, stays so, and is sent again where that is asked for."""
    receiver.answers = [Answer(status=500)]
    clock = Clock()
    found = sent(hook(receiver), box, clock, tries=3)
    assert len(receiver.asked) == 3 and found.sent == () and found.died == 1 and found.has_failed
    (dead,) = found.dead
    assert (dead.alerts, dead.tries, dead.reason.en) == (2, 3, "the receiver answered 500")
    receiver.answers = [Answer()]
    later = sent(hook(receiver), box, clock, tries=3)
    assert len(receiver.asked) == 3 and len(later.dead) == 1 and later.died == 0 and not later.has_failed
    again = sent(hook(receiver), box, clock, tries=3, resend=True)
    assert len(receiver.asked) == 4 and again.dead == () and len(again.sent) == 1
    assert len({one.headers["webhook-id"] for one in receiver.asked}) == 1


def test_tries_end_with_the_time_and_go_on_next_time(receiver, box):
    """A delivery takes no longer than it may; what failed then waits, and the next one goes on counting."""
    receiver.answers = [Answer(status=500)]
    clock = Clock()
    start = clock.now
    found = sent(hook(receiver), box, clock, seconds=30, tries=20)
    assert clock.now - start <= 30
    (kept,) = found.waiting
    assert kept.is_failed and kept.tries == len(receiver.asked) and found.dead == () and found.has_failed
    clock.now += 3600
    receiver.answers = [Answer()]
    again = sent(hook(receiver), box, clock)
    assert [one.message.tries for one in again.sent] == [kept.tries + 1]


@pytest.mark.parametrize("status", [400, 401, 404, 410, 301, 302, 307, 308])
def test_what_would_be_refused_again_is_not_tried_again(receiver, box, status):
    """Answers that another try would get as well end the message at once."""
    receiver.answers = [Answer(status=status, headers={"Location": "http://127.0.0.1:9/"})]
    found = sent(hook(receiver), box)
    assert len(receiver.asked) == 1 and found.died == 1
    assert ("redirects are not followed" in found.dead[0].reason.en) is (300 <= status < 400)


def test_a_redirect_inside_is_not_followed(receiver, inside, box):
    """A receiver that leads to a machine inside leads nobody there."""
    for status in (301, 302, 303, 307, 308):
        receiver.answers = [Answer(status=status, headers={"Location": inside.url()})]
        sent(hook(receiver, name=f"board{status}"), box)
    assert len(receiver.asked) == 5 and inside.asked == []


def test_a_receiver_that_is_slow_is_left(receiver, box):
    """A receiver that does not answer in time costs that time, and the message is tried again."""
    receiver.answers = [Answer(after=5), Answer()]
    start = time.monotonic()
    found = sent(hook(receiver), box, patience=0.3)
    assert time.monotonic() - start < 4
    assert len(receiver.asked) == 2 and [one.message.tries for one in found.sent] == [2]


def test_a_receiver_that_drips_is_left(receiver, box):
    """A byte at a time holds nobody longer than the time limit, which is for the whole answer."""
    receiver.answers = [Answer(body=b"x" * 600, is_dripped=True)]
    start = time.monotonic()
    found = sent(hook(receiver), box, patience=0.3, tries=1)
    assert time.monotonic() - start < 4 and found.dead[0].reason.en == "the receiver did not answer in time"


def test_a_receiver_that_is_not_there_is_tried_again(box):
    """No line is a failed try like another one."""
    with Receiver() as gone:
        address = hook(gone)
    found = sent(address, box, tries=2)
    assert found.dead[0].reason.en == "the receiver cannot be reached" and found.dead[0].tries == 2


def test_a_refusal_with_status_200_is_a_failed_try(receiver, box):
    """Some chats refuse with a code in the body."""
    receiver.answers = [Answer(body=b'{"errcode": 310000, "errmsg": "keywords not in content"}'), Answer()]
    found = sent(hook(receiver), box)
    assert len(receiver.asked) == 2 and len(found.sent) == 1


def test_one_that_fails_does_not_hold_up_another(receiver, inside, box):
    """Every destination has its first try before one has its second."""
    receiver.answers = [Answer(status=500)]
    found = sent([hook(receiver, name="a"), hook(inside, name="b")], box, tries=2)
    assert [one.destination for one in found.sent] == ["b (http://***)"] and found.died == 1


def test_a_receiver_may_put_us_off(receiver, box):
    """`Retry-After` is kept, by an hour at most, and what is nonsense is not."""
    receiver.answers = [Answer(status=429, headers={"Retry-After": "7"}), Answer()]
    clock = Clock()
    sent(hook(receiver), box, clock)
    assert clock.slept == pytest.approx([7])
    assert (
        waiting("1000000000") == 3600
        and waiting("-1") is None
        and waiting("soon") is None
        and waiting("") is None
    )
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert waiting(date) == pytest.approx(90, abs=3)


@pytest.mark.parametrize(
    ("said", "is_sent"),
    [
        ({"errcode": 0}, True),
        ({"errcode": 93000}, False),
        ({"ok": False}, False),
        ({"success": False}, False),
        ({"ok": True}, True),
        ({"code": 7}, True),
        ([1], True),
        ("ok", True),
        (None, True),
        ({"errcode": True}, True),
    ],
)
def test_what_a_body_of_status_200_means(said, is_sent):
    """Only what means a refusal and nothing else is one: what was taken would be sent twice."""
    assert answered(200, "", said).is_sent is is_sent


# Signatures.

VECTOR = ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330)


def test_h17_a_signature_is_that_of_the_standard():
    """The vector that Standard Webhooks gives."""
    key, name, at = VECTOR
    assert (
        signature([key_of(key)], name, at, b'{"test": 2432232314}')
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_h17_a_message_is_signed_by_each_key(receiver, box):
    """While one key replaces another, a receiver may know either; it proves id, time and body."""
    keys = (b"a" * 24, b"b" * 32)
    clock = Clock(1_750_000_000.0)
    sent(hook(receiver, keys=keys), box, clock)
    (asked,) = receiver.asked
    assert asked.headers["webhook-timestamp"] == "1750000000"
    said = f"{asked.headers['webhook-id']}.1750000000.".encode() + asked.body
    wanted = [f"v1,{base64.b64encode(hmac.new(key, said, 'sha256').digest()).decode()}" for key in keys]
    assert asked.headers["webhook-signature"].split() == wanted


def test_h17_without_a_key_nothing_is_signed(receiver, box):
    """There is no signature that means nothing."""
    sent(hook(receiver), box)
    assert "webhook-signature" not in receiver.asked[0].headers


# The gate.


def test_h14_a_receiver_inside_is_refused_before_it_is_reached(receiver, box):
    """Without the operator's word nothing goes to loopback, and nobody connects there."""
    refused = Destination(name="board", url=receiver.url())
    found = sent(refused, box)
    assert receiver.asked == [] and found.died == 1 and "refused" in found.dead[0].reason.en
    assert found.dead[0].reason.zh.startswith("拒绝发送：http://")
