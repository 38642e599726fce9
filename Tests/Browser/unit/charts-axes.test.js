// The axes of charts: that their ticks end, where logarithms begin, and what an author's range cuts off.
import { dateTicks, formatNumber, numberTicks, powerTicks } from "../../../Sources/MartletUI/Page/assets/models/charts/ticks.js";
import { kindOf, makeScale } from "../../../Sources/MartletUI/Page/assets/models/charts/scale.js";
import assert from "node:assert/strict";
import { drawScene } from "../../../Sources/MartletUI/Page/assets/elements/attachments/chart-drawing.js";
import { layOut } from "../../../Sources/MartletUI/Page/assets/models/charts/scene.js";
import { readFigure } from "../../../Sources/MartletUI/Page/assets/models/charts/figure.js";
import { test } from "node:test";

const axis = { title: "", type: null, range: null, isReversed: false, order: [] };
const scene = (data, layout = {}) => layOut(readFigure({ data, layout }), 600, "en");
const marks = (data, kind, layout) => scene(data, layout).marks.filter((mark) => mark.kind === kind);
const labels = (ticks) => ticks.map(({ label }) => label);
const [id, next] = [1234567890123456768, 1234567890123457024];

test("numbers that differ by their last digits only are as good as equal, and their ticks end", () => {
    for (const y of [[1, 0.9999999999999999, 1], [0.1 + 0.2, 0.3, 0.3], [id, next, id], [5e-324, 0]]) {
        for (const type of ["scatter", "bar", "histogram", "box"]) {
            const { axes } = scene([{ type, x: [1, 2, 3], y }]);
            assert.ok(axes.y.ticks.length < 100, `${type} ${y}`);
        }
    }
    const [low, middle, high] = marks([{ x: [1, 2, 3], y: [1, 0.9999999999999999, 1] }], "point");
    assert.deepEqual([low.y, high.y], [middle.y, middle.y]);
});

test("neighbours among very large numbers have an axis too", () => {
    assert.ok(numberTicks(id, next, 5, "en").length >= 1);
    assert.ok(numberTicks(id, id + 1e6, 5, "en").length < 20);
    const [one, other] = marks([{ type: "bar", x: [id, next], y: [1, 2] }], "bar");
    assert.ok(other.x - one.x > 100 && one.width > 100 && other.x + other.width < 600, "two bars side by side");
    assert.equal(scene([{ x: [id, next], y: [1, 2] }]).marks.length, 3);
});

test("neighbouring ticks have different labels, also where their numbers are large or close", () => {
    for (const [least, most] of [[1_000_000, 1_000_100], [0.123456701, 0.123456709], [1e17, 9e17], [2e-30, 9e-30]]) {
        const all = labels(numberTicks(least, most, 5, "en"));
        assert.ok(all.length > 1 && new Set(all).size === all.length, `${all}`);
    }
});

test("nanoseconds are no moments, whatever the author says", () => {
    const nanoseconds = [1.7e18, 1.7e18 + 256, 1.7e18 + 864e11];
    assert.equal(kindOf(nanoseconds, "date"), "linear");
    assert.equal(kindOf([1.7e12], "date"), "date");
    assert.equal(kindOf([null, ""], "date"), "date");
    assert.equal(marks([{ x: nanoseconds, y: [1, 2, 3] }], "point", { xaxis: { type: "date" } }).length, 3);
    for (const [least, most] of [[1.7e18, 1.7e18 + 256], [NaN, NaN], [-1e18, 1e18], [8.64e15, 8.7e15], [0, Infinity]]) {
        assert.ok(dateTicks(least, most, 6, "en").length <= 200, `${least}`);
    }
    assert.deepEqual(scene([{ x: ["2024-01-01", "2024-01-01"], y: [1, 2] }]).axes.x.ticks.length > 0, true);
});

test("an empty place makes no names of numbers", () => {
    assert.equal(kindOf([1, NaN, null, "", 2], null), "linear");
    assert.equal(kindOf([Infinity, 2], null), "linear");
});

test("below two powers of ten a logarithm has ticks between them", () => {
    assert.deepEqual(labels(powerTicks(Math.log10(18), Math.log10(88), 8, "en")), ["20", "50"]);
    assert.deepEqual(labels(powerTicks(0, 1.2, 8, "en")), ["1", "2", "5", "10"]);
    assert.deepEqual(labels(powerTicks(0, 3, 5, "en")), ["1", "10", "100", "1000"]);
    assert.ok(powerTicks(Math.log10(31), Math.log10(39), 8, "en").length > 1, "and round numbers where not even these are there");
    assert.ok(powerTicks(1e17, 1e17 + 16, 5, "en").length <= 200);
});

