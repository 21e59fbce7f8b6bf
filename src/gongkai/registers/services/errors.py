"""Why an act on a register does not go; the message is the sentence to show."""


class Refused(ValueError):
    """What was sent cannot be taken."""


class IllegalMove(ValueError):
    """The batch is not where this may be done."""


class Missing(Refused):
    """The files of a batch are gone: it was decided, or brought back from a backup, which holds none."""

    def __init__(self) -> None:
        super().__init__("这一批的文件已不在服务器上，请放弃后重新上传")


class Overtaken(ValueError):
    """Something else became public since the rows were compared."""


REFUSALS = (Refused, IllegalMove, Overtaken)
