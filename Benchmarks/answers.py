"""What arrives of one answer, and when."""

import time

import vocabulary


class Answer:
    """The pieces of an answer with their times; a piece may hold more than one token."""

    def __init__(self):
        self.sent = time.perf_counter()
        self.arrivals = []
        self.text = ""
        # What the server tells of it in the end.
        self.details = {}

    def take(self, text):
        if text:
            self.arrivals.append((time.perf_counter(), vocabulary.count(text)))
            self.text += text

    @property
    def tokens(self):
        return vocabulary.count(self.text)

    @property
    def first(self):
        """Seconds from sending the prompt to the first token."""
        return self.arrivals[0][0] - self.sent

    @property
    def last(self):
        return self.arrivals[-1][0]

    @property
    def seconds_per_token(self):
        """From the first arrival to the last."""
        return (self.last - self.arrivals[0][0]) / max(1, self.tokens - self.arrivals[0][1])

    def gaps(self, begin, end):
        """The times without a token within a span, the one before it and the open one at its end included."""
        times = [moment for moment, _ in self.arrivals]
        inside = [moment for moment in times if begin < moment < end]
        before = [moment for moment in times if moment <= begin][-1:] or [begin]
        marks = before + inside + [end]
        return [later - earlier for earlier, later in zip(marks, marks[1:])]