test("bars on a logarithm begin at its edge, and all of them are seen", () => {
    const log = { yaxis: { type: "log" } };
    const bars = marks([{ type: "bar", x: ["a", "b", "c"], y: [20, 50, 80] }], "bar", log);
    const { frame, y } = scene([{ type: "bar", x: ["a", "b", "c"], y: [20, 50, 80] }], log).axes;
    assert.equal(y.ticks.length, 2);
    assert.deepEqual(bars.map(({ height }) => height > 8), [true, true, true]);
    for (const bar of bars) assert.ok(Math.abs(bar.y + bar.height - frame.bottom) < 0.2, "down to the edge");
    const lying = marks([{ type: "bar", orientation: "h", y: ["a", "b"], x: [20, 80] }], "bar", { xaxis: { type: "log" } });
    assert.deepEqual(lying[0].x, lying[1].x);
    const turned = scene([{ type: "bar", x: ["a"], y: [20] }, { y: [80], x: ["a"] }], { yaxis: { type: "log", autorange: "reversed" } });
    assert.equal(turned.marks[0].y, turned.axes.frame.top);
});

test("boxes and areas on a logarithm stand at its edge where they reach below it", () => {
    const data = [{ type: "box", y: [0, 1, 10, 100] }, { y: [1, 10], fill: "tozeroy" }];
    const text = JSON.stringify(scene(data, { yaxis: { type: "log" } }).marks);
    assert.doesNotMatch(text, /NaN|Infinity|null,"y"/);
});

test("what lies outside of an author's range is cut off along that axis", () => {
    const { axes } = scene([{ type: "bar", x: ["a", "b"], y: [95, 98] }], { yaxis: { range: [90, 100] } });
    assert.deepEqual(axes.clip, { left: 0, right: 600, top: axes.frame.top, bottom: axes.frame.bottom });
    assert.equal(scene([{ y: [1, 2] }]).axes.clip, null);
    const far = scene([{ x: [1, 2], y: [1e200, 1e200] }], { yaxis: { range: [0, 1] } });
    assert.ok(far.marks.every(({ y = 0 }) => Math.abs(y) <= 1e6), "drawings calculate with few digits");
});

test("each drawing that is cut has a clip path of its own", () => {
    const element = (tag) => ({
        tag, attributes: {}, children: [], classList: { add: () => {} }, style: { setProperty: () => {} },
        setAttribute(name, value) { this.attributes[name] = value; }, append(...parts) { this.children.push(...parts); },
    });
    globalThis.document = { createElementNS: (_, tag) => element(tag) };
    const draw = (layout) => drawScene(scene([{ type: "bar", x: ["a"], y: [95] }], layout), { label: "", x: "", y: "" });
    const drawings = [1, 2].map(() => draw({ yaxis: { range: [90, 100] } }));
    const names = drawings.map(({ children }) => {
        const path = children.find(({ tag }) => tag === "clipPath");
        const group = children.find(({ attributes }) => attributes.class === "chart-marks");
        assert.equal(group.attributes["clip-path"], `url(#${path.attributes.id})`);
        assert.equal(path.children[0].attributes.y, "12");
        return path.attributes.id;
    });
    assert.notEqual(names[0], names[1]);
    assert.ok(draw({}).children.every(({ tag, attributes }) => tag !== "clipPath" && !attributes["clip-path"]));
    delete globalThis.document;
});

test("the width of bars is told by bars, not by the points of a line", () => {
    const bars = { type: "bar", x: [1, 2, 3], y: [1, 2, 3] };
    const line = { x: Array.from({ length: 200 }, (_, index) => 1 + index / 100), y: Array.from({ length: 200 }, () => 2) };
    const [alone, beside] = [[bars], [bars, line]].map((data) => marks(data, "bar")[0].width);
    assert.ok(Math.abs(alone - beside) < 1, `${alone} ${beside}`);
    const scale = makeScale({ values: [0, 1, 2, 1.001], stands: [0, 1, 2], from: 0, to: 300, axis, count: 5, language: "en" });
    assert.equal(scale.unit, 100);
});

test("names stand in the order that the author wants", () => {
    const { axes } = scene([{ type: "bar", x: ["c", "a", "b"], y: [1, 2, 3] }], { xaxis: { categoryarray: ["a", "b", "x", "c"] } });
    assert.deepEqual(labels(axes.x.ticks), ["a", "b", "c"]);
});

test("formats are made once for each language and form", () => {
    const { NumberFormat } = Intl;
    let made = 0;
    Intl.NumberFormat = new Proxy(NumberFormat, { construct: (target, values) => ((made += 1), new target(...values)) });
    for (let number = 0; number < 500; number += 1) formatNumber(number / 7, "de");
    Intl.NumberFormat = NumberFormat;
    assert.ok(made <= 1, `${made}`);
});
