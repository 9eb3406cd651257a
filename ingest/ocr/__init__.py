"""Words out of pictures, by the machine's Tesseract."""
