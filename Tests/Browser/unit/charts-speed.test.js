// Large charts: how much work they make, counted rather than timed.
import assert from "node:assert/strict";
import { boxesOf, marksOfBoxes } from "../../../Sources/MartletUI/Page/assets/models/charts/boxes.js";
import { layOut } from "../../../Sources/MartletUI/Page/assets/models/charts/scene.js";
import { makeScale } from "../../../Sources/MartletUI/Page/assets/models/charts/scale.js";
import { readFigure } from "../../../Sources/MartletUI/Page/assets/models/charts/figure.js";
import { test } from "node:test";

const numbers = (length, make = (index) => index) => Array.from({ length }, (_, index) => make(index));
const scene = (data) => layOut(readFigure({ data, layout: {} }), 600, "en");
const parts = ({ d }) => d.match(/M/g).length;

test("names are counted in one walk through them", () => {
    let asked = 0;
    const x = numbers(2000, (index) => ({ toString: () => ((asked += 1), `name ${index}`) }));
    scene([{ type: "histogram", x }]);
    assert.ok(asked <= 10 * x.length, `${asked} times`);
});

test("the places of boxes are worked out once", () => {
    const traces = readFigure({ data: [{ type: "box", x: numbers(1000, String), y: numbers(1000) }] }).traces;
    let asked = 0;
    const boxes = boxesOf(traces).map((box) => Object.defineProperty(box, "slot", { get: () => ((asked += 1), 0) }));
    const axis = { title: "", type: null, range: null, isReversed: false, order: [] };
    const [place, reach] = ["category", "linear"].map((type) =>
        makeScale({ values: numbers(1000), from: 0, to: 600, axis: { ...axis, type }, count: 5 }));
    assert.equal(marksOfBoxes(boxes, { place, reach, isSideways: false, isBeside: true }).length, 1000);
    assert.ok(asked <= 10 * boxes.length, `${asked} times`);
});

test("what is told of a mark is written when somebody asks", () => {
    let asked = 0;
    const text = numbers(500, () => ({ toString: () => ((asked += 1), "text") }));
    const { marks } = scene([{ mode: "markers", y: numbers(500), text }]);
    assert.equal(asked, 0);
    assert.deepEqual([marks[3].tip(), asked], [["x: 3", "y: 3", "text"], 1]);
});

test("twenty thousand boxes are a few paths, one line for each that has a pixel", () => {
    const names = numbers(60_000, (index) => `name ${Math.floor(index / 3)}`);
    const one = scene([{ type: "box", x: names, y: numbers(60_000, (index) => index % 3) }]).marks;
    assert.ok(one.length <= 2 && parts(one[0]) > 300 && parts(one[0]) <= 600, `${one.length} marks`);
    const many = scene(numbers(20_000, (index) => ({ type: "box", name: `name ${index}`, y: [1, 2, index % 7, 40] })));
    assert.ok(many.marks.length <= 16, `${many.marks.length} marks`);
    assert.ok(many.legend.length <= 100);
});

test("lines with very many points can be asked at some of them, and are drawn through all", () => {
    const { marks } = scene(numbers(10, (line) => ({ x: numbers(2000), y: numbers(2000, (index) => (index % 50) * line) })));
    const lines = marks.filter(({ kind }) => kind === "line");
    assert.equal(lines.length, 10);
    assert.equal(lines[3].d.match(/L/g).length, 1999);
    const ghosts = marks.filter(({ kind }) => kind === "ghost");
    assert.ok(ghosts.length > 1000 && ghosts.length <= 2010, `${ghosts.length}`);
});

test("a line with more points than pixels keeps its highest and its lowest in each", () => {
    const y = numbers(100_000, (index) => (index === 54_321 ? 100 : index % 2));
    const { marks, axes } = scene([{ y }]);
    const { d } = marks.find(({ kind }) => kind === "line");
    assert.ok(d.match(/L/g).length < 4 * 600, "at most four points in a pixel");
    assert.ok(d.includes(` ${Math.round(axes.y.place(100) * 10) / 10}`));
});

test("bars thinner than a pixel become one for each pixel, as high as the highest", () => {
    for (const isSideways of [false, true]) {
        const y = numbers(100_000, (index) => (index === 12_345 ? 100 : 1 + (index % 3)));
        const { marks, axes } = scene([isSideways ? { type: "bar", orientation: "h", y: numbers(100_000), x: y } : { type: "bar", y }]);
        assert.equal(marks.length, 1);
        assert.ok(parts(marks[0]) > 300 && parts(marks[0]) <= 2000, `${parts(marks[0])} parts`);
        const highest = isSideways ? axes.x.place(100) - axes.x.place(0) : axes.y.place(0) - axes.y.place(100);
        const lengths = [...marks[0].d.matchAll(isSideways ? /h(\d[\d.]*)/g : /v([\d.]+)/g)].map((match) => Number(match[1]));
        assert.ok(Math.abs(Math.max(...lengths) - highest) < 1);
    }
});

test("cells smaller than anybody could see share one, which shows their mean", () => {
    const grid = numbers(500, (row) => numbers(500, (column) => (row < 250 ? 0 : column % 2)));
    const { marks } = scene([{ type: "heatmap", z: grid }]);
    const count = marks.reduce((sum, mark) => sum + parts(mark), 0);
    assert.ok(count > 10_000 && count <= 60_000, `${count} cells`);
    assert.ok(marks.some(({ strength }) => strength === 0.5), "of one and zero");
    assert.ok(marks.some(({ strength }) => strength === 0));
});

test("points of one place are drawn once", () => {
    const { marks } = scene([{ mode: "markers", x: numbers(50_000, (index) => index % 10), y: numbers(50_000, (index) => index % 5) }]);
    assert.deepEqual([marks.length, marks[0].kind, parts(marks[0])], [1, "dots", 10]);
});
