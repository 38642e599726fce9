// What is shown beside the text of messages, without a browser.
import { DataFrameModel } from "../../../Sources/MartletUI/Page/assets/models/data-frame.js";
import { isNumeric, nextDirection, orderOf } from "../../../Sources/MartletUI/Page/assets/models/table-order.js";
import { moduleOf, tagOf } from "../../../Sources/MartletUI/Page/assets/models/custom-elements.js";
import assert from "node:assert/strict";
import { byteSize } from "../../../Sources/MartletUI/Page/assets/helpers/sizes.js";
import { findReferences } from "../../../Sources/MartletUI/Page/assets/models/references.js";
import { playerOptions } from "../../../Sources/MartletUI/Page/assets/models/player-configuration.js";
import { test } from "node:test";

const names = (text, wanted) => findReferences(text, wanted).map(({ start, end, name }) => [text.slice(start, end), name]);

test("names of elements are found in a text, and no parts of words", () => {
    assert.deepEqual(names("See report and report, not reports.", ["report"]), [["report", "report"], ["report", "report"]]);
    assert.deepEqual(names("preport report2 re_report", ["report"]), []);
    assert.deepEqual(names("report.pdf: (chart 1)", ["chart 1", "report.pdf"]), [["report.pdf", "report.pdf"], ["chart 1", "chart 1"]]);
});

test("of names within each other the longest counts", () => {
    assert.deepEqual(names("chart one, chart", ["chart", "chart one"]), [["chart one", "chart one"], ["chart", "chart"]]);
});

test("where words stand without spaces, a name is found within", () => {
    assert.equal(names("请看图表1和其他", ["图表1"]).length, 1);
    assert.equal(names("表はreportです", ["report"]).length, 1);
});

test("an empty name is nowhere", () => {
    assert.deepEqual(findReferences("a b", ["", " "]), []);
    assert.deepEqual(findReferences("", ["a"]), []);
});

test("columns are sorted by size or as words, with what is missing at the end either way", () => {
    assert.deepEqual(orderOf([10, null, 9, 1], "ascending"), [3, 2, 0, 1]);
    assert.deepEqual(orderOf([10, null, 9, 1], "descending"), [0, 2, 3, 1]);
    assert.deepEqual(orderOf(["b10", "", "b9", "a"], "ascending", "en"), [3, 2, 0, 1]);
    assert.deepEqual(orderOf([1, 1, 1], "descending"), [0, 1, 2]);
    assert.deepEqual(orderOf([3, 1], "none"), [0, 1]);
});

test("pressing a head again turns the order round, then ends it", () => {
    assert.deepEqual(["none", "ascending", "descending"].map(nextDirection), ["ascending", "descending", "none"]);
    assert.equal(isNumeric([1, null, 2.5]), true);
    assert.equal(isNumeric([1, "2"]), false);
    assert.equal(isNumeric([null]), false);
});

test("a table is read a page at a time, and sorted as a whole", () => {
    const data = Array.from({ length: 120 }, (_, index) => [`Person ${index}`, 120 - index]);
    const frame = new DataFrameModel({ columns: ["Name", "Score"], index: data.map((_, index) => index), data }, "en");
    assert.deepEqual([frame.pageCount, frame.visible.length, frame.visible[0]], [3, 50, [0, "Person 0", 120]]);
    frame.turn(5);
    assert.deepEqual([frame.page, frame.visible.length, frame.range], [2, 20, { first: 101, last: 120 }]);
    frame.sort(2);
    assert.deepEqual([frame.page, frame.direction, frame.visible[0]], [0, "ascending", [119, "Person 119", 1]]);
    frame.sort(1);
    assert.deepEqual([frame.sorted, frame.direction, frame.visible[1][1]], [1, "ascending", "Person 1"]);
    assert.deepEqual(frame.numeric, [true, false, true]);
});

test("what is no table is told from one", () => {
    assert.throws(() => new DataFrameModel({ rows: [] }), TypeError);
    assert.throws(() => new DataFrameModel(null), TypeError);
    const empty = new DataFrameModel({ columns: [["a", "b"]], data: [] });
    assert.deepEqual([empty.columns, empty.pageCount, empty.range], [["", "a / b"], 1, { first: 0, last: 0 }]);
});

test("a video's configuration gives what a native player knows, and nothing else", () => {
    const { attributes, poster, tracks } = playerOptions({
        youtube: { x: 1 }, loop: true,
        file: { attributes: { muted: true, poster: "/public/a.png", onclick: "x" }, tracks: [{ src: "/a.vtt", srcLang: "en", default: true }, {}] },
    });
    assert.deepEqual(attributes, { controls: true, loop: true, muted: true });
    assert.equal(poster, "/public/a.png");
    assert.deepEqual(tracks, [{ kind: "subtitles", src: "/a.vtt", srclang: "en", label: "", default: true }]);
    assert.deepEqual(playerOptions(null), { attributes: { controls: true }, poster: null, tracks: [] });
});

test("what plays by itself can be stopped", () => {
    assert.equal(playerOptions({ file: { attributes: { autoPlay: true, controls: false } } }).attributes.controls, true);
});

test("a custom element's script lies in its folder and nowhere else", () => {
    assert.equal(moduleOf("TicketForm"), "public/elements/TicketForm.js");
    for (const name of ["../x", "a/b", "", ".x", "a.b", "https:", "1a", "a b"]) assert.equal(moduleOf(name), null, name);
    assert.deepEqual(["TicketForm", "Counter", "map-2"].map(tagOf), ["element-ticket-form", "element-counter", "element-map-2"]);
});

test("sizes as a person would say them", () => {
    assert.deepEqual([812, 1234, 45_600, 5_000_000, 7e12].map((size) => byteSize(size, "en")),
        ["812 bytes", "1.2 kB", "46 kB", "5 MB", "7,000 GB"]);
});

test("no address but http, https, mailto and the server's own paths is followed", async () => {
    globalThis.document = { baseURI: "http://app.test/element/x", querySelector: () => ({ content: "/chat" }) };
    globalThis.location = { origin: "http://app.test" };
    const { addressOf, isOwn, safeAddress, setFileSession } =
        await import("../../../Sources/MartletUI/Page/assets/helpers/file-addresses.js?with-a-page");
    for (const address of ["javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "blob:x", "file:///x", "http://"]) {
        assert.equal(safeAddress(address), null, address);
    }
    for (const nothing of [undefined, null, ""]) assert.equal(safeAddress(nothing), null);
    assert.equal(safeAddress("https://x.test/a"), "https://x.test/a");
    assert.equal(isOwn(safeAddress("//x.test/a")), false);
    assert.equal(isOwn(safeAddress("/\\x.test/a")), false);
    setFileSession("s 1");
    assert.match(addressOf({ chainlitKey: "../k" }), /project\/file\/\.\.%2Fk\?session_id=s\+1$/);
    assert.equal(addressOf({ url: "javascript:x", chainlitKey: "k" }), null);
    assert.equal(addressOf({}), null);
    delete globalThis.document;
    delete globalThis.location;
});
