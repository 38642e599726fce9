// Around the page: what the service worker keeps, what a frame and the page around it tell each other.
import { cacheName, isOfVersion, isPage, staleCaches, strategyOf } from "../../../Sources/MartletUI/Page/worker/rules.js";
import { frameAddress, messageOf, placeOf, serverAddress, themeOf } from "../../../Sources/MartletUI/Page/embed/rules.js";
import assert from "node:assert/strict";
import { isBridgeMessage } from "../../../Sources/MartletUI/Page/assets/models/bridge.js";
import { test } from "node:test";

const origin = "https://chat.example";
const root = { prefix: "", version: "v-1", files: [] };
const mounted = { prefix: "/chat", version: "v-1", files: [] };
const navigate = (url, more = {}) => ({ method: "GET", mode: "navigate", url, ...more });

test("the worker answers for the page and its hashed files, and for nothing else", () => {
    for (const path of ["/", "/thread/abc", "/login", "/element/1?thread=2"]) {
        assert.equal(strategyOf(navigate(origin + path), root, origin), "page", path);
    }
    const asset = { method: "GET", mode: "cors", url: `${origin}/assets/v-1f/elements/chart.js` };
    assert.equal(strategyOf(asset, root, origin), "asset");
    for (const path of [
        "/ws/socket.io/?EIO=4", "/project/settings", "/project/file/1", "/auth/oauth/x", "/public/upload.pdf",
        "/public/elements/Card", "/assets/app.js", "/favicon", "/logo", "/user", "/metrics", "/service-worker.js",
    ]) {
        assert.equal(strategyOf(navigate(origin + path), root, origin), null, path);
        assert.equal(strategyOf(navigate(origin + path, { mode: "cors" }), root, origin), null, path);
    }
    assert.equal(strategyOf(navigate(`${origin}/`, { method: "POST" }), root, origin), null);
    assert.equal(strategyOf(navigate("https://elsewhere.example/"), root, origin), null);
    assert.equal(strategyOf(navigate(`${origin}/`, { mode: "cors" }), root, origin), null);
});

test("under a root path the worker leaves its neighbours alone", () => {
    assert.equal(strategyOf(navigate(`${origin}/chat/`), mounted, origin), "page");
    assert.equal(strategyOf(navigate(`${origin}/chat/public/a`), mounted, origin), null);
    assert.equal(strategyOf(navigate(`${origin}/chatter/`), mounted, origin), null);
    assert.equal(strategyOf(navigate(`${origin}/assets/v-1/app.js`), mounted, origin), null);
    assert.equal(strategyOf(navigate(`${origin}/chat/assets/v-1/app.js`), mounted, origin), "asset");
});

test("old caches go, those of other apps stay", () => {
    const names = ["martlet / v-0", cacheName(root), "martlet /chat/ v-0", "another"];
    assert.deepEqual(staleCaches(names, root), ["martlet / v-0"]);
    assert.deepEqual(staleCaches(names, mounted), ["martlet /chat/ v-0"]);
    assert.deepEqual(staleCaches(names, { ...root, version: "" }), ["martlet / v-0", "martlet / v-1"]);
});

test("a proxy's page is not kept for the app's", () => {
    const shell = { prefix: "/chat", version: "v-1", files: [] };
    const page = (header, status = 200) => new Response("", { status, headers: header ? { "Martlet-Page": header } : {} });
    assert.equal(isPage(page("v-1 /chat/"), shell), true);
    for (const other of [null, "v-2 /chat/", "v-1 /", "v-1 /chat/inner/"]) assert.equal(isPage(page(other), shell), false, other);
    assert.equal(isPage(page("v-1 /chat/", 503), shell), false);
});

test("the server is the script's own, or the one that is named", () => {
    const script = "https://chat.example/app/embed.js";
    const page = "https://shop.example/a/b";
    assert.equal(serverAddress(null, script, page)?.href, "https://chat.example/app/");
    assert.equal(serverAddress("https://other.example/x?y#z", script, page)?.href, "https://other.example/x/");
    assert.equal(serverAddress("/chat", script, page)?.href, "https://shop.example/chat/");
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "https://"]) {
        assert.equal(serverAddress(bad, script, page), null, bad);
    }
});

test("themes and places that nobody knows are the usual ones", () => {
    assert.deepEqual(["dark", "pink", null].map(themeOf), ["dark", "system", "system"]);
    assert.deepEqual(["top-left", "middle", null].map(placeOf), ["top-left", "bottom-right", "bottom-right"]);
    assert.equal(frameAddress(new URL("https://a.example/c/"), "dark"), "https://a.example/c/?martlet-theme=dark");
    assert.equal(frameAddress(new URL("https://a.example/c/"), "system"), "https://a.example/c/");
});

test("only the frame itself is listened to, and only with the app's origin", () => {
    const frame = {};
    const event = (data, more = {}) => ({ source: frame, origin, data, ...more });
    assert.equal(messageOf(event({ martlet: "ready" }), frame, origin), "ready");
    assert.equal(messageOf(event("hello"), frame, origin), "message");
    assert.equal(messageOf(event(null), frame, origin), "message");
    assert.equal(messageOf(event({ martlet: "close" }, { source: {} }), frame, origin), null);
    assert.equal(messageOf(event({ martlet: "close" }, { origin: "https://evil.example" }), frame, origin), null);
    assert.equal(messageOf(event("hello", { source: null }), null, origin), null);
});

test("the bridge's own messages are told from the app's", () => {
    assert.equal(isBridgeMessage({ martlet: "focus" }), true);
    for (const data of [null, "martlet", 1, {}, { martlet: 1 }]) assert.equal(isBridgeMessage(data), false);
});

test("a file of another version than its address says is not kept for good", () => {
    const file = (control, status = 200) => new Response("", { status, headers: { "Cache-Control": control } });
    assert.equal(isOfVersion(file("public, max-age=31536000, immutable")), true);
    assert.equal(isOfVersion(file("no-cache")), false);
    assert.equal(isOfVersion(file("public, immutable", 404)), false);
});
