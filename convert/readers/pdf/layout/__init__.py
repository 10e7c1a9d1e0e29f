"""Reading order: `order` cuts the words of a page into regions along the `gutters`; the rest says where it may."""
