"""Questions and answers over the evaluation records; knows nothing of SQL.

    message --clauses--> clauses --understand.understand--> Question, for each clause
        of text/* (codes, years), match (names), kinds (of question), thread (what a follow-up leaves out), parts (pairs)
    Question --topics/NAME.answer(Records), or unanswered--> Answer --join--> one Answer
    Answer --render/*--> terminal text | JSON | Slack blocks

- Codes and years are *parsed* (small grammars over folded text, every match with its span); names are *matched*
  (exact alias first, then similarity with a margin). Similarity never decides between two codes or two years, and a
  name that is part of another word (スマホ決済) is not that name.
- What nothing explains counts: a question about all items is answered only when everything in it was understood.
- A kind of question is one file of `topics/`: the words that call for it, how it is answered, and beside it a corpus of
  example questions that the tests run. The folder is the registry.
- An Answer is complete before it is rendered: renderers choose layout, never facts.
- Not understanding is an Answer too (`not_understood`, `ambiguous`, `no_data`, `out_of_scope`), never an exception.
"""

VERSION = "0.1.0"
