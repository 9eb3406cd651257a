"""Load on the real processes while they are killed, and an account of every write that was acknowledged.

The long form: `python -m tests.chaos --uploads 1000 --writes 1000 --seed 1 [--redis]`.
"""
