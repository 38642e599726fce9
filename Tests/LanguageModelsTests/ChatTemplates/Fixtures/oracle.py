"""Renders chat templates with jinja2, set up as transformers sets it up: the reference for Martlet's renderer.

Reads one JSON object a line: {"template", "variables"}. Writes one a line: {"text"} or {"error"}.
`strftime_now` tells 1 January 2026, 12:34:56, and TZ is UTC, so that what it renders never changes.
"""

import datetime
import json
import sys

import jinja2
import jinja2.ext
import jinja2.nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 1, 1, 12, 34, 56)


class Generation(jinja2.ext.Extension):
    """The `generation` block, which marks an assistant's words and changes nothing in the text."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
)
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception
environment.globals["strftime_now"] = NOW.strftime
parsed = {}


def render(template, variables):
    """The text, or the error as text."""
    try:
        if template not in parsed:
            parsed[template] = environment.from_string(template)
        return {"text": parsed[template].render(**variables)}
    except Exception as error:  # whatever a template can cause
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(render(request["template"], request["variables"])), flush=True)
