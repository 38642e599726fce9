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

/** What is given out of a message as it stands, whose blocks are their own HTML. */
function heard(reader, blocks, isComplete = true) {
    reader.follow(blocks);
    return reader.read(blocks.slice(reader.block), isComplete);
}

test("text that takes the place of what was read is read, and what stays of it is not read again", () => {
    const reader = new SentenceReader();
    assert.deepEqual(heard(reader, ["Thinking…"]), ["Thinking…"]);
    assert.deepEqual(heard(reader, ["Thinking…"]), []);
    assert.deepEqual(heard(reader, ["Done. Here it is."]), ["Done.", "Here it is."]);
    assert.deepEqual(heard(reader, ["Done. Here it was.", "See?"]), ["Here it was.", "See?"]);
    assert.deepEqual(heard(reader, ["Thinking…"]), ["Thinking…"]);
    assert.deepEqual(heard(reader, []), []);
    assert.deepEqual(heard(reader, ["Thinking…"]), [], "nothing came between");
});

test("a message that was whole is written on", () => {
    const reader = new SentenceReader();
    heard(reader, ["Thinking."]);
    assert.deepEqual(heard(reader, ["Thinking. One. Tw"], false), ["One."]);
    assert.deepEqual(heard(reader, ["Thinking. One. Two.", "Three. F"], false), ["Two.", "Three."]);
    assert.deepEqual(heard(reader, ["Thinking. One. Two.", "Three. Four."]), ["Four."]);
});

test("a text that is replaced while it is written is read as well", () => {
    const reader = new SentenceReader();
    assert.deepEqual(heard(reader, ["Searching. Please wai"], false), ["Searching."]);
    assert.deepEqual(heard(reader, ["Found it. Reading"], false), ["Found it."]);
    assert.deepEqual(heard(reader, ["Found it. Reading it.", "O"], false), ["Reading it."]);
    assert.deepEqual(heard(reader, ["Other words. N"], false), ["Other words."]);
    assert.deepEqual(heard(reader, ["Other words. No. No. No. Y"], false), ["No.", "No.", "No."], "each as often as it is there");
});

test("blocks that are made anew are not read again for the signs in them", () => {
    const reader = new SentenceReader();
    assert.deepEqual(heard(reader, ["See [this]. And", "More. T"], false), ["See [this].", "And", "More."]);
    assert.deepEqual(heard(reader, ["See this. And", "More. The end.", "So"], false), ["The end."]);
});
