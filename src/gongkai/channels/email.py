"""Electronic mail through Django's configured server."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from gongkai.channels.models import Message
from gongkai.channels.transport import Refused, Unreachable


def send(message: Message) -> None:
    headers = {"Message-ID": f"<outbox-{message.pk}@gongkai>"}
    if message.unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{message.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMessage(
        subject=" ".join(message.subject.split()),
        body=message.body,
        to=[message.recipient],
        headers=headers,
    )
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        raise _of_recipient(error) from error
    except (SMTPException, OSError) as error:
        raise Unreachable(f"邮件服务器不可用：{type(error).__name__}") from error
    except ValueError as error:  # a line break in the address, or none that can be encoded
        raise Refused("收件人地址不是邮箱地址") from error


def _of_recipient(error: SMTPRecipientsRefused) -> Refused | Unreachable:
    """Tell a recipient that does not exist from a server that asks to come back later (greylisting)."""
    codes = [code for code, _ in error.recipients.values()]
    if all(400 <= code < 500 for code in codes):
        return Unreachable(f"对方邮件服务器要求稍后再试（{codes[0]}）")
    return Refused("收件人地址被拒绝")
