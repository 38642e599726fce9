// The service worker, for the page's own files alone. The server puts `martletShell` in front of it.
import { cacheName, isOfVersion, isPage, staleCaches, strategyOf } from "./rules.js";

const worker = /** @type {any} */ (self);
/** @type {import("./rules.js").Shell} */
const shell = worker.martletShell;
const pageAddress = `${shell.prefix}/`;
const isLeaving = shell.version === "";

const open = () => caches.open(cacheName(shell));

async function keep() {
    if (isLeaving) return;
    const cache = await open();
    // The files come from the browser's own cache: the page has just loaded them. While a new version is rolled out
    // another server may answer with its own files: then there is nothing to keep yet.
    await Promise.all(shell.files.map(async (file) => {
        const response = await fetch(file);
        if (!isOfVersion(response)) throw new Error(`${file} is of another version`);
        await cache.put(file, response);
    }));
    const page = await fetch(pageAddress, { credentials: "same-origin" });
    if (isPage(page, shell)) await cache.put(pageAddress, page);
}

async function removeOld() {
    await Promise.all(staleCaches(await caches.keys(), shell).map((name) => caches.delete(name)));
    if (isLeaving) await worker.registration.unregister();
    else await worker.clients.claim();
}

/** @param {any} event */
async function page(event) {
    try {
        const response = await fetch(event.request);
        if (isPage(response, shell)) {
            const copy = response.clone();
            event.waitUntil(open().then((cache) => cache.put(pageAddress, copy)));
        }
        return response;
    } catch (error) {
        const kept = await (await open()).match(pageAddress);
        if (kept) return kept;
        throw error;
    }
}

/** @param {any} event */
async function asset(event) {
    const { request } = event;
    const kept = await caches.match(request);
    if (kept) return kept;
    const response = await fetch(request);
    const isKept = isOfVersion(response) && new URL(request.url).pathname.includes(`/assets/${shell.version}/`);
    if (isKept) {
        const copy = response.clone();
        event.waitUntil(open().then((cache) => cache.put(request, copy)));
    }
    return response;
}

worker.addEventListener("install", (/** @type {any} */ event) => {
    worker.skipWaiting();
    event.waitUntil(keep());
});
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(removeOld()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const strategy = isLeaving ? null : strategyOf(event.request, shell, location.origin);
    if (strategy === "page") event.respondWith(page(event));
    if (strategy === "asset") event.respondWith(asset(event));
});
