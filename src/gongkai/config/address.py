"""The address readers see: what the operator set, otherwise where this machine serves."""

from gongkai.config import environment as env


def public_address(port: int) -> str:
    """Return GONGKAI_SITE_URL, or the loopback address at ``port`` where it is not set."""
    return env.text("GONGKAI_SITE_URL", f"http://127.0.0.1:{port}").rstrip("/")
