// Charts: what is read of a figure, where ticks fall, and where things are drawn.
import { binsOf, boxOf, heightsOf, quantile } from "../../../Sources/MartletUI/Page/assets/models/charts/statistics.js";
import { dateTicks, niceStep, numberTicks, powerTicks } from "../../../Sources/MartletUI/Page/assets/models/charts/ticks.js";
import { kindOf, makeScale, momentOf } from "../../../Sources/MartletUI/Page/assets/models/charts/scale.js";
import assert from "node:assert/strict";
import { barsOf } from "../../../Sources/MartletUI/Page/assets/models/charts/bars.js";
import { layOut } from "../../../Sources/MartletUI/Page/assets/models/charts/scene.js";
import { listOf } from "../../../Sources/MartletUI/Page/assets/models/charts/values.js";
import { readFigure } from "../../../Sources/MartletUI/Page/assets/models/charts/figure.js";
import { slicesOf } from "../../../Sources/MartletUI/Page/assets/models/charts/pie.js";
import { tableOf } from "../../../Sources/MartletUI/Page/assets/models/charts/chart-table.js";
import { test } from "node:test";

const axis = { title: "", type: null, range: null, isReversed: false, order: [] };
const read = (data, layout = {}) => readFigure({ data, layout });
const scene = (data, layout) => layOut(read(data, layout), 600, "en");
const marks = (data, kind, layout) => scene(data, layout).marks.filter((mark) => mark.kind === kind);

test("steps are 1, 2 or 5 times a power of ten", () => {
    assert.deepEqual([10, 7, 33, 0.4].map((span) => niceStep(span, 5)), [2, 2, 10, 0.1]);
});

test("ticks are round, exact, and within the axis", () => {
    assert.deepEqual(numberTicks(0, 1, 5, "en").map(({ label }) => label), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    assert.deepEqual(numberTicks(-3, 4, 4, "en").map(({ value }) => value), [-2, 0, 2, 4]);
    assert.deepEqual(numberTicks(0, 2_000_000, 2, "en").map(({ label }) => label), ["0", "1M", "2M"]);
    assert.equal(numberTicks(5, 5, 4, "en").length, 1);
});

test("ticks of logarithms are powers, those of time are full months or hours", () => {
    assert.deepEqual(powerTicks(0, 3, 5, "en").map(({ label }) => label), ["1", "10", "100", "1000"]);
    const year = dateTicks(Date.UTC(2024, 0, 1), Date.UTC(2024, 11, 31), 6, "en").map(({ label }) => label);
    assert.deepEqual(year, ["Jan 2024", "Apr 2024", "Jul 2024", "Oct 2024"]);
    const day = dateTicks(Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 1, 12), 4, "en");
    assert.deepEqual(day.map(({ value }) => new Date(value).getUTCHours()), [0, 3, 6, 9, 12]);
});

test("the kind of an axis is told by its values, unless the author says it", () => {
    assert.equal(kindOf([1, "2", null], null), "linear");
    assert.equal(kindOf(["2024-01-02", "2024-01-03 10:00"], null), "date");
    assert.equal(kindOf(["a", 1], null), "category");
    assert.equal(kindOf([1, 2], "category"), "category");
    assert.equal(momentOf("2024-01-02 03:00"), Date.UTC(2024, 0, 2, 3));
});

test("values are placed in proportion, categories in the middle of their rooms", () => {
    const line = makeScale({ values: [0, 10], from: 0, to: 100, axis: { ...axis, range: [0, 10] }, count: 5, language: "en" });
    assert.deepEqual([line.place(5), line.place("2")], [50, 20]);
    assert.ok(Number.isNaN(line.place(null)));
    const names = makeScale({ values: ["a", "b"], from: 100, to: 0, axis, count: 5 });
    assert.deepEqual([names.place("a"), names.place("b"), names.unit], [75, 25, 50]);
    const turned = makeScale({ values: ["a", "b"], from: 100, to: 0, axis: { ...axis, isReversed: true }, count: 5 });
    assert.equal(turned.place("a"), 25);
});

