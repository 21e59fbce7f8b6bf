"""The read-only columnar copy of a register, made after each release: questions are answered from it."""
