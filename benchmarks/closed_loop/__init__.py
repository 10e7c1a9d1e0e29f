"""Law 9: a document published as PDF and recovered is itself again. What is not, and of what kind it is."""
