"""Sending mail: one message over SMTP, with a time limit. Without a mail server nothing is sent."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from tracker.clock import real_now
from tracker.errors import RenaksiError
from tracker.settings import Settings

TIMEOUT = 20.0  # seconds for each answer of the server


class MailError(RenaksiError):
    """The server did not take the message; the text says what it answered."""


def can_send(settings: Settings) -> bool:
    """Whether a mail server is set."""
    return bool(settings.smtp_host)


async def send(settings: Settings, *, to: str, subject: str, text: str, key: str) -> None:
    """Send a plain text. `key` names the message, so that one that is sent again bears the same id.

    Raises MailError where the server cannot be reached or refuses, and ValueError without a server.
    """
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(real_now())
    domain = settings.mail_from.rpartition("@")[2].strip("<> ") or "localhost"
    message["Message-ID"] = f"<{key}@{domain}>" if key else make_msgid(domain=domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    await asyncio.to_thread(_deliver, settings, message)


def _deliver(settings: Settings, message: EmailMessage) -> None:
    if not settings.smtp_host:
        raise ValueError("no mail server is set")
    try:
        with _connected(settings, settings.smtp_host) as server:
            password = settings.smtp_secret()
            if settings.smtp_user and password:
                server.login(settings.smtp_user, password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(f"{settings.smtp_host}:{settings.smtp_port}: {error}") from error


def _connected(settings: Settings, host: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(host, settings.smtp_port, timeout=TIMEOUT, context=context)
    server = smtplib.SMTP(host, settings.smtp_port, timeout=TIMEOUT)
    if settings.smtp_security == "starttls":
        server.starttls(context=context)
    return server
