"""Registers (台账): their definitions, what is filled in, what is public."""

from gongkai.registers.models.batch import Batch, Filling, Source, Stage
from gongkai.registers.models.change import Change
from gongkai.registers.models.entry import Entry, Release
from gongkai.registers.models.follower import Follower
from gongkai.registers.models.pull import Fetch, Outcome, Pull
from gongkai.registers.models.register import Definition, Register
from gongkai.registers.models.token import Sending, Token

__all__ = [
    "Batch",
    "Change",
    "Definition",
    "Entry",
    "Fetch",
    "Filling",
    "Follower",
    "Outcome",
    "Pull",
    "Register",
    "Release",
    "Sending",
    "Source",
    "Stage",
    "Token",
]
