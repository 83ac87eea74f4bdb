"""Kinds of question, one module each; the folder is the registry (see `bot.topic`)."""
