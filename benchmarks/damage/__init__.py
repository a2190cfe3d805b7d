"""The damage bench: clean reports, damaged on purpose with a seed, cleaned, and compared with what is known.

``python -m benchmarks.damage [--kind K] [--seed N] [--n N] [--show-failures]`` prints one line for each kind of
damage. ``texts/`` holds reports written for this bench (places and bodies are invented); the gold paragraphs of
``tests/gold/clean`` are used beside them. Nothing here reads the output of an earlier run: the truth of a case is
known from the way it was made.
"""
