import { acceptList, checkFiles, isAccepted } from "../../../Sources/MartletUI/Page/assets/models/upload-rules.js";
import { limitText, problemText, sizeText } from "../../../Sources/MartletUI/Page/assets/helpers/upload-words.js";
import { Uploads } from "../../../Sources/MartletUI/Page/assets/models/uploads.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const file = (name, type = "", size = 1) => ({ name, type, size });

test("a list of types is matched with its stars, and endings too", () => {
    assert.equal(isAccepted(file("a.png", "image/png"), ["image/*"]), true);
    assert.equal(isAccepted(file("a.png", "image/png"), ["text/plain"]), false);
    assert.equal(isAccepted(file("a.bin"), ["*/*"]), true);
    assert.equal(isAccepted(file("A.TXT"), [".txt"]), true);
    assert.equal(isAccepted(file("a.svg", "image/svg+xml"), ["image/svg+xml"]), true);
    assert.equal(isAccepted(file("a", "imagexpng"), ["image.png"]), false);
});

test("an object asks for a type and an ending of it", () => {
    const accept = { "text/plain": [".py", ".txt"], "application/pdf": [] };
    assert.equal(isAccepted(file("a.txt", "text/plain"), accept), true);
    assert.equal(isAccepted(file("a.md", "text/plain"), accept), false);
    assert.equal(isAccepted(file("a.txt", "image/png"), accept), false);
    assert.equal(isAccepted(file("a", "application/pdf"), accept), true);
});

test("where the browser knows no type, the ending does", () => {
    assert.equal(isAccepted(file("a.py"), { "text/x-python": [".py"] }), true);
    assert.equal(isAccepted(file("a.rb"), { "text/x-python": [".py"] }), false);
});

test("nothing said means that everything is taken", () => {
    for (const accept of [null, undefined, [], {}]) assert.equal(isAccepted(file("a", "x/y"), accept), true);
});

test("the file input is told the same", () => {
    assert.equal(acceptList({ "text/plain": [".txt", ".md"] }), "text/plain,.txt,.md");
    assert.equal(acceptList(["image/*", ".pdf"]), "image/*,.pdf");
    for (const accept of [null, ["*/*"], { "*/*": [] }]) assert.equal(acceptList(accept), "");
});

test("files that are too large, of a wrong kind or too many are told apart", () => {
    const rule = { accept: ["text/*"], max_files: 2, max_size_mb: 1 };
    const { taken, problems } = checkFiles([
        file("a.txt", "text/plain", 1024 * 1024), file("b.txt", "text/plain", 1024 * 1024 + 1), file("c.png", "image/png"),
        file("d.txt", "text/plain"), file("e.txt", "text/plain"),
    ], rule);
    assert.deepEqual(taken.map(({ name }) => name), ["a.txt", "d.txt"]);
    assert.deepEqual(problems, [{ code: "size", name: "b.txt" }, { code: "type", name: "c.png" }, { code: "count", name: "e.txt" }]);
    assert.equal(checkFiles([file("f.txt", "text/plain")], rule, 2).taken.length, 0);
});

test("limits and problems in words", () => {
    assert.match(sizeText(500), /500\s?MB/);
    assert.match(sizeText(2048), /2\s?GB/);
    assert.match(sizeText(0.5), /512\s?kB/);
    assert.match(limitText({ max_files: 20, max_size_mb: 5 }), /20 files, each up to 5\s?MB/);
    assert.match(limitText({ max_size_mb: 2 }), /^Maximum: 2\s?MB$/);
    assert.equal(limitText({}), "");
    const rule = { max_files: 3, max_size_mb: 2 };
    assert.match(problemText({ code: "size", name: "a" }, rule), /^a is larger than 2\s?MB\.$/);
    assert.equal(problemText({ code: "count", name: "a" }, rule), "a is one too many: 3 at most.");
    assert.equal(problemText({ code: "type", name: "a" }, rule), "Files such as a are not taken here.");
});

/** Uploads whose answers the test gives. */
function controlled() {
    const sent = [];
    const uploads = new Uploads((each, progress) => {
        const item = { file: each, progress, isCancelled: false };
        const promise = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
        sent.push(item);
        return { promise, cancel: () => (item.isCancelled = true) };
    });
    return { uploads, sent };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("files go at once, tell how far they are, and become references", async () => {
    const { uploads, sent } = controlled();
    uploads.add([file("a"), file("b")]);
    sent[0].progress(0.5);
    assert.deepEqual(uploads.items.map(({ progress }) => progress), [0.5, 0]);
    assert.equal(uploads.isSending, true);
    let isSettled = false;
    uploads.addEventListener("settled", () => (isSettled = true));
    sent[0].resolve({ id: "1" });
    await settled();
    assert.equal(isSettled, false);
    sent[1].resolve({ id: "2" });
    await settled();
    assert.equal(isSettled, true);
    assert.deepEqual(uploads.references, [{ id: "1" }, { id: "2" }]);
});

test("a failed file says why and does not count", async () => {
    const { uploads, sent } = controlled();
    uploads.add([file("a")]);
    sent[0].reject(new Error("File type not allowed"));
    await settled();
    assert.deepEqual([uploads.items[0].state, uploads.items[0].error], ["failed", "File type not allowed"]);
    assert.deepEqual([uploads.count, uploads.references], [0, []]);
});

test("taking a file away stops it, and its late answer changes nothing", async () => {
    const { uploads, sent } = controlled();
    uploads.add([file("a")]);
    uploads.remove(uploads.items[0]);
    assert.equal(sent[0].isCancelled, true);
    sent[0].resolve({ id: "1" });
    await settled();
    assert.deepEqual([uploads.isEmpty, uploads.references], [true, []]);
});

test("clearing stops what is on its way and leaves what is there", async () => {
    const { uploads, sent } = controlled();
    uploads.add([file("a"), file("b")]);
    sent[0].resolve({ id: "1" });
    await settled();
    uploads.clear();
    assert.deepEqual(sent.map(({ isCancelled }) => isCancelled), [false, true]);
});

test("whoever waits for all files waits for the rest when one is taken away", async () => {
    const ends = [];
    const uploads = new Uploads(() => ({ promise: new Promise((resolve) => ends.push(resolve)), cancel: () => {} }));
    let settled = 0;
    uploads.addEventListener("settled", () => (settled += 1));
    uploads.add([file("small"), file("huge")]);
    ends[0]({ id: "1" });
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(settled, 0);
    uploads.remove(uploads.items[1]);
    assert.deepEqual([settled, uploads.references], [1, [{ id: "1" }]]);
});
