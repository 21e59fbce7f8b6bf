"""HTTP at the workbench."""
