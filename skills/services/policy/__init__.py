"""Changing policy: drafted by one person, measured, confirmed by another, in force from its day.

`drafting` writes drafts, `impact` says whom one would move, `deciding` confirms or declines, `applying`
writes the rows, `switching` has the dates ready and follows the calendar.
"""
