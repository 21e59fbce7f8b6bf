"""The desk pages of items: lists, editor, review, decisions. Nothing is decided here: ``services.can``."""
