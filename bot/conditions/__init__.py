"""Questions that put conditions on ratings over items, years and evaluations.

Folded text → words (`words`) → a typed query (`read`, `query`) → three-valued judgement over the statements of the records
(`judge`) → an answer whose first line names every restriction that was read (`say`, `answer`). A query is read as a whole
or not at all: what is left unread makes the question be declined, never be answered in part.
"""
