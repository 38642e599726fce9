"""Writes cases.json: templates of our own and what jinja2 makes of them. Run it after changing a case.

    python3 make.py        needs jinja2 (pip install jinja2==3.1.6)
"""

import json
import pathlib

import oracle

VARIABLES = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "add_generation_prompt": True,
    "tools": None,
    "messages": [
        {"role": "system", "content": " Be brief. "},
        {"role": "user", "content": "Hi 😀 <|im_end|>\n"},
        {"role": "assistant", "content": "<think>\nhm\n</think>\n\nHello", "name": None},
        {"role": "user", "content": "é e\u0301 日本 ß ŉ ΑΣ"},
    ],
    "numbers": [3, 1, 2, 2.5, True],
    "words": ["pear", "Apple", "fig", "apple"],
    "pairs": {"b": 2, "a": [1, None, {"x": "<&'\">"}], "C": 1.0, "items": "shadow"},
    "people": [
        {"name": "Ann", "age": 30, "home": {"city": "Rome"}},
        {"name": "bob", "age": 25, "home": {"city": "oslo"}},
        {"name": "Cid", "age": 30, "home": {}},
    ],
    "tree": [{"n": "a", "kids": [{"n": "b", "kids": []}, {"n": "c", "kids": [{"n": "d", "kids": []}]}]}],
    "text": "  The quick\tbrown  fox\n\njumps. ",
    "quoted": "it's \"so\" \\ \n \u00a0\u200b",
    "yes": True,
    "nothing": None,
}

