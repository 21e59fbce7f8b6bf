"""Fetch a table from an address: when, from where, and what came. Knows no register and no database."""
