"""A small web server for people who do not use a terminal: upload a document, watch, take the editions."""
