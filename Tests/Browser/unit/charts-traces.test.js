// The series of charts: histograms of other values, bars with a base, boxes that are calculated already, stacks, and fills.
import assert from "node:assert/strict";
import { barsOf } from "../../../Sources/MartletUI/Page/assets/models/charts/bars.js";
import { layOut } from "../../../Sources/MartletUI/Page/assets/models/charts/scene.js";
import { readFigure } from "../../../Sources/MartletUI/Page/assets/models/charts/figure.js";
import { tableOf } from "../../../Sources/MartletUI/Page/assets/models/charts/chart-table.js";
import { test } from "node:test";

const read = (data, layout = {}) => readFigure({ data, layout });
const scene = (data, layout) => layOut(read(data, layout), 600, "en");
const marks = (data, kind, layout) => scene(data, layout).marks.filter((mark) => mark.kind === kind);
const bars = (data, layout) => barsOf(read(data, layout)).series
    .map((each) => each.bars.map(({ at, value }) => [at, Number(value.toFixed(3))]));
const packed = (array, dtype, shape) => ({ dtype, shape, bdata: Buffer.from(array.buffer).toString("base64") });
const days = { type: "histogram", x: ["Sun", "Sat", "Sun", null, ""], y: [10, 5, 20, 7, 7] };
/** The corners of a path, as numbers. */
const corners = (d) => d.match(/-?[\d.]+ -?[\d.]+/g).map((pair) => pair.split(" ").map(Number));

test("a histogram counts its values, or tells what others make together", () => {
    assert.deepEqual(bars([days]), [[["Sun", 2], ["Sat", 1]]]);
    assert.deepEqual(bars([{ ...days, histfunc: "sum" }]), [[["Sun", 30], ["Sat", 5]]]);
    assert.deepEqual(bars([{ ...days, histfunc: "avg" }]), [[["Sun", 15], ["Sat", 5]]]);
    assert.deepEqual(bars([{ ...days, histfunc: "min" }]), [[["Sun", 10], ["Sat", 5]]]);
    assert.deepEqual(bars([{ ...days, histfunc: "max" }]), [[["Sun", 20], ["Sat", 5]]]);
    const lying = { type: "histogram", orientation: "h", y: days.x, x: days.y, histfunc: "sum" };
    assert.deepEqual(bars([lying]), [[["Sun", 30], ["Sat", 5]]]);
    const packedDays = { ...days, y: packed(new Float64Array([10, 5, NaN, 7, 7]), "f8"), histfunc: "sum" };
    assert.deepEqual(bars([packedDays]), [[["Sun", 10], ["Sat", 5]]]);
});

test("a histogram leaves out what is no value", () => {
    const counted = bars([{ type: "histogram", x: [null, "", 1, 2, 2] }])[0];
    assert.equal(counted.reduce((sum, [, value]) => sum + value, 0), 3);
    assert.ok(counted.every(([at]) => at > 0.9), "nothing is taken for zero");
    assert.deepEqual(bars([{ type: "histogram", x: [null, null] }]), [[]]);
    assert.deepEqual(bars([{ type: "histogram", x: [1, 2, 1] }], { xaxis: { type: "category" } }), [[["1", 2], ["2", 1]]]);
});

test("a histogram tells parts of its whole, or how dense its bins are", () => {
    const numbers = { type: "histogram", x: [0, 0, 0, 2], nbinsx: 2 };
    const heights = (more) => bars([{ ...numbers, ...more }])[0].map(([, value]) => value).filter((value) => value > 0);
    assert.deepEqual(heights({ histnorm: "percent" }), [75, 25]);
    assert.deepEqual(heights({ histnorm: "probability" }), [0.75, 0.25]);
    const size = barsOf(read([numbers])).series[0].bars.length === 3 ? 1 : 2;
    assert.deepEqual(heights({ histnorm: "density" }), [3 / size, 1 / size]);
    assert.deepEqual(heights({ histnorm: "probability density" }), [0.75 / size, 0.25 / size]);
    assert.equal(heights({ cumulative: { enabled: true } }).at(-1), 4);
    const share = bars([days, { ...days, x: ["Sun", "Sun"] }], { barmode: "stack", barnorm: "percent" });
    assert.deepEqual(share, [[["Sun", 50], ["Sat", 100]], [["Sun", 50], ["Sat", 0]]]);
});

test("bars begin where their author says", () => {
    const base = { type: "bar", x: ["a", "b"], y: [1, 2], base: [10, 20] };
    const ends = (data, layout) => barsOf(read(data, layout)).series.map((each) => each.bars.map((bar) => [bar.base, bar.top]));
    assert.deepEqual(ends([base]), [[[10, 11], [20, 22]]]);
    assert.deepEqual(ends([{ ...base, base: 5 }]), [[[5, 6], [5, 7]]]);
    assert.deepEqual(ends([base, { ...base, base: [null] }], { barmode: "stack" }), [[[10, 11], [20, 22]], [[0, 1], [0, 2]]]);
    assert.ok(scene([base]).axes.y.place(0) > scene([base]).axes.frame.bottom, "zero is not wanted then");
    assert.deepEqual(marks([base], "bar").map((mark) => mark.tip()[0]), ["a: 10 – 11", "b: 20 – 22"]);
});