test("packed lists are unpacked", () => {
    const packed = (array, dtype, shape) => ({ dtype, shape, bdata: Buffer.from(array.buffer).toString("base64") });
    assert.deepEqual(listOf(packed(new Float64Array([1.5, -2]), "f8")), [1.5, -2]);
    assert.deepEqual(listOf(packed(new Int8Array([1, 2, 3, 4]), "i1", "2, 2")), [[1, 2], [3, 4]]);
    assert.deepEqual([listOf(null), listOf({ bdata: "AA==", dtype: "x9" })], [[], []]);
});

test("a figure is read whatever it holds, and unknown types are told", () => {
    assert.deepEqual(readFigure(null).traces, []);
    assert.equal(read([{ type: null, xaxis: null, marker: null, y: [1] }], { xaxis: null, title: null }).traces.length, 1);
    assert.deepEqual(read([null, 1, { type: "surface" }, { type: "bar", visible: false }]).unknown, ["surface"]);
    assert.deepEqual(read([{ type: "bar", yaxis: "y2" }, { type: "pie" }, { type: "bar" }]).unknown, ["bar (x, y2)", "bar"]);
    const { title, x } = read([], { title: "A<br><b>B</b>", xaxis: { title: { text: "t" } } });
    assert.deepEqual([title, x.title], ["A B", "t"]);
});

test("bars stand beside each other, or upon each other with those below zero apart", () => {
    const data = [{ type: "bar", x: ["a"], y: [2] }, { type: "bar", x: ["a"], y: [3] }, { type: "bar", x: ["a"], y: [-1] }];
    assert.deepEqual(barsOf(read(data)).series.map(({ slot }) => slot), [0, 1, 2]);
    const stacked = barsOf(read(data, { barmode: "stack" }));
    assert.deepEqual(stacked.series.map(({ bars }) => [bars[0].base, bars[0].top]), [[0, 2], [2, 5], [0, -1]]);
    assert.equal(stacked.slots, 1);
});

test("grouped bars do not touch, and begin at zero", () => {
    const [one, other] = marks([{ type: "bar", x: ["a"], y: [2] }, { type: "bar", x: ["a"], y: [4] }], "bar");
    assert.ok(one.x + one.width <= other.x + 0.2);
    assert.ok(Math.abs(one.y + one.height - (other.y + other.height)) < 0.2);
    assert.ok(Math.abs(other.height - 2 * one.height) < 0.3);
});

test("bars at numbers have their ticks at these, and years no separator", () => {
    const { axes } = scene([{ type: "bar", x: [2020, 2021, 2022], y: [3, 4, 5] }]);
    assert.deepEqual(axes.x.ticks.map(({ label }) => label), ["2020", "2021", "2022"]);
});

test("bars that lie are as long as those that stand are high", () => {
    const [short, long] = marks([{ type: "bar", orientation: "h", x: [1, 2], y: ["a", "b"] }], "bar");
    assert.ok(Math.abs(long.width - 2 * short.width) < 0.3);
    assert.ok(long.y < short.y);
});

test("a line breaks where a value is missing, and its points tell their values", () => {
    const data = [{ x: [1, 2, 3, 4], y: [1, null, 3, 4], name: "s" }];
    assert.equal(marks(data, "line")[0].d.match(/M/g).length, 2);
    const points = marks(data, "point");
    assert.deepEqual([points.length, points[0].tip()], [3, ["s", "x: 1", "y: 1"]]);
    assert.equal(marks([{ y: Array.from({ length: 5000 }, (_, index) => index), mode: "markers" }], "dots").length, 1);
});

test("bubbles are as wide or as large as their numbers", () => {
    const bubbles = (marker) => marks([{ x: [1, 2], y: [1, 2], mode: "markers", marker }], "point").map(({ r }) => r);
    assert.deepEqual(bubbles({ size: [20, 8] }), [10, 4]);
    assert.deepEqual(bubbles({ size: [200, 8], sizemode: "area" }), [10, 2]);
    assert.deepEqual(bubbles({ size: 9 }), [3.5, 3.5]);
});

test("values are counted in bins, words by what they are", () => {
    const count = { binValue: "count", binNorm: "", isCumulative: false };
    const heights = ({ bins, rooms }) => heightsOf(bins, rooms[0], [], count);
    const numbers = binsOf([[1, 2, 2, 9]], 4);
    assert.equal(numbers.kind, "linear");
    assert.equal(heights(numbers).reduce((sum, height) => sum + height, 0), 4);
    const names = binsOf([["a", "b", "a"]]);
    assert.deepEqual([names.bins.map(({ at }) => at), heights(names)], [["a", "b"], [2, 1]]);
    assert.ok(marks([{ type: "histogram", x: [1, 2, 2, 9] }], "bar").length > 1);
});

