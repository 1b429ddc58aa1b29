"""From which day a worker may apply for a level: one SQL text, its fact sources and its answers.

`sql/dates.sql` is the only place where the rules of a clause are reckoned. It reads facts either from the
tables (`facts_stored.sql`) or from JSON handed in (`facts_given.sql`, the what-if), and ends in one of
several questions: store the differences, compare, list the dates, explain every clause.
"""
