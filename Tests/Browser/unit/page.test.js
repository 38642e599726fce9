// The page as files: what the server relies on, what keeps it small, fast and tidy.
import { files, read } from "./page.js";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";

const index = read("index.html");
// What runs elsewhere than in the page is fetched when it is needed.
const modules = files(".js")
    .filter((path) => path.startsWith("assets/") && path !== "assets/appearance.js" && !path.includes("/worklets/"));
// For other places than the page: the service worker, and pages of other sites.
const others = files(".js").filter((path) => !path.startsWith("assets/"));

test("the places where the server puts things are there, once each", () => {
    for (const place of ["TAG INJECTION PLACEHOLDER", "JS INJECTION PLACEHOLDER", "CSS INJECTION PLACEHOLDER", "FONT START", "FONT END"]) {
        assert.equal(index.split(`<!-- ${place} -->`).length, 2, place);
    }
});

/** The paths that a module imports, as it is loaded. */
function importsOf(path) {
    return [...read(path).matchAll(/^(?:import|export)\b[^"';]*["'](\.[^"']+)["'];?$/gm)]
        .map(([, target]) => new URL(target, `file:///${path}`).pathname.slice(1));
}

/** The modules that the page loads at its start, and not when they are wanted. */
function atStart(path = "assets/app.js", found = new Set()) {
    if (found.has(path)) return found;
    found.add(path);
    for (const target of importsOf(path)) atStart(target, found);
    return found;
}

test("every module is preloaded and every style sheet linked, and nothing that does not exist", () => {
    const preloaded = [...index.matchAll(/rel="modulepreload" href="\/([^"]+)"/g)].map(([, path]) => path).sort();
    assert.deepEqual(preloaded, [...atStart()].filter((path) => path !== "assets/app.js").sort());
    const linked = [...index.matchAll(/rel="stylesheet" href="\/([^"]+)"/g)].map(([, path]) => path).sort();
    assert.deepEqual(linked, files(".css"));
});

test("every other module is fetched by one that is there when it is needed", () => {
    const later = new Set();
    for (const path of modules) {
        for (const [, target] of read(path).matchAll(/\bimport\("([^"]+)"\)/g)) {
            atStart(new URL(target, `file:///${path}`).pathname.slice(1), later);
        }
    }
    const first = atStart();
    assert.deepEqual(modules.filter((path) => !first.has(path) && !later.has(path)), []);
});

test("a strict Content-Security-Policy holds: no inline script, style or handler, no other origin", () => {
    assert.doesNotMatch(index, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
    for (const path of [...files(".css"), ...modules, ...others, "index.html"]) {
        const text = read(path).replaceAll("http://www.w3.org/2000/svg", "");
        assert.doesNotMatch(text, /https?:\/\/\w/, path);
        assert.doesNotMatch(text, /\beval\(|new Function|insertAdjacentHTML|outerHTML|document\.write/, path);
    }
});

test("one module alone makes nodes of HTML", () => {
    const making = [...modules, ...others].filter((path) => read(path).includes("innerHTML"));
    assert.deepEqual(making, ["assets/helpers/markup.js"]);
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

/** About what the server makes of files: comments and indentation gone, joined. Benchmarks/page.py measures the real thing. */
function joinedSize(paths) {
    const text = paths.map((path) => read(path).replace(/^\s*(\/\/.*|\/?\*.*)$\n?/gm, "").replace(/^\s+/gm, "")).join("");
    return gzipSync(text, { level: 9 }).length;
}

test("what the page needs from the start is below 100 KB compressed", () => {
    const parts = [[...atStart(), "assets/appearance.js"], files(".css"), files(".svg"), ["index.html"]];
    const size = parts.reduce((sum, paths) => sum + joinedSize(paths), 0);
    assert.ok(size < 100_000, `it is ${size} bytes`);
    console.log(`# about ${size} bytes`);
});

test("what the server's joiner needs: no cycles, no assigned exports, nothing awaited outside of functions", () => {
    const done = new Set();
    const visit = (path, open) => {
        assert.ok(!open.includes(path), `${path} imports itself by way of ${open.join(", ")}`);
        if (done.has(path)) return;
        for (const target of importsOf(path)) visit(target, [...open, path]);
        done.add(path);
    };
    for (const path of modules) {
        visit(path, []);
        assert.doesNotMatch(read(path), /^export (?:let|var)\b|^export const [{[]|^await\b/m, path);
    }
});
