"""Writes format_cases.json: what Python's string.Formatter makes of templates and values.

Run it again with Python 3.11 or newer after adding to the lists:
    python3 make_format_cases.py > format_cases.json
"""
import itertools
import json
import random
import string
import sys

random.seed(20)

VALUES = [
    "", "a", "hello", "héllo wörld", "日本語", "it's", 'say "hi"', "it's \"both\"", "line\nbreak\ttab\\",
    "emoji 😀👩‍👧", "\u0000\u001f\u007f\u00a0\u00ad\u2028\ufeff", "{braces} {{twice}}", "e\u0301",
    0, 1, -1, 7, 42, -42, 255, 1000, 1234, -1234567, 65, 128512, 9223372036854775807, -9223372036854775808,
    0.0, -0.0, 1.0, -1.0, 0.5, 2.5, 3.14159265358979, -2.71828, 1e16, 9999999999999998.0, 1.2e16, 1e15, 123456789.125,
    1e-4, 1e-5, 0.00012345, 1.5e300, 5e-324, 0.1, 1 / 3, 99.995, 0.045, -0.001, 1e22, 123456.789,
    True, False, None, [], [1, "a", None, True, 1.5], {"k": "v"}, {"n": [1, {"x": "'"}]},
]

SPECS = [
    "", "s", "d", "n", "b", "o", "x", "X", "c", "e", "E", "f", "F", "g", "G", "%", "q", "r", "z", "zf", "z.1f",
    ">10", "<10", "^10", "=10", "*^11", "é>8", "😀<7", "{", "}", "10", "010", "<010", ">010", "^010", "=010",
    "*<010", "0", "00", "+", "-", " ", "+d", " d", "+.2f", " .3e", "-.1f", "#x", "#X", "#o", "#b", "#d", "#010x",
    "#.0f", "#.0e", "#g", "#.3g", "#", ",", "_", ",d", "_d", ",.2f", "_.3f", "_x", ",x", "_b", "#_x", "020,", "020_x",
    "010,.2f", "07,", "08,", "09,", "010,", "011,", "012,", ",_", "_,", ",,", "__", "*=20,", ">20,", "<20,.1f", ",%",
    ".0", ".1", ".2", ".3", ".5", ".10", ".17", ".25", ".0f", ".1f", ".2f", ".10f", ".30f", ".0e", ".3e", ".0g",
    ".1g", ".5g", ".20g", ".0%", ".1%", ".2G", ".3E", ".2F", "+.3", "10.3", "<10.3", "^10.3s", ".3s", ".0s", ".s",
    ".", "5.", "..2", "+s", "#s", ",s", "=5s", "05s", "zs", "10c", "^5c", "+c", ",c", "#c", ".2c", ".2d", ".2x", "zd",
    "+x", " x", "-x", "+b", "+e", "+%", "+g", "+n", ",n", "_n", ",e", ",g", "_e", "1e5", "1 0", "a10", ">", "<", "=",
    "^", ">>5", "<<5", "==5", "a>", "a>5", "0>5", "0=+8.2f", "x=+#12x", " =8", "z", "z#", "#z", "+z.0f", "z+f", "12d",
    "012d", "+012d", "+012.1f", " 012,d", "012.3g", "012e", "015%", "08f", "06.1f", "-5", "5-", "12,3", "1_0", "1,",
]

TEMPLATES = [
    "", "plain", "{a}", "{a}{b}", "{a} and {b}", "{{", "}}", "{{}}", "{{a}}", "{{{a}}}", "{{{{a}}}}", "{{{a}", "{a}}}",
    "{a}}", "{", "}", "{a", "a}", "}{", "{{{", "}}}", "{}", "{0}", "{1}", "{00}", "{ }", "{ a }", "{a }", "{ a}",
    "{a!r}", "{a!s}", "{a!a}", "{a!x}", "{a!}", "{a!r", "{a!", "{a!rr}", "{a!r:>9}", "{a!r:}", "{a!s:.2}", "{a!:x}",
    "{a:}", "{a:>9}", "{a:{w}}", "{a:>{w}}", "{a:{f}>{w}}", "{a:{f}{w}}", "{a:>{w:}}", "{a:>{w!s}}", "{a:{w:{w}}}",
    "{a:>{w:{{}}}}", "{a:{w", "{a:{w}", "{a:}}", "{a:{{}}}", "{a:{}}", "{a:{0}}", "{a:{nope}}", "{nope}", "{a:>{w}s}!",
    "{a.b}", "{a[0]}", "{a[k]}", "{a[}", "{a[}]}", "{a{b}}", "{{a}", "{a}}b", "x{a}y{b!r}z{{}}", "{a:}>9}", "{a:é^9}",
    "{a: }", "{a:  }", "{日本}", "{a-b}", "{a,b}", "{a b}", "{-1}", "{a:\n}", "line\n{a}\n", "{a!r}{a!r:^20}{a}",
    "é{a}é", "{a}{", "{a}}{b}", "{{{{", "}}}}", "{{{a}}}{{{b}}}", "{a]}", "{a:[}", "{a:!r}", "{a!s!r}", "{a::>5}",
    "{١}", "{a١}", "{_}", "{a:{f}^{w}.{p}}", "{a!r:{f}^{w}.{p}}", "{a:{}{}}", "{a:{w}}}", "{:}", "{!r}", "{:>5}",
]

