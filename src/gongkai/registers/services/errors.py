"""Why an act on a register does not go; the message is the sentence to show."""


class Refused(ValueError):
    """What was sent cannot be taken."""


class IllegalMove(ValueError):
    """The batch is not where this may be done."""


class Overtaken(ValueError):
    """Something else became public since the rows were compared."""


REFUSALS = (Refused, IllegalMove, Overtaken)
