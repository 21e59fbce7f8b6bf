"""What goes out of a register as data: tables, packages, catalogues. Pure: from values to bytes."""
