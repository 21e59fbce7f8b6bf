"""What a process apart may use at most. Only the standard library, so that it starts at once."""

import resource
from contextlib import suppress


def limit(memory: int, seconds: int, file_size: int = 0) -> None:
    """Give up for good whatever is beyond so many bytes, seconds, bytes of a file."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that does not know this limit
            resource.setrlimit(kind, (most, most))
