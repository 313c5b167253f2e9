"""Extractive summaries of news: text in, verbatim sentences out.

Importing this is cheap; sumy, numpy and the page parser are loaded by the first call that needs them.
"""

import os

# Before numpy is loaded: an article's matrices are small, and handing them to threads costs more than the
# arithmetic, on a busy machine many times more. Who wants threads sets the variable.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

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
