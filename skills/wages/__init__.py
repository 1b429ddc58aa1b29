"""Monthly wages handed in as a workbook: read, checked, shown, written in one go, undone."""
