"""The open API: what is public as JSON for programs, and rows that departments send with a token."""
