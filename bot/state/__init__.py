"""What the bot remembers between messages, shared by every process that answers.

    Replier ──▶ State (posts, threads, answers)  ──▶ Store: SqliteStore (a file) | PostgresStore (HYOTEI_STATE_URL)
            ──▶ Misses (bot/misses.py: what was not answered, counts)  ──▶ the same

- `store.py` is all that the two databases have in common: one transaction at a time, the same SQL, one clock.
- `state.py` holds the rules over a Store: who answers what, what a thread is about, which answer is which.
- `alone.py` is what one process remembers by itself while PostgreSQL is away; what it did meanwhile it tells afterwards.
- `open.py` opens what the settings say; psycopg is loaded there, and only for a URL.
"""
