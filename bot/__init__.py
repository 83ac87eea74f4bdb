"""Questions and answers over the evaluation records; knows nothing of SQL.

    text --text.normalise.fold--> Folded --understand.understand(+ Context)--> Question
    Question --topics/NAME.answer(Records)--> Answer --render/*--> terminal text | JSON | Slack blocks

- Codes and years are *parsed* (small grammars over folded text, every match with its span); names are *matched*
  (exact alias first, then similarity with a margin). Similarity never decides between two codes or two years.
- A kind of question is one file of `topics/`: the words that call for it, how it is answered, and beside it a corpus of
  example questions that the tests run. The folder is the registry.
- An Answer is complete before it is rendered: renderers choose layout, never facts.
- Not understanding is an Answer too (`not_understood`, `ambiguous`, `no_data`, `out_of_scope`), never an exception.
"""
