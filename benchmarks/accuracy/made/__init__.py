"""Made-up documents with notes, printed, scanned and recognised: truth in plenty to learn costs from."""
