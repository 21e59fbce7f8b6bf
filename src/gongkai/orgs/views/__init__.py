"""Pages of sign-in, one's own account, organisations, people and the log."""
