import { directionOf, setStrings, string } from "../../../Sources/MartletUI/Page/assets/helpers/strings.js";
import { duration, elapsed, shortMoment } from "../../../Sources/MartletUI/Page/assets/helpers/times.js";
import { languageName, languages, nearestLanguage } from "../../../Sources/MartletUI/Page/assets/helpers/language.js";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

test("a string is looked up by its path, with English behind it", () => {
    setStrings({ chat: { watermark: "Sprachmodelle irren.", empty: "" }, auth: { with: "Mit {{provider}}" } });
    assert.equal(string("chat.watermark", "x"), "Sprachmodelle irren.");
    assert.equal(string("chat.empty", "English"), "English");
    assert.equal(string("chat.watermark.deeper", "English"), "English");
    assert.equal(string("auth.with", "", { provider: "$&" }), "Mit $&");
    assert.equal(string("auth.with", ""), "Mit {{provider}}");
    setStrings(null);
});

test("directions", () => {
    assert.deepEqual(["ar-SA", "he", "en-US", "hi"].map(directionOf), ["rtl", "rtl", "ltr", "ltr"]);
});

test("durations as a person would say them", () => {
    assert.deepEqual([0, 1234, 12_400, 59_700, 185_000, -5].map(duration),
        ["0.0 s", "1.2 s", "12 s", "1 min 0 s", "3 min 5 s", "0.0 s"]);
});

test("a time that is missing is no time", () => {
    assert.equal(elapsed("2024-01-01T00:00:00Z", null), null);
    assert.equal(elapsed("2024-01-01T00:00:00.000001Z", "2024-01-01T00:00:01Z"), 1000);
    assert.equal(shortMoment(null), "");
});

test("each language is offered, by its name in itself", () => {
    const files = readdirSync(new URL("../../../Sources/MartletUI/Translations/", import.meta.url)).sort();
    assert.deepEqual(languages.map((tag) => `${tag}.json`).sort(), files);
    assert.deepEqual(["de-DE", "es", "pt-PT"].map(languageName), ["Deutsch", "Español", "Português"]);
    assert.equal(new Set(languages.map(languageName)).size, languages.length);
    assert.deepEqual(["de-AT", "zh-CN", "xx", "en"].map((tag) => nearestLanguage(tag)), ["de-DE", "zh-CN", "en-US", "en-US"]);
});
