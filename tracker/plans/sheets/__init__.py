"""Sheets in and out: an XLSX file becomes a plan's draft, and a plan becomes the same file again.

The steps are pure: bytes → `parse` → `propose_mapping` → (a person changes it) → `dry_run` → draft.
"""
