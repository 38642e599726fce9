"""The table: each figure of both servers, their ratio, the bar, and whether it is met."""

import dataclasses
import statistics


@dataclasses.dataclass
class Row:
    """One figure of both servers; less is better for all of them."""

    figure: str
    unit: str
    martlet: float
    chainlit: float
    # Martlet's share of Chainlit's figure at most; nothing where the figure is only shown.
    bar: float | None = None

    @property
    def ratio(self):
        return self.martlet / self.chainlit if self.chainlit else float("inf")

    @property
    def passes(self):
        return self.bar is None or self.ratio <= self.bar


def fraction(value):
    return f"1/{1 / value:.1f}" if 0 < value < 1 else f"{value:.2f}"


def table(rows):
    lines = [("figure", "unit", "Martlet", "Chainlit", "ratio", "bar", "")]
    for row in rows:
        lines.append((
            row.figure, row.unit, f"{row.martlet:.2f}", f"{row.chainlit:.2f}", fraction(row.ratio),
            "" if row.bar is None else f"1/{1 / row.bar:.0f}",
            "" if row.bar is None else "pass" if row.passes else "FAIL"))
    widths = [max(len(line[column]) for line in lines) for column in range(7)]
    for line in lines:
        cells = [line[0].ljust(widths[0]), line[1].ljust(widths[1])]
        cells += [cell.rjust(width) for cell, width in zip(line[2:], widths[2:])]
        yield "  ".join(cells).rstrip()


def check(name, value, bar, passes):
    """Prints a figure with no peer and its bar; whether it is met."""
    print(f"{name}: {value} (bar: {bar}): {'PASS' if passes else 'FAIL'}", flush=True)
    return passes


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values):
    return statistics.median(values)
