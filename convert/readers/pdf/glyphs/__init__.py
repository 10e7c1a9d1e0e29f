"""From characters to rows: `pdfium`, `characters`, `spelling`, `words`, `rows`, in this order."""
