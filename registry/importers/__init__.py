"""Importers: records of other sources, read line by line, checked, and written in batches that may be repeated."""
