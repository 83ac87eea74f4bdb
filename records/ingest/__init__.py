"""An official evaluation document → the tables of a data folder, with its passages and a report of what was read.

pages → parts → (slides | statute | overview | summary | item forms → cells) → Reading → tables.
"""
