// Views that need no more of a browser than stand-ins give.
import "./stand-ins.js";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, test } from "node:test";
import { tmpdir } from "node:os";

const assets = "../../../Sources/MartletUI/Page/assets";
// The app's own scripts lie below its root, which the page's modules read once.
const folder = mkdtempSync(join(tmpdir(), "martlet-views-"));
document.querySelector = (selector) => (selector.includes("root_path") ? { content: pathToFileURL(folder).href } : null);
after(() => rmSync(folder, { recursive: true }));
const { Voice } = await import(`${assets}/elements/voice.js`);
const { CustomAttachment } = await import(`${assets}/elements/attachments/custom.js`);

/** An element that is what one of these tags or classes names. */
function place(...names) {
    const element = new Element();
    element.matches = (selector) => selector.split(", ").some((each) => names.includes(each));
    element.closest = (selector) => (element.matches(selector) ? element : null);
    return element;
}

/** Whether the key P starts the microphone, pressed in the first of these places, from the inside on. */
function startsBy(...path) {
    const voice = new Voice();
    let [isStarted, press] = [false, null];
    voice.addEventListener("martlet:voice-start", () => (isStarted = true));
    document.addEventListener = (name, listener) => (press = name === "keydown" ? listener : press);
    voice.bind();
    delete document.addEventListener;
    // Outside of a shadow root an event has its host for a target.
    press({ key: "p", target: path.at(-1), composedPath: () => [...path, document], preventDefault() {} });
    return isStarted;
}

test("the key P is a letter where it is typed, also into a field within a shadow root", () => {
    assert.equal(startsBy(place("main")), true);
    assert.equal(startsBy(place("input")), false);
    assert.equal(startsBy(place("input"), place("element-form")), false);
    assert.equal(startsBy(place("button"), place("element-form")), true);
    assert.equal(startsBy(place("button"), place("element-form"), place("dialog")), false);
});

/** A custom element whose script notes what it is told. */
function customElement(name) {
    const scripts = join(folder, "public", "elements");
    mkdirSync(scripts, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"type": "module"}');
    writeFileSync(join(scripts, `${name}.js`), `
        export default function draw({ props }) {
            globalThis.told.push("draw " + props.count);
            return { remove: () => globalThis.told.push("remove") };
        }`);
    globalThis.told = [];
    const view = new CustomAttachment();
    return { view, isBound: view.bind({ id: "e", type: "custom", name, props: { count: 1 } }) };
}

test("a custom element that is removed while its script comes is never drawn", async () => {
    const { view, isBound } = customElement("Slow");
    view.isConnected = false;
    view.disconnectedCallback();
    await isBound;
    assert.deepEqual(globalThis.told, []);
});

test("one that changes meanwhile is drawn as it is then, and told when it goes", async () => {
    const { view, isBound } = customElement("Quick");
    view.update({ id: "e", type: "custom", name: "Quick", props: { count: 2 } });
    await isBound;
    view.isConnected = false;
    view.disconnectedCallback();
    await null;
    assert.deepEqual(globalThis.told, ["draw 2", "remove"]);
});
