"""Documents as data: text, spans, loading, cleaning, chunking, Thai words, dates and numbers."""
