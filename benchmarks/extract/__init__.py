"""How well PDFs are read, beside others: docs/extraction.md tells what is measured and what came out."""
