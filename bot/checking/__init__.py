"""What keeps an answer back, or puts a word before it: refusals, what was not read, disagreements, yes or no."""
