"""Texts that try to run a script or to reach another host; Swift's tests of the renderer read the same file.

Each sets `pwned`, or asks something of evil.example, if it gets its way.
"""

import json
import pathlib

FILE = pathlib.Path(__file__).resolve().parent / "hostile_texts.json"
_texts = json.loads(FILE.read_text(encoding="utf-8"))

MESSAGES = _texts["messages"]
"""Whole messages, in Markdown."""

NAMES = _texts["names"]
"""Names of elements, files, profiles, starters, actions, authors, and texts of translations."""

COUNT = len(MESSAGES) + len(NAMES)


def translation(tree, text):
    """The same tree of words with one text in place of each; what is filled in stays where it was asked for."""
    if isinstance(tree, dict):
        return {key: translation(value, text) for key, value in tree.items()}
    return text
