import { tokens } from "../../../Sources/MartletUI/Page/assets/models/highlighter.js";
import { isLong } from "../../../Sources/MartletUI/Page/assets/models/length.js";
import assert from "node:assert/strict";
import { test } from "node:test";

/** What has a colour of its own, as `kind:text`. */
function coloured(code, language) {
    return tokens(code, language).map(({ kind, start, end }) => `${kind}:${code.slice(start, end)}`);
}

const examples = {
    swift: ["let name = greet(\"a \\\" b\") // why", ["keyword:let", "function:greet", "string:\"a \\\" b\"", "comment:// why"]],
    python: ["@cached\ndef run(x): # go\n    return f'{x}' + 1.5e3",
        ["attribute:@cached", "keyword:def", "function:run", "comment:# go", "keyword:return", "string:f'{x}'", "number:1.5e3"]],
    ts: ["const a: Map = `x ${1}` /* b\nc */", ["keyword:const", "type:Map", "string:`x ${1}`", "comment:/* b\nc */"]],
    json: ["{\"a\": [\"b\", 1, true]}", ["property:\"a\"", "string:\"b\"", "number:1", "keyword:true"]],
    html: ["<p class=\"a\">x &amp; <!-- y --></p>",
        ["tag:<p", "attribute:class", "string:\"a\"", "tag:>", "number:&amp;", "comment:<!-- y -->", "tag:</p", "tag:>"]],
    css: ["@media x { a { color: #ff0000; } }", ["keyword:@media", "property:color", "number:#ff0000"]],
    bash: ["echo \"$HOME\" --all $1 # note", ["keyword:echo", "string:\"$HOME\"", "attribute:--all", "property:$1", "comment:# note"]],
    SQL: ["SELECT name FROM t WHERE a = 'it''s' -- b",
        ["keyword:SELECT", "keyword:FROM", "keyword:WHERE", "string:'it''s'", "comment:-- b"]],
    cpp: ["#include <a>\nint main() { return 0x1F; }",
        ["keyword:#include", "keyword:int", "function:main", "keyword:return", "number:0x1F"]],
    rust: ["fn f<'a>() -> u8 { b('x') }", ["keyword:fn", "keyword:u8", "function:b", "string:'x'"]],
    go: ["func main() { s := `a` }", ["keyword:func", "function:main", "string:`a`"]],
    java: ["public class Main { }", ["keyword:public", "keyword:class", "type:Main"]],
    yaml: ["key: true # why", ["property:key", "keyword:true", "comment:# why"]],
    ini: ["; why\n[part]\n  ; how\nkey = on; off", ["comment:; why", "tag:[part]", "comment:; how", "property:key", "keyword:on", "keyword:off"]],
};

for (const [language, [code, expected]] of Object.entries(examples)) {
    test(`${language}: what is worth a colour has one`, () => assert.deepEqual(coloured(code, language), expected));
}

test("a comment begins where its language lets one begin, and not within a value", () => {
    const found = (code, language) => coloured(code, language).filter((part) => part.startsWith("comment"));
    for (const language of ["yaml", "toml", "ini", "env"]) {
        assert.deepEqual(found("command: cd app; npm start", language), [], language);
        assert.deepEqual(found("page: http://a/#x", language), [], language);
        assert.deepEqual(found("# one\na: b#c # two\n\t# three", language), ["comment:# one", "comment:# two", "comment:# three"], language);
    }
    assert.deepEqual(found("; no comment here", "yaml"), []);
    assert.deepEqual(coloured("page: http://a/#x", "yaml"), ["property:page"]);
    assert.deepEqual(found("curl http://a/#x; ls #two\n#three", "bash"), ["comment:#two", "comment:#three"]);
    assert.deepEqual(found("(a)#one", "bash"), ["comment:#one"]);
    assert.deepEqual(found("a = 1#one", "python"), ["comment:#one"]);
});

test("attributes are found wherever they may stand, and their values are none", () => {
    assert.deepEqual(coloured("<a b=c=d e='f'g=\"h\" data-i=\"\"/>", "html"), [
        "tag:<a", "attribute:b", "attribute:e", "string:'f'", "attribute:g", "string:\"h\"", "attribute:data-i", "string:\"\"", "tag:/>",
    ]);
});

test("a language that is not known stays plain, also under the name of a property of all objects", () => {
    for (const name of ["", "klingon", "constructor", "__proto__", "toString"]) assert.deepEqual(tokens("let a = 1", name), []);
});

test("parts follow each other and never overlap, whatever the text is cut to", () => {
    for (const [language, [code]] of Object.entries(examples)) {
        for (let length = 0; length <= code.length; length += 1) {
            let last = 0;
            for (const { start, end } of tokens(code.slice(0, length), language)) {
                assert.ok(start >= last && end > start && end <= length, `${language} ${length}`);
                last = end;
            }
        }
    }
});

/** The shortest of three runs, in milliseconds: what else the machine does must not count. */
function taken(code, language) {
    let shortest = Infinity;
    for (let run = 0; run < 3 && shortest > bound; run += 1) {
        const before = performance.now();
        tokens(code, language);
        shortest = Math.min(shortest, performance.now() - before);
    }
    return shortest;
}

// Honest code of this length takes about 10 ms; a pattern that looks at each rest of a line anew takes a second.
const [longest, bound] = [30_000, 250];
const openers = ["<a ", "<a b=", "\"", "'", "'\\", "/*", "#", "[", "${", "&", "@", "0x"];

test("hostile code takes no longer than honest code", () => {
    const languages = [...Object.keys(examples), "toml", "xml", "kotlin"];
    const units = [...openers, "`", "<!--", "a.", "a-", "\\", "\"\\", "$", "\"\"\"", "--", "<a '", "<a \"'", ";", " ;"];
    for (const language of languages) {
        for (const unit of units) {
            const time = taken(unit.repeat(Math.floor(longest / unit.length)), language);
            assert.ok(time < bound, `${language} ${unit}: ${Math.round(time)} ms`);
        }
    }
});

test("nor does a single word, number or blank without an end, whatever stands before it", () => {
    for (const language of Object.keys(examples)) {
        for (const opener of openers) {
            for (const unit of ["a", "A", "1", "-", " ", "\\", "a ", "a."]) {
                const time = taken(opener + unit.repeat(Math.floor((longest - opener.length) / unit.length)), language);
                assert.ok(time < bound, `${language} ${opener}${unit}…: ${Math.round(time)} ms`);
            }
        }
    }
});

test("what is long is folded: by lines or by letters", () => {
    assert.equal(isLong("a\n".repeat(5)), false);
    assert.ok(isLong("a\n".repeat(30)));
    assert.ok(isLong("a".repeat(2000)));
    assert.equal(isLong(""), false);
});