EXPRESSIONS = r"""
1 + 2 * 3 - 4 // 3 % 2
7 / 2, 7 // 2, -7 // 2, 7 % -3, -7 % 3, 2 ** 10, -2 ** 2, 2 ** -1, 7.5 // 2, -7.5 % 2
1e3, 1E-7, 1.5e300 * 1e10, 123456789012345680.0, 0.1 + 0.2, 1e16, 1e15, 100.0, 5e-5, 0.0001, 1_000
0x1F, 0b101, 0o17
'a' ~ 1 ~ None ~ true ~ 2.0 ~ [1, 'x', None] ~ {'k': (1,)}
'ab' * 3, [1] * 2, 2 * (1, 2), 'a' 'b' "c"
1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == true, 'a' < 'b', [1, 2] < [1, 3], 'é' > 'z'
not 1 in [2], 1 not in [2], 'x' in 'xyz', 'b' in pairs, 3 in numbers, nothing in [none]
yes and 'a' or 'b', nothing or 0, nothing and 1, not yes, not not yes
'then' if yes else 'else', ('nope' if not yes), 'a' if nothing else 'b' if nothing else 'c'
missing, missing is defined, (missing.x is defined) if false else 'skipped', messages[9] is defined
missing | default('d'), nothing | default('d'), nothing | default('d', true), '' | d('e', boolean=true), missing | d
messages[0].role, messages[-1]['role'], messages[0]['role'][0], messages[1:][0].role, messages[::-1][0].role
text[2:5], text[-3:], text[:-3], text[::2], text[::-1], messages[3].content[0:3], messages[3].content[-1]
numbers[1:], numbers[:2], numbers[-2:], numbers[::-2], numbers[5:], numbers[3:1], (1, 2, 3)[1:]
pairs.b, pairs['items'], pairs.items() | list, pairs.keys() | list, pairs.values() | list, pairs.get('zz'), pairs.get('zz', 5)
pairs | length, 'é日😀' | length, [] | count, numbers | length, missing | length
text | trim, text.strip(), text.lstrip(), text.rstrip(), 'xxaxx'.strip('x'), 'xya'.lstrip('yx'), 'xxax' | trim('x')
text.split(), text.split(' '), 'a,b,,c'.split(','), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ' a  b c '.split(None, 1), ' a b c '.rsplit(None, 1)
'a\nb\r\nc'.splitlines(), 'a-b-c'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.partition('x')
'hello'.startswith('he'), 'hello'.endswith(('x', 'lo')), 'hello'.startswith('l', 2), 'hello'.find('l'), 'hello'.rfind('l'), 'hello'.find('z'), 'hello'.count('l'), 'hello'.index('e'), 'hello'.find('l', 3)
'hello'.replace('l', 'L'), 'hello'.replace('l', 'L', 1), 'abc'.replace('', '-'), 'hello' | replace('l', 'LL', 1), 12 | replace('1', 'x')
'hello wOrld'.upper(), 'HeLLo'.lower(), "they're here".title(), "they're here-now (ok)" | title, 'hELLO' | capitalize, 'hELLO'.capitalize(), 'aB'.swapcase()
messages[3].content | upper, messages[3].content | lower, messages[3].content | title, messages[3].content.title(), 'ΑΣ ΑΣΑ'.lower()
'42'.isdigit(), 'a1'.isalnum(), 'ab'.isalpha(), ' '.isspace(), 'AB'.isupper(), 'ab'.islower(), ''.isdigit(), '½'.isnumeric(), '²'.isdigit(), '²'.isdecimal(), 'Ab Cd'.istitle(), 'é'.isascii()
'7'.zfill(3), '-7'.zfill(4), 'ab'.center(5, '*'), 'ab'.ljust(4) ~ '|', 'ab'.rjust(4), 'abc' | center(8) ~ '|', 'a\tb'.expandtabs(4)
'prefix-x'.removeprefix('prefix-'), 'x.txt'.removesuffix('.txt'), 'x'.removesuffix('y')
'-'.join(['a', 'b']), ['a', 1, none] | join('-'), people | join(', ', attribute='name'), words | join, 'abc' | join('.')
'{} and {}'.format('a', 1), '{1} {0} {n}'.format('a', 'b', n=3), '{:>5}|{:<5}|{:^5}|{:05d}|{:.2f}|{:,}|{:x}|{:+d}|{!r}'.format('a', 'b', 'c', 42, 3.14159, 1234567, 255, 5, 'q'), '{{}}'.format()
'%s is %d and %.1f %5s|%-5s|%05d %x %%' % ('a', 3.7, 2.25, 'r', 'l', 42, 255), '%s' % 'x', '%(a)s' % {'a': 1}, '%s %s' | format('a', 2), '%r' % 'it\'s'
numbers | sort, words | sort, words | sort(case_sensitive=true), words | sort(reverse=true), people | sort(attribute='age') | map(attribute='name') | list, people | sort(attribute='age,name', reverse=true) | map(attribute='name') | list
words | unique | list, words | unique(true) | list, people | unique(attribute='age') | map(attribute='name') | list
numbers | min, numbers | max, words | min, words | max(true), (people | max(attribute='age')).name, [] | max
numbers | sum, people | sum(attribute='age'), people | sum('age', start=5), ([0.1] * 3) | sum
numbers | first, numbers | last, [] | first, 'abc' | last, messages | map(attribute='role') | first
numbers | reverse | list, 'abc' | reverse, 'abc' | list, pairs | list, range(5) | list, range(2, 10, 3) | list, range(5, 0, -2) | list, range(3)
people | selectattr('age', 'equalto', 30) | map(attribute='name') | list, people | rejectattr('age', 'gt', 26) | map(attribute='name') | list, people | selectattr('home.city') | list | length, people | selectattr('home.city', 'defined') | list | length
numbers | select('odd') | list, numbers | select('gt', 2) | list, numbers | reject('gt', 2) | list, [0, 1, '', 'a'] | select | list, words | select('in', ['fig']) | list
words | map('upper') | list, words | map('replace', 'p', 'b') | join(','), people | map(attribute='home.city', default='?') | list, [[1, 2], [3]] | map('length') | list, people | map(attribute='name') | map('lower') | list
people | groupby('age'), people | groupby('home.city', default='none') | map('first') | list, (people | groupby('age'))[0].grouper, (people | groupby('age'))[0].list | length
pairs | dictsort | map('first') | list, pairs | dictsort(true) | map('first') | list, {'a': 2, 'b': 1} | dictsort(by='value'), {'a': 2, 'b': 1} | dictsort(reverse=true), pairs | items | list
[1, 2, 3, 4, 5] | batch(2) | list, [1, 2, 3, 4, 5] | batch(2, 'x') | list, [1, 2, 3, 4, 5] | slice(3) | list, [1, 2, 3, 4, 5] | slice(3, 'x') | list
'3.7' | int, 'x' | int, 'x' | int(default=9), '0x1f' | int(base=16), 3.9 | int, true | int, ' 42 ' | int, '1_000' | int, '3.5' | float, 'x' | float, 3 | float, '1e3' | float
2.5 | round, 3.5 | round, 2.675 | round(2), 3.14159 | round(3), 7 | round, 2.1 | round(0, 'ceil'), 2.9 | round(method='floor'), 1234.5 | round(-2), -3 | abs, -2.5 | abs
text | indent, 'a\nb\n\nc' | indent(2), 'a\nb\n\nc' | indent(2, true), 'a\n\nb' | indent('> ', blank=true), 'a\nb\n' | indent
text | wordcount, 'a b c d e f g' | truncate(9, leeway=0), 'abcdefghijkl' | truncate(6, true, '..', 0), 'short' | truncate(9)
'<a href="x">&\'</a>' | escape, '<b>' | e ~ '<', ('<b>' | e) + '<i>', ('<b>' | safe) + '<i>', '<b>' | safe | e, '<b>' | e | e, '<b>' | e | forceescape, '<p>a  <b>b</b></p>' | striptags, 'a b/é&' | urlencode
pairs | tojson, pairs | tojson(indent=2), [] | tojson, {} | tojson(indent=4), [1.0, 1e20, none, true, 'é\u2028"\\\n\t\x01\x7f/'] | tojson, 'é😀' | tojson(ensure_ascii=true), (1, 2) | tojson, {1: 2, none: 3, true: 4} | tojson, pairs | tojson(separators=(',', ':')), {'b': 1, 'a': 2} | tojson(sort_keys=true), [[1], []] | tojson(indent=1)
[quoted, 'a', "b'c", '"', 'é\x7f\u200b\u00a0'], {'k': "v'"}, (1,), (), [], {}, 'x', quoted
1 is odd, 2 is even, 9 is divisibleby 3, 9 is divisibleby(2), 1 is number, true is number, true is integer, 1.0 is float, 1 is integer, true is boolean, 'a' is string, none is none, pairs is mapping, [] is sequence, 'a' is sequence, pairs is sequence, (1,) is iterable, 1 is iterable, missing is iterable, missing is sequence
true is true, 1 is true, false is false, 0 is false, 1 is eq 1, 1 is equalto 1.0, 1 is ne 2, 1 is lt 2, 2 is ge 2, 'a' is in 'abc', 'a' is not in ['b'], 1 is sameas 1, range is callable, 'a' is callable, 'ab' is lower, 'AB' is upper, 'upper' is filter, 'odd' is test, nothing is not none
yes is defined and messages is not string, messages is iterable and messages is not mapping, messages[0] is mapping
dict(a=1, b='x'), dict({'a': 1}, b=2), dict([('k', 'v')]), namespace(a=1).a, namespace({'z': 1}).z
strftime_now('%Y-%m-%d %H:%M:%S'), strftime_now('%d %b %Y'), strftime_now('%A %B %-d %j %y %I %p %%'), strftime_now('%e %a %w %U %W %F %T %R %D %c')
pairs.a[2].x, pairs.a.2.x, pairs.a | last | items | list, [[1, [2]]][0][1][0]
{'a': {'b': {}}}, {'a': 1}['a'], {'a': 1}.a, {1: 'x'}[1], {(1, 2): 3}[(1, 2)], [1, 2].index(2), [1, 1].count(1), (1, 2).index(2)
-1 | abs, -(1) + +2, - -1, 1 - -1, not false == true
(1, 2) + (3,), [1] + [2], (), (1), (1,), [1, ], {'a': 1, }
missing == missing2, missing == none, missing != 1, [] == (), {'a': 1} == {'a': 1.0}, '1' == 1
'\x41\u00e9\U0001F600\101\t\'\"\d'
'a' < 'B', 'Z' | lower, 'a'.__class__ is defined
loop is defined, varargs is defined, messages | map(attribute='role') | join(', ')
1 if true, 2, [1 if false else 2]
['a', 'b'] | select('equalto', 'a') | list | length > 0, not [] | length
messages[1].content.split('<|')[-1].strip() | upper, (text | trim)[0], text.strip().split('\n')[0].lstrip('T')
[3, 1] | sort | first, 'a b' | replace(' ', '_') | upper ~ '!' * 2
10 | string | length, none | string, true | string, 1.50 | string, [1] | string, 3 | string + '4'
"it's" ~ 'say "x"', "tab\there", 'new\nline', 'back\\slash', 'curly {{ }} {% %}'
'abc'.index('c'), 'a.b.c'.rsplit('.', maxsplit=1), 'a b'.split(sep=' ')
[1, 2, 3] | select('in', [1, 3]) | map('string') | join('+'), [['a', 1], ['b', 2]] | map('first') | join
5 is divisibleby 5 and true, 'x' is string or false
none | selectattr('x') | list, missing | map('upper') | list, 0 | select | list, none | map(attribute='a') | list
pairs[] is defined, {(1, 2): 3}[1, 2], numbers | sort(attribute='x') | length, words[:][0], words[::][0], words[1::2], words[:1:]
pairs.copy() == pairs, [1].copy(), 'abc'.casefold()
1.0, 1.10, 3.0 * 2, 10 / 5, 1e400 if false else 'big', 4 // 2.0, 5 % 3.0
""".strip("\n").split("\n")

