"""Sound files of every kind and ways to break them; the seed makes each run the same.

`python -m tests.fuzz --seed 1 --count 2000` reads broken ones in the reading child, and lists what falls.
"""
