"""The desk pages of work points: the openness office's, and a department's."""