test("a plan of tasks has its bars at their dates", () => {
    const day = 86_400_000;
    const plan = {
        type: "bar", orientation: "h", y: ["A", "B"], base: ["2024-01-01T00:00:00.000000", "2024-01-11"],
        x: packed(new Float64Array([10 * day, 20 * day]), "f8"),
    };
    for (const layout of [{ barmode: "overlay", xaxis: { type: "date" } }, {}]) {
        const [one, other] = marks([plan], "bar", layout);
        assert.ok(Math.abs(one.x + one.width - other.x) < 0.3, "the second begins when the first ends");
        assert.ok(Math.abs(other.width - 2 * one.width) < 0.3);
        assert.deepEqual(one.tip(), ["A: 2024-01-01 – 2024-01-11"]);
        assert.equal(scene([plan], layout).axes.x.kind, "date");
    }
    assert.deepEqual(tableOf(read([plan])).rows, [["", "2024-01-01 – 2024-01-11", "A"], ["", "2024-01-11 – 2024-01-31", "B"]]);
});

test("boxes that are calculated already are drawn as they are", () => {
    const known = { type: "box", x: ["a", "b"], q1: [1, 2], median: [2, 3], q3: [3, 4], lowerfence: [0, 1], upperfence: [4, 9] };
    const drawn = marks([known], "box");
    assert.deepEqual(drawn.map((mark) => mark.tip()), [["4", "3", "2", "1", "0"], ["9", "4", "3", "2", "1"]]);
    assert.equal(marks([{ ...known, x: undefined, y: ["a", "b"] }], "box").length, 2);
    assert.equal(marks([{ ...known, x: undefined, y: [[1, 2, 9], [3]] }], "box").length, 2, "beside their samples");
    const bare = { type: "box", name: "n", q1: packed(new Float64Array([1]), "f8"), median: [2], q3: [3] };
    assert.deepEqual(tableOf(read([bare])).rows, [["n", "", "1 · 1 · 2 · 3 · 3"]]);
});

test("texts are drawn at their points, or their kind is told", () => {
    const texts = marks([{ mode: "text", x: [1, 2, 3], y: [1, 2, 3], text: ["a", "", "c"], textposition: "top right" }], "label");
    assert.deepEqual(texts.map(({ text, anchor }) => [text, anchor]), [["a", "start"], ["c", "start"]]);
    assert.equal(marks([{ mode: "markers+text", x: [1, 2], y: [1, 2], text: "same" }], "label").length, 2);
    assert.deepEqual(read([{ mode: "text", x: [1], y: [1], texttemplate: "%{x}" }]).unknown, ["scatter (text)"]);
});

test("names in several levels become one", () => {
    const data = [{ type: "bar", x: [["a", "a", "b"], packed(new Int8Array([1, 2, 1]), "i1")], y: [1, 2, 3] }];
    assert.deepEqual(scene(data).axes.x.ticks.map(({ label }) => label), ["a, 1", "a, 2", "b, 1"]);
    assert.equal(marks(data, "bar").length, 3);
});

test("what has no data is left out", () => {
    assert.deepEqual(read([{ type: "scatter", x: [], y: [] }, { type: "bar", y: packed(new Int8Array([]), "i1") }]).traces, []);
    assert.equal(read([{ x: [], y: [] }, { y: [1], name: "b" }]).traces[0].series, 1, "and the others keep their colours");
});

test("areas of a stack stand upon each other", () => {
    const stack = [
        { x: [1, 2, 3], y: packed(new Float64Array([1, NaN, 3]), "f8"), stackgroup: "1", name: "a" },
        { x: [3, 1], y: [4, 2], stackgroup: "1", name: "b", mode: "lines+markers" },
    ];
    const { axes } = scene(stack);
    const at = (value) => Math.round(axes.y.place(value) * 10) / 10;
    const [low, high] = marks(stack, "line").map(({ d }) => corners(d).map(([, y]) => y));
    assert.deepEqual(low, [1, 0, 3].map(at));
    assert.deepEqual(high, [3, 0, 7].map(at), "sorted along the axis, and zero where nothing is");
    assert.deepEqual(corners(marks(stack, "area")[1].d).map(([, y]) => y), [3, 0, 7, 3, 0, 1].map(at));
    assert.deepEqual(marks(stack, "point").map((mark) => mark.tip()[2]), ["y: 2", "y: 4"], "only its own part is told");
    assert.equal(at(0), axes.frame.bottom, "zero is shown");
    const percent = scene(stack.map((trace) => ({ ...trace, groupnorm: "percent" })));
    assert.ok(corners(percent.marks.filter(({ kind }) => kind === "line")[1].d).every(([, y]) => y >= percent.axes.y.place(100) - 0.1));
});

