// The page's words in all languages: the same keys and places everywhere, and nothing left in English.
import { files, pageFolder, read } from "./page.js";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../Translations/", pageFolder);
const locales = [
    "ar-SA", "bn", "da-DK", "de-DE", "el-GR", "en-US", "es", "fr-FR", "gu", "he-IL", "hi", "it", "ja", "kn", "ko", "ml",
    "mr", "nl", "pt-PT", "ta", "te", "zh-CN", "zh-TW",
];
const english = leaves("en-US");

/** A language's texts by their dotted paths, in the order of the file. */
function leaves(locale) {
    const text = readFileSync(new URL(`${locale}.json`, folder), "utf8");
    return new Map(flatten(JSON.parse(text)));
}

function flatten(tree, prefix = "") {
    return Object.entries(tree).flatMap(([key, value]) =>
        value !== null && typeof value === "object" ? flatten(value, `${prefix}${key}.`) : [[prefix + key, value]]);
}

/** The names between double braces. */
function places(text) {
    return [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name).sort();
}

/** What the page asks for by path, with the English words it falls back to. */
function usedByPage() {
    const used = [];
    for (const path of files(".js")) {
        const pairs = /["'`]((?:\w+\.)+[\w-]+)["'`],\s*["'`]([^"'`]+)["'`]/g;
        for (const [, key, text] of read(path).matchAll(pairs)) {
            if (english.has(key) || key.startsWith("martlet.")) used.push({ key, text, path });
        }
    }
    const index = read("index.html");
    for (const [, key, text] of index.matchAll(/data-text="([^"]+)">([^<]+)</g)) {
        used.push({ key, text, path: "index.html" });
    }
    for (const [tag] of index.matchAll(/<[^>]*\bdata-(?:label|placeholder)="[^>]*>/g)) {
        for (const [kind, attribute] of [["label", "aria-label"], ["placeholder", "placeholder"]]) {
            const key = tag.match(`\\bdata-${kind}="([^"]+)"`)?.[1];
            const text = tag.match(`\\s${attribute}="([^"]+)"`)?.[1];
            if (key) used.push({ key, text, path: "index.html" });
        }
    }
    return used;
}

test("each language has its file, and there is no other", () => {
    assert.deepEqual(readdirSync(folder).sort(), locales.map((locale) => `${locale}.json`));
});

test("Chainlit's clients find their 136 texts, under the names they know", () => {
    const theirs = [...english.keys()].filter((key) => !key.startsWith("martlet."));
    assert.equal(theirs.length, 136);
    assert.deepEqual([...new Set(theirs.map((key) => key.split(".")[0]))],
        ["common", "auth", "chat", "threadHistory", "navigation", "apiKeys", "alerts", "components"]);
});

test("the page's own English is that of the file", () => {
    const used = usedByPage();
    assert.ok(used.length > 50, `only ${used.length} found`);
    for (const { key, text, path } of used) assert.equal(text, english.get(key), `${key} in ${path}`);
    const own = [...english.keys()].filter((key) => key.startsWith("martlet."));
    const known = new Set(used.map(({ key }) => key));
    assert.deepEqual(own.filter((key) => !known.has(key)), [], "no longer on the page");
});

test("what other pages look for is there", () => {
    assert.equal(english.get("chat.input.placeholder"), "Type your message here...");
    assert.equal(leaves("fr-FR").get("chat.input.placeholder"), "Tapez votre message ici...");
});

for (const locale of locales) {
    test(`${locale}: the keys of en-US in their order, and a text behind each`, () => {
        const texts = leaves(locale);
        assert.deepEqual([...texts.keys()], [...english.keys()]);
        for (const [key, text] of texts) {
            assert.equal(typeof text, "string", key);
            assert.notEqual(text.trim(), "", key);
            assert.equal(text, text.trim(), key);
        }
    });

    test(`${locale}: the same places to fill in`, () => {
        for (const [key, text] of leaves(locale)) assert.deepEqual(places(text), places(english.get(key)), key);
    });

    test(`${locale}: plain, well-formed text, short enough for where it stands`, () => {
        for (const [key, text] of leaves(locale)) {
            assert.ok(text.isWellFormed(), key);
            assert.equal(text, text.normalize("NFC"), key);
            assert.doesNotMatch(text, /[<>&`*\\_#\p{Cc}\uFFFD\u202A-\u202E\u2066-\u2069]/u, key);
            const room = Math.max(28, 2.2 * english.get(key).length);
            assert.ok([...text].length <= room, `${key}: "${text}" is over ${room} characters`);
        }
    });

    test(`${locale}: the note below the chat is about Martlet`, () => {
        assert.match(leaves(locale).get("chat.watermark"), /Martlet/);
    });
}

// Whether a text says something, rather than be one word that many languages share.
const isSentence = (text) => text.replace(/\{\{.*?\}\}/g, "").trim().includes(" ");

for (const locale of locales.filter((each) => each !== "en-US")) {
    test(`${locale}: not left in English`, () => {
        const same = [...leaves(locale)].filter(([key, text]) => text === english.get(key));
        assert.deepEqual(same.filter(([, text]) => isSentence(text)), []);
        assert.ok(same.length <= 12, same.join("; "));
    });
}

// A language with a script of its own may still hold names and signs in Latin letters.
const scripts = {
    "ar-SA": "Arabic", bn: "Bengali", "el-GR": "Greek", gu: "Gujarati", "he-IL": "Hebrew", hi: "Devanagari",
    kn: "Kannada", ko: "Hangul", ml: "Malayalam", mr: "Devanagari", ta: "Tamil", te: "Telugu",
    "zh-CN": "Han", "zh-TW": "Han",
};
const alike = new Set(["auth.login.form.email.placeholder", "navigation.user.menu.settingsKey"]);

for (const [locale, script] of Object.entries({ ...scripts, ja: "Hiragana}\\p{sc=Katakana}\\p{sc=Han" })) {
    test(`${locale}: written in its script`, () => {
        const letters = new RegExp(`[\\p{sc=${script}}]`, "u");
        const named = /\{\{.*?\}\}|Martlet|\bAPI\b|\bS\b/g;
        for (const [key, text] of leaves(locale)) {
            if (alike.has(key)) continue;
            assert.match(text, letters, key);
            assert.doesNotMatch(text.replace(named, ""), /\p{sc=Latin}/u, key);
        }
    });
}
