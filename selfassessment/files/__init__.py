"""Word and PDF files: what goes out, and what councils bring."""
