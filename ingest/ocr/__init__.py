"""Words out of pictures: by the machine's Tesseract where it knows Indonesian, else by RapidOCR's models."""
