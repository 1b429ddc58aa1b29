"""Eligibility: one SQL text from facts to dates, for one worker, a batch, everybody, or a career handed in."""