test("an area reaches to the line before it", () => {
    const band = [
        { x: [1, 2], y: [5, 6], mode: "lines", line: { width: 0 } },
        { x: [1, 2], y: [3, 4], mode: "lines", fill: "tonexty", fillcolor: "rgba(0, 0, 0, 0.1)" },
    ];
    const { marks: drawn, axes } = scene(band);
    assert.deepEqual(drawn.filter(({ kind }) => kind !== "ghost").map(({ kind }) => kind), ["fill", "line"]);
    const heights = corners(drawn[0].d).map(([, y]) => y);
    assert.deepEqual(heights, [3, 4, 6, 5].map((value) => Math.round(axes.y.place(value) * 10) / 10));
    const across = scene([{ x: [2, 3], y: [1, 2], fill: "tozerox", mode: "lines" }]);
    const left = across.axes.x.place(0);
    assert.equal(corners(across.marks[0].d).filter(([x]) => x === Math.round(left * 10) / 10).length, 2);
    assert.equal(corners(marks([{ x: [1, 2, 2], y: [1, 1, 2], fill: "toself" }], "area")[0].d).length, 3);
});

test("areas lie below everything that can be pointed at", () => {
    const kinds = scene([{ y: [1, 2], fill: "tozeroy" }, { y: [3, 4], fill: "tonexty" }]).marks.map(({ kind }) => kind);
    assert.equal(kinds.lastIndexOf("area"), 1);
});

test("the direction of a line does not lay bars down", () => {
    const places = [undefined, "h"].map((orientation) => marks([{ type: "bar", x: [1, 2], y: [5, 1] }, { y: [2], orientation }], "bar")
        .map(({ x, y, width, height }) => [x, y, width, height]));
    assert.deepEqual(places[0], places[1]);
});

test("equal labels have equal colours in all pies, and one legend", () => {
    const pies = [{ type: "pie", labels: ["a", "b"], values: [2, 1] }, { type: "pie", labels: ["b", "c"], values: [5, 1] }];
    assert.deepEqual(scene(pies).legend.map(({ name, series }) => [name, series]), [["a", 0], ["b", 1], ["c", 2]]);
    assert.deepEqual(marks(pies, "slice").map((mark) => [mark.tip()[0], mark.series]), [["a", 0], ["b", 1], ["b", 1], ["c", 2]]);
});

test("a slice that is the whole is a full circle, with its hole", () => {
    for (const [hole, arcs] of [[0, 2], [0.5, 4]]) {
        for (const width of [40, 300, 2000]) {
            const figure = read([{ type: "pie", labels: ["a"], values: [1], hole }]);
            const { d } = layOut(figure, width, "en").marks[0];
            assert.equal(d.match(/A/g).length, arcs);
            const points = [...d.matchAll(/(?:M|A\S+ \S+ 0 0 [01] )(-?[\d.]+) (-?[\d.]+)/g)].map((match) => match.slice(1).join(" "));
            assert.ok(points.every((point, index) => point !== points[index + 1]), "no arc ends where it begins");
            assert.ok(hole === 0 || new Set(d.match(/A\S+ \S+ 0 0 [01]/g).map((arc) => arc.at(-1))).size === 2, "the hole runs the other way round");
        }
    }
    const almost = marks([{ type: "pie", labels: ["a", "b"], values: [1e6, 1] }], "slice")[0].d;
    assert.equal(almost.match(/A/g).length, 2);
});

test("the table of boxes has a row for each box", () => {
    const box = { type: "box", x: ["Sun", "Sat", "Sun"], y: [1, 5, 3] };
    assert.deepEqual(tableOf(read([box])).rows, [["", "Sun", "1 · 1.5 · 2 · 2.5 · 3"], ["", "Sat", "5 · 5 · 5 · 5 · 5"]]);
    assert.deepEqual(tableOf(read([{ ...box, orientation: "h", x: box.y, y: box.x }])).rows[1], ["", "5 · 5 · 5 · 5 · 5", "Sat"]);
    assert.deepEqual(tableOf(read([{ type: "box", name: "n", y: [1, 1] }])).rows, [["n", "", "1 · 1 · 1 · 1 · 1"]]);
});

test("boxes over each other keep the middle of their place", () => {
    const data = ["a", "b"].map((name) => ({ type: "box", name, x: [name, name], y: [1, 2] }));
    const widths = [{}, { boxmode: "overlay" }].map((layout) => {
        const [[left], [right]] = corners(marks(data, "box", layout)[0].d);
        return right - left;
    });
    assert.ok(widths[1] > 1.5 * widths[0]);
});

test("the legend names only what wants to be named", () => {
    assert.deepEqual(scene([{ y: [1], name: "a" }, { y: [2], name: "b", showlegend: false }]).legend.map(({ name }) => name), ["a"]);
});
