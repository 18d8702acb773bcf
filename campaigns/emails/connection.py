"""The connection to the mail service, kept open by each thread while e-mails follow one another.

To make a client takes twenty times as long as to send an e-mail by it.
"""

import threading
import time

from anymail.backends.amazon_ses import EmailBackend
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from dripr import aws

LONGEST_IDLE_SECONDS = 5.0
"""A connection that was idle for longer may just be closing from the other side: of an e-mail that is written into that
moment nobody would know whether it went."""


class _Kept(threading.local):
    connection: BaseEmailBackend | None = None
    used_at = 0.0


_kept = _Kept()


def mail_connection() -> BaseEmailBackend:
    """This thread's connection, open and no longer idle than is safe."""
    now = time.monotonic()
    if _kept.connection is None or now - _kept.used_at > LONGEST_IDLE_SECONDS:
        forget_connection()
        _kept.connection = _opened()
    _kept.used_at = now
    return _kept.connection


def forget_connection() -> None:
    """Close this thread's connection: after the endpoint, the credentials or the settings changed."""
    connection, _kept.connection = _kept.connection, None
    if connection is not None:
        connection.close()


def _opened() -> BaseEmailBackend:
    connection = get_connection()
    if isinstance(connection, EmailBackend):
        connection.client = aws.mail_client(connection.client_params)
    connection.open()
    return connection
