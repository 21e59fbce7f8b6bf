"""Registers (台账) and their definitions in all versions."""

from gongkai.registers.models.register import Definition, Register

__all__ = ["Definition", "Register"]
