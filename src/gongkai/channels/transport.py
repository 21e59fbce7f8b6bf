"""What every channel's ``send`` promises."""

from collections.abc import Callable

from gongkai.channels.models import Message


class Refused(Exception):
    """The other side will never take this message; trying again is useless."""


class Unreachable(Exception):
    """The other side cannot take the message now."""


Transport = Callable[[Message], None]
"""Send one message; return if it was taken, raise Refused or Unreachable otherwise."""