TEMPLATES = {
    "chatml": "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
    "zephyr style": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% else %}\n{{ '<|assistant|>\n' + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}",
    "llama style": "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system = false %}{% endif %}{% for m in loop_messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('must alternate') }}{% endif %}{% if loop.index0 == 0 and system != false %}{% set content = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + m['content'] %}{% else %}{% set content = m['content'] %}{% endif %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' if m['role'] == 'user' else ' ' + content | trim + ' ' + eos_token }}{% endfor %}",
    "thinking style": "{%- set ns = namespace(multi=true, last=messages|length - 1) %}\n{%- for message in messages[::-1] %}\n    {%- set index = (messages|length - 1) - loop.index0 %}\n    {%- if ns.multi and message.role == \"user\" %}\n        {%- set ns.multi = false %}\n        {%- set ns.last = index %}\n    {%- endif %}\n{%- endfor %}\n{%- for message in messages %}\n{%- set content = message.content %}\n{%- if message.role == 'assistant' and '</think>' in content %}\n{%- set content = content.split('</think>')[-1].lstrip('\\n') %}\n{%- endif %}\n{{- '<' ~ message.role ~ '>' ~ content ~ ns.last }}\n{%- endfor %}",
    "macro": "{% macro tag(name, body='none', sep=': ') -%}\n  [{{ name }}{{ sep }}{{ body }}]\n{%- endmacro %}{{ tag('a') }}{{ tag('b', 'x') }}{{ tag(sep='=', name='c') }}{{ tag('d', body=yes) | upper }}{{ tag.name }}{{ tag.arguments }}",
    "macro scope": "{% set outer = 1 %}{% macro m(x, y=x) %}{{ x }}{{ y }}{{ outer }}{{ z }}{% set outer = 5 %}{% endmacro %}{{ m(2) }}{% set outer = 9 %}{% set z = 'z' %}{{ m(3, 4) }}{{ outer }}{{ m() }}",
    "macro recursion": "{% macro walk(nodes, depth=0) %}{% for node in nodes %}{{ '  ' * depth }}{{ node.n }}\n{{ walk(node.kids, depth + 1) }}{% endfor %}{% endmacro %}{{ walk(tree) }}",
    "macro extras": "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, k=4) }}{{ m(*[1, 2], **{'z': 3}) }}",
    "macro caller": "{% macro box(title) %}<{{ title }}>{{ caller(1, 'b') }}</{{ title }}>{% endmacro %}{% call(a, b) box('t') %}{{ a }}-{{ b }}-{{ yes }}{% endcall %}",
    "loop attributes": "{% for w in words %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.cycle('x', 'y', 'z') }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.changed(w | first | lower) }};{% endfor %}",
    "loop neighbours": "{% for w in words %}{{ loop.previtem is defined }}{{ loop.nextitem is defined }}{{ loop.previtem | default('-') }}{% endfor %}",
    "loop filter": "{% for n in numbers if n > 1 %}{{ n }}/{{ loop.length }}{{ ',' if not loop.last }}{% else %}none{% endfor %}{% for n in numbers if n > 9 %}{{ n }}{% else %}none{% endfor %}",
    "loop pairs": "{% for k, v in pairs.items() %}{{ k }}={{ v }};{% endfor %}{% for k in pairs %}{{ k }}{% endfor %}{% for (a, b) in [(1, 2), [3, 4]] %}{{ a + b }}{% endfor %}{% for a, (b, c) in [(1, (2, 3))] %}{{ a ~ b ~ c }}{% endfor %}{% for k, v in pairs | dictsort %}{{ k }}{% endfor %}",
    "loop control": "{% for n in range(10) %}{% if n == 2 %}{% continue %}{% endif %}{% if n == 5 %}{% break %}{% endif %}{{ n }}{% endfor %}",
    "loop over text": "{% for c in 'aé😀' %}{{ c }}.{% endfor %}{% for x in missing %}{{ x }}{% else %}empty{% endfor %}{% for x in messages | map(attribute='role') %}{{ loop.index }}{{ x }}{{ loop.last }}{% endfor %}",
    "loop recursive": "{% for node in tree recursive %}{{ node.n }}{{ loop.depth }}{% if node.kids %}({{ loop(node.kids) }}){% endif %}{% endfor %}",
    "loop scope": "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = 5 %}{{ x }}{% endfor %}{{ x }}{{ i }}{{ loop }}",
    "loop nested": "{% for a in [1, 2] %}{% set outer = loop %}{% for b in [3, 4] %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}",
    "loop tuple": "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}",
    "namespace": "{% set ns = namespace(count=0, found=false) %}{% for n in numbers %}{% set ns.count = ns.count + 1 %}{% if n == 2 %}{% set ns.found = true %}{% endif %}{% endfor %}{{ ns.count }}{{ ns.found }}{{ ns.missing is defined }}{{ ns }}",
    "set": "{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c = (a, b) %}{{ c }}{% set d %}\n  block {{ a }}\n{% endset %}[{{ d }}]{% set e | upper | replace('B', '-') %}abc{% endset %}{{ e }}{% if yes %}{% set f = 3 %}{% endif %}{{ f }}{% set g = 'x' if yes %}{{ g }}{% set h = 1, %}{{ h }}",
    "set block is text": "{% set x %}12{% endset %}{{ x is string }}{{ x | int + 1 }}",
    "with": "{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}{{ b is defined }}",
    "filter block": "{% filter upper | trim %}  abc {{ messages[0].role }} {% endfilter %}{% filter indent(2, true) %}a\nb{% endfilter %}",
    "generation": "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}{% endgeneration %}{% endif %}{% endfor %}",
    "raw": "{% raw %}{{ not }} {% a %} {# x #}{% endraw %}|{%- raw -%}  x  {%- endraw -%} |",
    "comments": "a{# one #}b {#- two -#} c\n  {# alone #}\nd{# multi\nline #}",
    "trim blocks": "a\n  {% if yes %}\n    b\n  {% endif %}\n  c  {% if yes %} d {% endif %}  \n{{ yes }}\n\n{% if yes %}\n\nx{% endif %}\n",
    "trim signs": "a  {%- if yes -%}  b  {%- endif +%}\n  {%+ if yes %}c{% endif %}\n{{- ' d ' -}}  e {{+ 'f' }}\n {#- g +#}\nh",
    "line ends": "a\r\nb\r{% if yes %}\r\nc\r\n{% endif %}\r\n",
    "trailing newlines": "{{ yes }}\n\n",
    "whitespace before output": "x\n    {{ 1 }}\n\t{% set a = 1 %}\n  y {% set b = 2 %}\n   {{- b }}\n",
    "dict in output": "{{ {'a': {'b': 1}} }}{{ {'a': '}}'}['a'] }}{{ '{{' }}{{ '%}' }}",
    "if chain": "{% for n in [0, 1, 2, 3] %}{% if n == 0 %}a{% elif n == 1 %}b{% elif n == 2 %}c{% else %}d{% endif %}{% endfor %}{% if missing %}x{% endif %}{% if missing is not defined and not tools %}ok{% endif %}{% if yes and (nothing or words) %}k{% endif %}",
    "cycler and joiner": "{% set c = cycler('a', 'b') %}{% set j = joiner('; ') %}{% for i in range(3) %}{{ j() }}{{ c.next() }}{{ c.current }}{% endfor %}{{ c.reset() }}{{ c.next() }}",
    "iterators run out": "{% set roles = messages | map(attribute='role') %}{{ roles | join(',') }}|{{ roles | join(',') }}|{{ 'yes' if roles else 'no' }}",
    "unicode names": "{% set größe = 1 %}{{ größe }}",
    "tools": "{% set tools = [{'type': 'function', 'function': {'name': 'f', 'parameters': {'type': 'object', 'properties': {'city': {'type': 'string', 'description': 'A \"city\"'}}, 'required': ['city']}}}] %}{%- for tool in tools %}\n{{- tool | tojson }}\n{%- set f = tool.function %}\n{{ f.name }}({% for name, p in f.parameters.properties.items() %}{{ name }}: {{ p.type }}{{ ' = ' ~ p.default if p.default is defined }}{{ ', ' if not loop.last }}{% endfor %}){{ '\\n' }}{{ tool | tojson(indent=4) }}{% endfor %}",
    "json of parts": "{%- for key, value in pairs.items() if value is not none %}{{ '\"' ~ key ~ '\": ' }}{{ value | tojson if value is not string else value }}\n{% endfor %}",
    "content parts": "{% for part in [{'type': 'text', 'text': 'hi'}, {'type': 'image'}] %}{% if part['type'] == 'text' %}{{ part['text'] | trim }}{% elif part.type == 'image' %}<image>{% endif %}{% endfor %}",
    "raise": "{{ raise_exception('no system message, please') }}",
    "error undefined attribute": "a\n{{ missing.name }}",
    "error undefined call": "{{ missing('x') }}",
    "error undefined sum": "{{ 'a' + missing }}",
    "error sum of types": "{{ 'a' + 1 }}",
    "error division": "{{ 1 / 0 }}",
    "error iteration": "{% for x in 5 %}{% endfor %}",
    "error filter": "{{ 1 | nofilter }}",
    "error test": "{{ 1 is notest }}",
    "error tag": "{% unknown %}",
    "error unclosed": "{% if yes %}x",
    "error end": "{% endif %}",
    "error syntax": "{{ 1 + }}",
    "error brackets": "{{ (1] }}",
    "error string": "{{ 'abc }}",
    "error comment": "{# abc",
    "error order": "{{ [1, 'a'] | sort }}",
    "error append": "{% set x = [] %}{{ x.append(1) }}",
    "error namespace": "{% set x = {} %}{% set x.y = 1 %}",
    "error json": "{{ missing | tojson }}",
    "error unpack": "{% for a, b in [[1, 2, 3]] %}{% endfor %}",
    "error range": "{{ range(1000000) | length }}",
    "error length": "{{ 5 | length }}",
    "error generator length": "{{ words | map('upper') | length }}",
    "error string argument": "{{ 'a'.startswith(1) }}",
    "error macro argument": "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}",
    "error break": "{% break %}",
}


def main():
    cases = [{"name": source, "template": "{{ " + source + " }}"} for source in EXPRESSIONS]
    cases += [{"name": name, "template": template} for name, template in TEMPLATES.items()]
    for case in cases:
        result = oracle.render(case["template"], VARIABLES)
        if ("error" in result) != (case["name"].startswith("error") or case["name"] == "raise"):
            raise SystemExit(f"{case['name']}: {result}")
        case |= result
    path = pathlib.Path(__file__).with_name("cases.json")
    path.write_text(json.dumps({"variables": VARIABLES, "cases": cases}, indent=1) + "\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main()
