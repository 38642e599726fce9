// Finds comments, strings, keywords and the like in code: enough to read it by, and no more than that.

/** @typedef {{ kind: string, start: number, end: number }} Token */
/** @typedef {{ pattern: RegExp, keywords: Set<string>, isCaseless: boolean }} Grammar */

const number = String.raw`\b(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)\w*`;
const word = String.raw`[\p{L}_$@][\p{L}\p{N}_$]*`;
const double = String.raw`"(?:[^"\\\n]|\\[^])*"?`;
const single = String.raw`'(?:[^'\\\n]|\\[^])*'?`;
const backtick = "`(?:[^`\\\\]|\\\\[^])*`?";
const slashes = String.raw`\/\/[^\n]*`;
const block = String.raw`\/\*[^]*?(?:\*\/|$)`;
const hash = String.raw`#[^\n]*`;
// Within a value it is a part of an address, a colour or a name.
const apartHash = String.raw`(?<!\S)#[^\n]*`;
const key = String.raw`[\w.-]{1,80}(?=[ \t]*[:=](?!\/\/))`;
const tripled = String.raw`"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)`;
const cKeywords = "if else for while do switch case default break continue return struct enum const static void true false "
    + "int char float double long short unsigned signed ";
const javaKeywords = "class interface extends implements new this super try catch finally throw throws public private protected "
    + "abstract final import package null instanceof boolean byte var ";

/**
 * @param {string} keywords
 * @param {[string, string][]} parts kinds and what they look like, the likeliest first
 * @param {boolean} [isCaseless]
 * @returns {Grammar}
 */
function grammar(keywords, parts, isCaseless = false) {
    /** @type {[string, string][]} */
    const all = [...parts, ["number", number], ["word", word]];
    const pattern = new RegExp(all.map(([kind, source]) => `(?<${kind}>${source})`).join("|"), isCaseless ? "giu" : "gu");
    return { pattern, keywords: new Set(keywords.split(" ").filter(Boolean)), isCaseless };
}

/** @param {string} keywords */
const cLike = (keywords, strings = `${double}|${single}`) => () =>
    grammar(cKeywords + keywords, [["comment", `${slashes}|${block}`], ["string", strings]]);

/** @param {string} comment */
const settings = (comment) => () => grammar("true false null yes no on off", [
    ["comment", comment], ["string", `${tripled}|${double}|${single}`], ["property", key], ["tag", String.raw`\[[\w. "'-]+\]`],
]);

/** @type {Record<string, () => Grammar>} */
const grammars = {
    swift: () => grammar(
        "actor any as associatedtype async await break case catch class continue default defer deinit do else enum extension "
        + "fallthrough false fileprivate for func guard if import in indirect init inout internal is isolated lazy let mutating nil "
        + "nonisolated nonmutating open operator override private protocol public repeat rethrows return self Self sending some "
        + "static struct subscript super switch throw throws true try typealias unowned var weak where while borrowing consuming",
        [["comment", `${slashes}|${block}`], ["string", `"""[^]*?(?:"""|$)|${double}`]]),
    python: () => grammar(
        "and as assert async await break case class continue def del elif else except False finally for from global if import in is "
        + "lambda match None nonlocal not or pass raise return self True try while with yield",
        [["comment", hash], ["string", `(?:\\b[rbfuRBFU]{1,2})?(?:${tripled}|${double}|${single})`]]),
    javascript: cLike(
        "async await catch class debugger declare delete export extends finally from function get implements import in instanceof "
        + "interface keyof let namespace new null of private protected public readonly satisfies set super this throw try type typeof "
        + "undefined var yield as any boolean never number object string unknown", `${double}|${single}|${backtick}`),
    json: () => grammar("true false null",
        [["comment", `${slashes}|${block}`], ["property", String.raw`"(?:[^"\\\n]|\\[^])*"(?=\s*:)`], ["string", double]]),
    css: () => grammar("important from to",
        [["comment", block], ["string", `${double}|${single}`], ["keyword", String.raw`@[\w-]+|!\w+`],
            ["color", String.raw`#[\da-fA-F]{3,8}\b`], ["property", String.raw`(?:--)?[\w-]{1,80}(?=[ \t]*:)`]]),
    shell: () => grammar(
        "if then elif else fi for in do done while until case esac function return export local readonly set source exit cd echo sudo",
        [["comment", String.raw`(?<![^\s;|&()])#[^\n]*`], ["string", String.raw`"(?:[^"\\]|\\[^])*"?|'[^']*'?`],
            ["property", String.raw`\$(?:\w+|\{[^}\n]*\}?|[?@#*$!])`], ["option", String.raw`\B--?[\w-]+`]]),
    sql: () => grammar(
        "add all alter and any as asc begin between by cascade case check column commit constraint create cross database default delete "
        + "desc distinct drop else end exists false foreign from full group having if in index inner insert into is join key left like "
        + "limit not null offset on or order outer primary references returning right rollback select set table then transaction true "
        + "union unique update using values view when where with",
        [["comment", `--[^\\n]*|${block}`], ["string", "'(?:[^']|'')*'?"]], true),
    c: () => grammar(
        `${cKeywords}auto bool catch class constexpr constinit consteval concept delete explicit extern friend goto inline mutable `
        + "namespace new noexcept nullptr operator override private protected public register requires sizeof template this throw try "
        + "typedef typename union using virtual volatile NULL size_t",
        [["comment", `${slashes}|${block}`], ["keyword", String.raw`#[ \t]*[a-z]+`], ["string", `${double}|${single}`]]),
    rust: cLike(
        "as async await crate dyn extern fn impl in let loop match mod move mut pub ref self Self super trait type unsafe use where "
        + "bool str usize u8 u16 u32 u64 i8 i16 i32 i64 f32 f64", String.raw`${double}|'(?:[^'\\\n]|\\[^\n]+?)'`),
    go: cLike(
        "chan defer fallthrough func go goto import interface map nil package range select type var string error bool byte rune any",
        `${double}|${single}|${backtick}`),
    java: cLike(
        `${javaKeywords}assert native record sealed synchronized transient volatile yield fun val when object data suspend override open `
        + "internal in is out lateinit companion by as using namespace readonly async await get set string bool foreach virtual "
        + "ref base typeof echo function", `${tripled}|${double}|${single}`),
    configuration: settings(apartHash),
    ini: settings(String.raw`${apartHash}|;(?<=(?:^|\n)[ \t]*;)[^\n]*`),
};

