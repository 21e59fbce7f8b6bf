"""The verbs of registers."""

from gongkai.registers.services.declaring import Declared, Plan, apply, collect, folder, preview, read
from gongkai.registers.services.rights import can, demand

__all__ = ["Declared", "Plan", "apply", "can", "collect", "demand", "folder", "preview", "read"]
