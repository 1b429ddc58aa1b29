"""Workbooks in and out: read within limits, stage row by row, write with formulas as text."""
