import { decimals, fitted, problem } from "../../../Sources/MartletUI/Page/assets/models/setting-rules.js";
import { SettingsValues } from "../../../Sources/MartletUI/Page/assets/models/settings-values.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";
import { test } from "node:test";

const slider = { type: "slider", id: "Temperature", initial: 0.5, min: 0, max: 2, step: 0.1 };
const text = { type: "textinput", id: "Name", initial: null };

function values(...widgets) {
    const settings = new SettingsValues();
    settings.load(widgets);
    return settings;
}

test("a slider's number is brought into its range and onto its steps", () => {
    assert.deepEqual([7, -1, 0.34, 0.1 + 0.2, 2].map((number) => fitted(slider, number)), [2, 0, 0.3, 0.3, 2]);
    assert.equal(fitted({ min: 1, max: 10, step: 4 }, 10), 9);
    assert.equal(fitted({ min: 0.5, max: 2, step: 1 }, 1.4), 1.5);
});

test("the number of decimals follows the step", () => {
    assert.deepEqual([0.1, 0.25, 1, 1e-7].map((step) => decimals({ step, min: 0 })), [1, 2, 0, 7]);
});

test("a value is held until it is confirmed, and an empty text is sent as null", () => {
    const settings = values(slider, text);
    settings.set("Temperature", 0.7);
    settings.set("Name", "");
    assert.ok(settings.hasChanges);
    assert.deepEqual(settings.commit(), { Temperature: 0.7, Name: null });
    assert.equal(settings.hasChanges, false);
});

test("cancelling goes back to what was confirmed, not to the default", () => {
    const settings = values(slider);
    settings.set("Temperature", 0.7);
    settings.commit();
    settings.set("Temperature", 1.5);
    settings.cancel();
    assert.equal(settings.value("Temperature"), 0.7);
    assert.equal(settings.isDefault("Temperature"), false);
    settings.reset("Temperature");
    assert.equal(settings.value("Temperature"), 0.5);
});

test("a default that is not the current value is the one to go back to", () => {
    const settings = values({ ...slider, initial: 1.9, default: 0.5 });
    assert.equal(settings.value("Temperature"), 1.9);
    settings.resetAll();
    assert.equal(settings.value("Temperature"), 0.5);
});

test("resetting all leaves disabled widgets alone", () => {
    const settings = values({ ...slider, initial: 1, default: 0.5, disabled: true });
    settings.resetAll();
    assert.equal(settings.value("Temperature"), 1);
    assert.ok(settings.isAllDefault);
});

test("tabs are flattened by widget id", () => {
    const settings = values({ id: "one", label: "One", inputs: [slider] }, { id: "two", label: "Two", inputs: [text] });
    assert.deepEqual(Object.keys(settings.payload), ["Temperature", "Name"]);
    assert.equal(settings.tabs.length, 2);
});

test("a widget without an initial value has its kind's empty one", () => {
    const kinds = ["switch", "slider", "tags", "select", "numberinput"];
    const settings = values(...kinds.map((type) => ({ type, id: type, min: 3, max: 4 })));
    assert.deepEqual(Object.values(settings.payload), [false, 3, [], null, null]);
});

test("setting the same value again is no change", () => {
    const settings = values({ type: "tags", id: "t", initial: ["a"] });
    const changes = listen(settings, "change");
    settings.set("t", ["a"]);
    settings.set("unknown", 1);
    assert.equal(changes.length, 0);
});

test("what is wrong with a value", () => {
    const date = { type: "datepicker", min_date: "2024-02-01", max_date: "2024-02-29" };
    const cases = [
        [slider, 7, "range"], [slider, null, "number"], [slider, 2, null], [slider, NaN, "number"],
        [{ type: "numberinput" }, NaN, "number"], [{ type: "numberinput" }, null, null],
        [{ type: "select", items: [{ value: "a" }] }, "b", "choice"], [{ type: "select", items: [] }, null, null],
        [date, "2024-03-01T00:00:00.000Z", "range"], [date, ["2024-02-09", "2024-02-02"], "order"], [date, "x", "date"],
        [date, ["2024-02-02", null], null], [text, "anything", null],
    ];
    for (const [widget, value, code] of cases) assert.equal(problem(widget, value), code, JSON.stringify([widget, value]));
});

test("what was not confirmed stays when the chat comes back, unless the server holds another value by now", () => {
    const fields = (name, other) => [{ type: "textinput", id: "name", initial: name }, { type: "textinput", id: "other", initial: other }];
    const settings = values(...fields("Ada", "x"));
    settings.set("name", "Ad");
    settings.set("other", "y");
    settings.restore(fields("Ada", "z"));
    assert.deepEqual([settings.value("name"), settings.value("other")], ["Ad", "z"]);
    settings.cancel();
    assert.equal(settings.value("name"), "Ada");
});

test("what a person cannot change is not sent", () => {
    const settings = values({ type: "switch", id: "on", initial: true }, { type: "textinput", id: "fixed", initial: "x", disabled: true });
    assert.deepEqual(settings.payload, { on: true });
});

test("no number is not the same as nothing", () => {
    const settings = values({ type: "numberinput", id: "seed", initial: null });
    settings.set("seed", Number.NaN);
    assert.equal(settings.hasChanges, true);
    assert.equal(settings.firstProblem?.id, "seed");
    settings.set("seed", null);
    assert.deepEqual([settings.hasChanges, settings.firstProblem], [false, null]);
});
