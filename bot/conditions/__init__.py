"""Questions that put conditions on ratings over items, years and evaluations.

Folded text → words (`words`) → clauses (`read`) → a typed condition (`build`, `query`) and the shape asked for (`shapes`)
→ three-valued judgement over the statements of the records (`judge`) → an answer whose first line names every restriction
that was read (`say`, `answer`, `years`, `counts`). A query is read as a whole or not at all: what is left unread makes the
question be declined, never be answered in part.
"""
