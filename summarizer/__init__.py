"""Extractive summaries of news: text in, verbatim sentences out.

Importing this is cheap; sumy, numpy and the page parser are loaded by the first call that needs them.
"""

from summarizer.clean import clean
from summarizer.clusters import summarize_story
from summarizer.extract import extract
from summarizer.grouping import StoryIndex, group_stories
from summarizer.lengths import pick
from summarizer.methods import METHODS
from summarizer.models import Cleaned, Document, Ranking, Summary
from summarizer.ranking import rank, summarize

__all__ = [
    "METHODS",
    "Cleaned",
    "Document",
    "Ranking",
    "StoryIndex",
    "Summary",
    "clean",
    "extract",
    "group_stories",
    "pick",
    "rank",
    "summarize",
    "summarize_story",
]
