"""Spreadsheets as offices make them: where the table lies in a sheet, what it means, what is wrong."""
