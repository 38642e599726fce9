// The page as files: what the server relies on, what keeps it small, fast and tidy.
import { files, read } from "./page.js";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";

const index = read("index.html");
const modules = files(".js").filter((path) => path !== "assets/appearance.js");

test("the places where the server puts things are there, once each", () => {
    for (const place of ["TAG INJECTION PLACEHOLDER", "JS INJECTION PLACEHOLDER", "CSS INJECTION PLACEHOLDER", "FONT START", "FONT END"]) {
        assert.equal(index.split(`<!-- ${place} -->`).length, 2, place);
    }
});

test("every module is preloaded and every style sheet linked, and nothing that does not exist", () => {
    const preloaded = [...index.matchAll(/rel="modulepreload" href="\/([^"]+)"/g)].map(([, path]) => path).sort();
    assert.deepEqual(preloaded, modules.filter((path) => path !== "assets/app.js"));
    const linked = [...index.matchAll(/rel="stylesheet" href="\/([^"]+)"/g)].map(([, path]) => path).sort();
    assert.deepEqual(linked, files(".css"));
});

test("a strict Content-Security-Policy holds: no inline script, style or handler, no other origin", () => {
    assert.doesNotMatch(index, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
    for (const path of [...files(".css"), ...modules, "index.html"]) {
        const text = read(path).replaceAll("http://www.w3.org/2000/svg", "");
        assert.doesNotMatch(text, /https?:\/\/\w/, path);
        assert.doesNotMatch(text, /\beval\(|new Function|insertAdjacentHTML|outerHTML|document\.write/, path);
    }
});

test("one module alone makes nodes of HTML", () => {
    assert.deepEqual(modules.filter((path) => read(path).includes("innerHTML")), ["assets/helpers/markup.js"]);
});

test("each role imports what it may", () => {
    const allowed = {
        helpers: ["helpers"], transport: ["helpers", "transport"], models: ["helpers", "models"],
        elements: ["helpers", "models", "elements"],
    };
    for (const path of modules.filter((each) => each.split("/").length > 2)) {
        const role = path.split("/")[1];
        for (const [, target] of read(path).matchAll(/from "([^"]+)"/g)) {
            const resolved = new URL(target, `file:///${path}`).pathname.slice(1);
            assert.ok(modules.includes(resolved), `${path} imports ${target}`);
            assert.ok(allowed[role].includes(resolved.split("/")[1]), `${path} imports ${target}`);
        }
    }
});

test("every icon that is asked for is in the sheet", () => {
    const sheet = new Set([...read("assets/icons.svg").matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id));
    const asked = modules.flatMap((path) => [...read(path).matchAll(/\b(?:icon|changeIcon)\((?:\w+, )?"([^"]+)"/g)].map(([, id]) => id));
    asked.push(...[...index.matchAll(/icons\.svg#([\w-]+)/g)].map(([, id]) => id));
    assert.ok(asked.length > 20);
    assert.deepEqual(asked.filter((id) => !sheet.has(id)), []);
});

test("modules are small rooms", () => {
    const lengths = modules.map((path) => read(path).split("\n").length).sort((one, other) => one - other);
    assert.ok(lengths.at(-1) <= 350, `the longest has ${lengths.at(-1)} lines`);
    assert.ok(lengths[lengths.length >> 1] <= 80, `the median is ${lengths[lengths.length >> 1]} lines`);
});

test("the whole page is below 100 KB compressed", () => {
    const paths = [...files(".js"), ...files(".css"), ...files(".svg"), "index.html"];
    const size = paths.reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
    assert.ok(size < 100_000, `it is ${size} bytes`);
    console.log(`# ${size} bytes in ${paths.length} files`);
});
