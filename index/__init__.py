"""Stores and finds passages: the catalogue, the lexical index, the vector index and the embedding model."""
