"""Gongkai (公开): what a government must disclose, it discloses here."""
