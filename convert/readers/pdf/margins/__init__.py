"""What stands around the text: running heads and folios, numbers of lines, notes beside and below columns."""
