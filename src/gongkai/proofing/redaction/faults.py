"""Why a file cannot be rewritten, in one word (a key of ``SENTENCES``)."""


class Fault(Exception):
    """One word, which the parent process turns into a sentence."""
