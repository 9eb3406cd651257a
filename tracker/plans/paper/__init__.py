"""A plan from paper: the tables of any document become rows of a plan that a person confirms one by one.

The steps are pure: tables → `kinds` (what is it) → `columns` (which column is what) → `rows` (what each row
says, cell by cell with a confidence and a reason) → `merge` (what a person decided) → `sheet`, which the
import of sheets takes as it takes a file.
"""
