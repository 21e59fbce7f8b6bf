"""The desk pages of registers: filling them, and deciding about what was filled in."""
