"""A file in, a Document out: pages, text, words with boxes, tables, whatever the format.

Start reading at `ingest.read`; `ingest.document` has the shapes. Knows neither the web nor the database.
"""
