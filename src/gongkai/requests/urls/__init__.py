"""The addresses of requests, by part."""
