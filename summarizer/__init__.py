"""Extractive summaries of news: text in, verbatim sentences out."""
