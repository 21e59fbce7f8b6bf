"""The outbox: queued with the act, claimed before it is sent, never doubled knowingly."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from gongkai.channels import services
from gongkai.channels.models import Message, Subscription
from tests import make

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def queue(key="k1", channel="email", recipient="reader@example.cn"):
    services.queue(key=key, channel=channel, recipient=recipient, subject="标题", body="正文", at=make.NOW)
    return Message.objects.get(key=key)


@pytest.fixture
def hook(settings):
    """A real HTTP server that answers with the statuses it is given and remembers what it got."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1")]
    got, statuses = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            got[-1]["path"] = self.path
            self.send_response(statuses.pop(0) if statuses else 204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got, statuses
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_is_sent_once():
    queue()
    assert services.deliver(at=make.NOW) == (1, 0)
    assert services.deliver(at=make.NOW + MINUTE) == (0, 0)
    assert [each.subject for each in mail.outbox] == ["标题"]


def test_the_same_key_is_queued_once():
    queue()
    queue()
    assert Message.objects.count() == 1


def test_only_one_of_two_workers_gets_a_message():
    message = queue()
    twin = Message.objects.get(pk=message.pk)
    assert [services.claim(message, at=make.NOW), services.claim(twin, at=make.NOW)] == [True, False]


def test_a_message_whose_worker_died_is_shown_to_a_person_and_not_sent_again():
    message = queue()
    services.claim(message, at=make.NOW)
    later = make.NOW + timedelta(hours=1)
    assert services.deliver(at=later) == (0, 0)
    assert list(Message.objects.unknown(at=later)) == [message]
    services.decide(message=message, was_sent=False, at=later)
    assert services.deliver(at=later) == (1, 0)


def test_a_webhook_gets_the_announcement(hook):
    address, got, _ = hook
    queue(channel="webhook", recipient=address)
    assert services.deliver(at=make.NOW) == (1, 0)
    assert got == [{"key": "k1", "subject": "标题", "body": "正文", "path": "/hook"}]


def test_what_follows_the_question_mark_is_sent_along(hook):
    address, got, _ = hook
    queue(channel="webhook", recipient=f"{address}?token=abc")
    services.deliver(at=make.NOW)
    assert got[0]["path"] == "/hook?token=abc"


@pytest.mark.parametrize("named", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_the_own_network_cannot_be_reached_by_a_subscription(hook, settings, named):
    settings.WEBHOOK_NETWORKS = []
    address, got, _ = hook
    message = queue(channel="webhook", recipient=address.replace("127.0.0.1", named))
    services.deliver(at=make.NOW)
    message.refresh_from_db()
    assert message.state == "refused" and "内部网络" in message.error
    assert got == []


def test_a_server_without_a_good_certificate_is_not_told_anything(hook):
    address, got, _ = hook
    message = queue(channel="webhook", recipient=address.replace("http:", "https:"))
    assert services.deliver(at=make.NOW) == (0, 1)
    message.refresh_from_db()
    assert message.state == "queued" and got == []


def test_a_busy_other_side_is_tried_again_later(hook):
    address, got, statuses = hook
    statuses.append(503)
    queue(channel="webhook", recipient=address)
    assert services.deliver(at=make.NOW) == (0, 1)
    assert services.deliver(at=make.NOW) == (0, 0)
    assert services.deliver(at=make.NOW + MINUTE) == (1, 0)
    assert len(got) == 2


def test_a_refusal_is_final(hook):
    address, _, statuses = hook
    statuses.append(404)
    message = queue(channel="webhook", recipient=address)
    services.deliver(at=make.NOW)
    message.refresh_from_db()
    assert (message.state, message.error) == ("refused", "对方拒绝（404）")


def test_an_unreachable_side_is_given_up_after_eight_attempts(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1")]
    message = queue(channel="webhook", recipient="http://127.0.0.1:9/")
    at = make.NOW
    for _ in range(services.MOST_ATTEMPTS):
        assert services.deliver(at=at) == (0, 1)
        at += timedelta(days=1)
    message.refresh_from_db()
    assert message.state == "refused"


@pytest.mark.parametrize(
    "recipient",
    [
        "file:///etc/passwd",
        "http://",
        "http://example.cn:99999/",
        "http://example.cn:0/",
        "http://[::1/",
        "http://example.cn/a b",
        "http://example.cn/\r\nX: y",
        f"http://{'a' * 70}.cn/",
    ],
)
def test_an_address_that_is_no_web_address_is_refused(recipient):
    message = queue(channel="webhook", recipient=recipient)
    services.deliver(at=make.NOW)
    message.refresh_from_db()
    assert message.state == "refused"


class Recipients(EmailBackend):
    """A mail server that takes nobody's mail, each time with the code in the address."""

    def send_messages(self, messages):
        for message in messages:
            message.message()
            code = int(message.to[0].partition("@")[0])
            raise SMTPRecipientsRefused({message.to[0]: (code, b"no")})


@pytest.mark.parametrize(("code", "state"), [(550, "refused"), (450, "queued")])
def test_a_recipient_unknown_is_final_and_a_busy_one_is_not(settings, code, state):
    settings.EMAIL_BACKEND = f"{__name__}.Recipients"
    message = queue(recipient=f"{code}@example.cn")
    assert services.deliver(at=make.NOW) == (0, 1)
    message.refresh_from_db()
    assert message.state == state


def test_a_mail_server_that_is_away_is_tried_again(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    message = queue()
    assert services.deliver(at=make.NOW) == (0, 1)
    message.refresh_from_db()
    assert message.state == "queued" and "邮件服务器不可用" in message.error


def test_an_address_with_a_line_break_in_it_is_refused():
    message = queue(recipient="a@example.cn\nBcc: b@example.cn")
    services.deliver(at=make.NOW)
    message.refresh_from_db()
    assert message.state == "refused" and mail.outbox == []


def test_two_long_addresses_that_begin_alike_both_hear():
    for end in "ab":
        Subscription.objects.create(channel="webhook", recipient=f"https://example.cn/{'x' * 250}{end}")
    services.broadcast(topics=["site"], verb="公开", title="通知", address="/items/1/", seq=0, at=make.NOW)
    assert Message.objects.count() == 2


def test_the_command_delivers_and_counts(capsys):
    queue()
    call_command("deliver")
    assert "1" in capsys.readouterr().out and len(mail.outbox) == 1


def test_subscribers_of_two_topics_hear_once():
    for topic in ("site", "org:finance"):
        Subscription.objects.create(channel="email", recipient="a@example.cn", topic=topic)
    services.broadcast(
        topics=["site", "org:finance"],
        verb="公开",
        title="通知",
        address="/items/1/",
        seq=0,
        at=make.NOW,
    )
    assert Message.objects.count() == 1
