"""Registers as the public reads them."""