/** @type {Record<string, string>} */
const others = {
    python: "py python3 pyi", javascript: "js jsx mjs cjs ts tsx typescript node", json: "jsonc json5 ndjson", css: "scss less sass",
    shell: "sh bash zsh console fish ksh dockerfile makefile make powershell ps1", sql: "mysql postgresql postgres sqlite plsql",
    c: "h cpp c++ cc cxx hpp objective-c objc m glsl cuda", rust: "rs", go: "golang",
    java: "kotlin kt csharp cs c# scala dart groovy php", configuration: "yaml yml toml properties env", ini: "conf cfg",
    markup: "html xml svg xhtml vue plist htm",
};
const names = new Map(Object.entries(others).flatMap(([name, list]) =>
    [name, ...list.split(" ")].map((each) => /** @type {[string, string]} */ ([each, name]))));
names.set("swift", "swift");

/** @type {Map<string, Grammar>} */
const made = new Map();

/**
 * The parts of a text that have a colour of their own, in order and apart from each other.
 * @param {string} code
 * @param {string} language as written behind the fence
 * @returns {Token[]} none for a language that is not known
 */
export function tokens(code, language) {
    const name = names.get(language.toLowerCase());
    if (!name) return [];
    if (name === "markup") return markup(code);
    const known = made.get(name) ?? grammars[name]();
    made.set(name, known);
    /** @type {Token[]} */
    const found = [];
    for (const match of code.matchAll(known.pattern)) {
        const text = match[0];
        const start = match.index ?? 0;
        const end = start + text.length;
        const kind = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] ?? "";
        const shown = kind === "word" ? kindOfWord(text, code, end, known) : kind;
        if (shown && text) found.push({ kind: alike[shown] ?? shown, start, end });
    }
    return found;
}

/** @type {Record<string, string>} */
const alike = { color: "number", option: "attribute" };

/**
 * @param {string} text
 * @param {string} code
 * @param {number} end
 * @param {Grammar} grammar
 */
function kindOfWord(text, code, end, { keywords, isCaseless }) {
    if (keywords.has(isCaseless ? text.toLowerCase() : text)) return "keyword";
    if (text[0] === "@") return "attribute";
    if (code[end] === "(") return "function";
    return !isCaseless && /^\p{Lu}.*\p{Ll}/u.test(text) ? "type" : "";
}

const tag = /<!--[^]*?(?:-->|$)|<[!?]?\/?[\w:.-]+(?:"[^"]*"|'[^']*'|[^"'<>])*\/?>?|&#?\w+;/g;
const tagPart = /^<[!?]?\/?[\w:.-]+|\/?>$|(?<![^\s"'/])[^\s=>"'/]{1,80}(?==)|"[^"]*"|'[^']*'/g;

/**
 * @param {string} code
 * @returns {Token[]}
 */
function markup(code) {
    /** @type {Token[]} */
    const found = [];
    for (const { 0: text, index = 0 } of code.matchAll(tag)) {
        if (text.startsWith("<!--")) found.push({ kind: "comment", start: index, end: index + text.length });
        else if (text[0] === "&") found.push({ kind: "number", start: index, end: index + text.length });
        else for (const { 0: part, index: offset = 0 } of text.matchAll(tagPart)) {
            const kind = /^["']/.test(part) ? "string" : /[<>]/.test(part) ? "tag" : "attribute";
            found.push({ kind, start: index + offset, end: index + offset + part.length });
        }
    }
    return found;
}