test("a box has its quarters, and what lies far outside is shown apart", () => {
    assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
    const box = boxOf([1, 2, 3, 4, 5, 100, null, "x"]);
    assert.deepEqual([box.middle, box.most, box.outliers], [3.5, 5, [100]]);
    assert.equal(boxOf([null]), null);
    const drawn = scene([{ type: "box", y: [1, 2, 3, 4, 5, 100] }]).marks;
    assert.deepEqual(drawn.map(({ kind }) => kind), ["box", "point"]);
});

test("a heat map has a cell for each value, and tells its ends", () => {
    const { marks: cells, legend } = scene([{ type: "heatmap", z: [[1, null], [3, 2]], x: ["a", "b"], y: ["c", "d"] }]);
    assert.deepEqual(cells.map(({ strength }) => strength), [0, 1, 0.5]);
    assert.deepEqual(legend.map(({ name }) => name), ["1", "3"]);
    assert.ok(cells[0].y > cells[1].y, "the first row lies at the bottom");
});

test("a pie has the largest slice first, equal labels as one, and closes its circle", () => {
    const pie = { type: "pie", labels: ["a", "b", "a", "c"], values: [1, 3, 1, 0] };
    assert.deepEqual(slicesOf(read([pie]).traces[0]).map(({ label, part }) => [label, part]), [["b", 0.6], ["a", 0.4]]);
    assert.equal(marks([pie], "slice").length, 2);
    assert.equal(marks([{ type: "pie", labels: ["a"], values: [1] }], "slice").length, 1);
    assert.deepEqual(scene([pie]).legend.map(({ name }) => name), ["b", "a"]);
});

test("nothing is drawn at a place that is no number", () => {
    const odd = [
        { type: "bar", x: [null, "a"], y: ["x", 1] }, { x: ["a", "b"], y: [null, null] }, { type: "box", y: [1] },
        { type: "bar", x: [], y: [] }, { y: [1] },
    ];
    for (const trace of odd) {
        for (const layout of [{}, { yaxis: { type: "log" } }, { yaxis: { range: ["x", 1] } }, { xaxis: { range: [1, 1] } }]) {
            const text = JSON.stringify(scene([trace], layout).marks);
            assert.doesNotMatch(text, /NaN|null,"y"|Infinity|undefined/, `${JSON.stringify(trace)} ${text}`);
        }
    }
});

test("what nobody could point at is drawn in a few paths, and nothing is left out of it", () => {
    const z = Array.from({ length: 60 }, (_, row) => Array.from({ length: 60 }, (_, column) => row * column));
    const cells = marks([{ type: "heatmap", z }], "cell");
    assert.ok(cells.length <= 25, `${cells.length} paths`);
    assert.equal(cells.reduce((sum, { d }) => sum + d.match(/M/g).length, 0), 3600);
    const { rows, count } = tableOf(read([{ type: "heatmap", z }]));
    assert.deepEqual([rows.length, count], [1000, 3600]);
});

test("the legend is there where series must be told apart", () => {
    assert.deepEqual(scene([{ y: [1] }]).legend, []);
    assert.equal(scene([{ y: [1] }], { showlegend: true }).legend.length, 1);
    assert.equal(scene([{ y: [1] }, { y: [2] }]).legend.length, 2);
});

test("a chart can be read as a table", () => {
    const { columns, rows } = tableOf(read([{ type: "bar", name: "s", x: ["a", "b"], y: [1, 2] }], { yaxis: { title: "Count" } }));
    assert.deepEqual([columns, rows], [["", "x", "Count"], [["s", "a", "1"], ["s", "b", "2"]]]);
    assert.deepEqual(tableOf(read([{ type: "pie", labels: ["a"], values: [4] }])).rows, [["a", "4"]]);
    assert.deepEqual(tableOf(read([{ type: "heatmap", z: [[7]] }])).rows, [["", "0", "0", "7"]]);
});
