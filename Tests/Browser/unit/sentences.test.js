import { SentenceReader, sentencesOf } from "../../../Sources/MartletUI/Page/assets/models/sentences.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("sentences of several languages", () => {
    assert.deepEqual(sentencesOf("Version 3.5 is out. Try it!\nNow"), ["Version 3.5 is out.", "Try it!", "Now"]);
    assert.deepEqual(sentencesOf("今日は。お元気ですか？", "ja"), ["今日は。", "お元気ですか？"]);
    assert.deepEqual(sentencesOf("यह एक है। यह दो है।", "hi"), ["यह एक है।", "यह दो है।"]);
    assert.deepEqual(sentencesOf("  \n "), []);
});

/** Feeds a text as it grows, as one open block. */
function spoken(text, step = 3) {
    const reader = new SentenceReader();
    const told = [];
    for (let length = step; length < text.length; length += step) told.push(reader.read([text.slice(0, length)], false));
    told.push(reader.read([text], true));
    return told.flat();
}

test("each sentence is given out once and whole, however the text is cut", () => {
    const text = "It is approx. 3 km. Is that far? No! Walk, e.g. with me";
    for (const step of [1, 2, 3, 7, 100]) assert.deepEqual(spoken(text, step).join(" "), text, `step ${step}`);
    assert.deepEqual(spoken("One. Two. Three").slice(0, 2), ["One.", "Two."]);
});

test("a block that another follows is read to its end", () => {
    const reader = new SentenceReader();
    assert.deepEqual(reader.read(["One. Tw"], false), ["One."]);
    assert.deepEqual(reader.read(["One. Two", "Thr"], false), ["Two"]);
    assert.equal(reader.block, 1);
    assert.deepEqual(reader.read(["Three. F"], false), ["Three."]);
    assert.deepEqual(reader.read(["Three. Four."], true), ["Four."]);
    assert.deepEqual(reader.read([], true), [], "nothing is said twice");
});

test("what rendering changes in a sentence that was spoken is not spoken again", () => {
    const reader = new SentenceReader();
    assert.deepEqual(reader.read(["A **bold word. And"], false), ["A **bold word."]);
    assert.deepEqual(reader.read(["A bold word. And more. T"], false), ["And more."]);
});
