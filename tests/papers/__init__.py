"""Matrices with the plan that they say, made from a seed: what must be proposed of them, in many words.

`python -m tests.papers` reads them all and says how much of each plan is proposed rightly.
"""
