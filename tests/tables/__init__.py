"""Hard tables with their truth, made from a seed: what `renaksi tables` must read, in many styles.

`python -m tests.tables` reads them all and says how well (F1 of cells, by the contract's measure).
"""
