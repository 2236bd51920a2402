"""Command line, web application and settings."""