ARGUMENTS = {"a": "A{b}", "b": 2.5, "w": 9, "f": "*", "p": 2, "日本": "jp", "a-b": "dash", "a,b": "comma", "a b": "sp",
             "-1": "minus", "_": "under", " a ": "spaced", "a]": "bracket", "a١": "digit"}


def formatted(value, spec):
    """The text, or None where Python refuses the format."""
    try:
        return format(value, spec)
    except (ValueError, TypeError, OverflowError):
        return None


class Refused(Exception):
    """A template that no values can make a prompt."""


def names(template, depth=2):
    """All variables of a template, formats included; checks all of it before any value is looked at."""
    if depth < 0:
        raise Refused("too deep")
    found = []
    try:
        fields = [field for field in string.Formatter().parse(template) if field[1] is not None]
    except ValueError as error:
        raise Refused("syntax") from error
    for _, name, spec, conversion in fields:
        if name == "" or name.isdecimal():
            raise Refused("positional")
        if "." in name or "[" in name:
            raise Refused("access")
        if conversion not in (None, "", "r", "s", "a"):
            raise Refused("conversion")
        found += [name] + names(spec, depth - 1)
    return found


def outcome(template):
    """What becomes of a template: its text, or the kind of error."""
    try:
        found = names(template)
    except Refused:
        return {"error": "template"}
    if any(name not in ARGUMENTS for name in found):
        return {"error": "missing"}
    try:
        return {"text": string.Formatter().vformat(template, (), ARGUMENTS)}
    except (ValueError, TypeError, OverflowError):
        return {"error": "value"}


def encode(value):
    """JSON cannot tell 1.0 from 1, nor nan: floats travel as text."""
    if isinstance(value, float):
        return {"double": repr(value)}
    return {"json": value}


def main():
    values = VALUES + [float("inf"), float("-inf"), float("nan")]
    formats = []
    for index, spec in itertools.product(range(len(values)), SPECS):
        formats.append([index, spec, formatted(values[index], spec)])
    for _ in range(1500):
        number = random.choice([
            random.uniform(-1000, 1000), random.uniform(-1, 1) * 10 ** random.randint(-30, 30),
            random.randint(-10 ** 15, 10 ** 15), random.randint(-999, 999), round(random.uniform(-100, 100), 2),
        ])
        spec = "".join([
            random.choice(["", "", "*", "0", "x"]) + random.choice("<>^=") if random.random() < 0.4 else "",
            random.choice(["", "", "+", "-", " "]), random.choice(["", "", "", "z"]), random.choice(["", "", "", "#"]),
            random.choice(["", "", "0"]), random.choice(["", "", str(random.randint(1, 30))]),
            random.choice(["", "", "", ",", "_"]), random.choice(["", "", "." + str(random.randint(0, 20))]),
            random.choice(["", "d", "n", "b", "x", "X", "e", "E", "f", "F", "g", "G", "%"]),
        ])
        values.append(number)
        formats.append([len(values) - 1, spec, formatted(number, spec)])
    templates = list(TEMPLATES)
    pieces = ["{", "}", "{{", "}}", "{a}", "{b", "!r", "!s", ":", ">5", "{w}", "a", " ", "0", "é"]
    for _ in range(1500):
        templates.append("".join(random.choices(pieces, k=random.randint(1, 7))))
    json.dump(
        {
            "python": sys.version.split()[0],
            "arguments": {name: encode(value) for name, value in ARGUMENTS.items()},
            "values": [encode(value) for value in values],
            "formats": formats,
            "templates": [{"template": template, **outcome(template)} for template in dict.fromkeys(templates)],
            "conversions": [[repr(value), str(value), ascii(value)] for value in values],
        },
        sys.stdout,
        separators=(",", ":"),
    )
    print()


main()
