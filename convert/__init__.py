"""reissue: republish documents that exist only as PDF, scan or bad OCR text."""

__version__ = "0.1.0"
