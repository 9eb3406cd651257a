"""PDF: pdfium's characters, lines and pictures, with pdfplumber's own parser where pdfium's text is no
text."""
