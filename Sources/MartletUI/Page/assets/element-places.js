// Joins the places where elements are shown beside the messages (the side bar, pages of their own), and what custom
// elements ask for, to the chat and the server.
import { address } from "./helpers/configuration.js";
import { api } from "./transport/api.js";
import { attempt } from "./server.js";
import { find } from "./helpers/dom.js";
import { pageOf } from "./elements/attachments/element-link.js";

/** @typedef {import("./helpers/file-addresses.js").ElementRecord} ElementRecord */

// How long an element of a reloaded chat is waited for.
const patience = 5000;

export function joinElementPlaces(/** @type {Page.Parts} */ page) {
    /** @type {Page.On} */
    const on = (name, handler) =>
        document.addEventListener(`martlet:${name}`, (event) => handler(/** @type {CustomEvent} */ (event).detail));
    joinCustomElements(page, on);
    const openPage = joinPages(page);
    on("open-element", ({ element: linked }) => {
        // A link may be older than what has become of its element since.
        const element = page.chat.transcript.element(linked.id) ?? linked;
        if (element.display === "page") openPage(element);
        else page.chat.sideView.show([element], false);
    });
    joinSide(page);
}

// A snapshot brings the chat's elements as they are, and of the side those that were once put there.
function joinSide(/** @type {Page.Parts} */ { chat }) {
    chat.addEventListener("restored", () => {
        for (const { id } of chat.sideView.elements) {
            const element = chat.transcript.element(id);
            if (element) chat.sideView.refresh(element);
            else chat.sideView.remove(id);
        }
    });
    find("martlet-side-view").bind(chat.sideView);
}

/** @param {Page.Parts} page @param {Page.On} on */
function joinCustomElements({ chat, identity, toasts }, on) {
    on("element-update", async ({ element, done }) =>
        done(await attempt(toasts, () => api.updateElement(identity.sessionId, element))));
    on("element-delete", async ({ element, done }) =>
        done(await attempt(toasts, () => api.deleteElement(identity.sessionId, element))));
    on("element-action", async ({ action, done }) =>
        done(await attempt(toasts, () => api.action(identity.sessionId, action))));
    on("element-reply", ({ element, value }) => {
        if (chat.ask?.spec.element_id === element.id) chat.ask.reply?.(value);
    });
}

/**
 * @param {Page.Parts} page
 * @returns {(element: ElementRecord) => void} opens an element's page.
 */
function joinPages({ chat }) {
    const view = find("martlet-element-page");
    // Which of the chat's elements was shown last: its page goes with it, but not one of another chat's element.
    let shown = "";
    const leave = () => {
        if (history.state?.isAbove) history.back();
        else history.replaceState(null, "", address(""));
    };
    const showKnown = () => {
        const element = chat.transcript.element(elementIn(location.pathname) ?? "");
        if (!element) return false;
        shown = element.id;
        view.show(element, leave);
        return true;
    };
    // Of a long chat that is being restored, the element may be still to come.
    const refresh = () => {
        if (!showKnown() && shown === elementIn(location.pathname) && !chat.isFilling) view.leave();
    };
    chat.transcript.addEventListener("change", ({ detail }) => detail.kind === "attachments" && refresh());
    chat.addEventListener("restored", refresh);
    const follow = () => {
        const id = elementIn(location.pathname);
        if (id === null) return view.close();
        if (showKnown()) return;
        view.show(null, leave);
        waitFor(chat, id).then((element) => {
            if (elementIn(location.pathname) !== id || showKnown()) return;
            if (element) view.show(element, leave);
            else view.showMissing();
        });
    };
    // An element over the chat is no other chat: who looks at the address for those must not see this one.
    addEventListener("popstate", (event) => {
        if (elementIn(location.pathname) !== null) event.stopImmediatePropagation();
        follow();
    }, true);
    follow();
    return (element) => {
        history.pushState({ isAbove: true }, "", pageOf(element));
        if (!showKnown()) view.show(element, leave);
    };
}

/** The element that an address of the app's names, or null. */
function elementIn(/** @type {string} */ path) {
    const prefix = address("element/");
    const id = path.startsWith(prefix) ? path.slice(prefix.length).replace(/\/$/, "") : "";
    try {
        return decodeURIComponent(id) || null;
    } catch {
        return null;
    }
}

/**
 * An element that is not there yet: of the chat that is being restored, or of an earlier one in the store.
 *
 * @param {import("./models/chat.js").Chat} chat
 * @param {string} id
 * @returns {Promise<ElementRecord | null>}
 */
function waitFor(chat, id) {
    const thread = new URLSearchParams(location.search).get("thread");
    const stored = thread ? api.threadElement(thread, id).catch(() => null) : Promise.resolve(null);
    /** @type {Promise<ElementRecord | null>} */
    const restored = new Promise((resolve) => {
        const look = () => {
            const element = chat.transcript.element(id);
            if (!element) return;
            chat.transcript.removeEventListener("change", look);
            resolve(element);
        };
        chat.transcript.addEventListener("change", look);
        setTimeout(() => {
            chat.transcript.removeEventListener("change", look);
            resolve(null);
        }, patience);
    });
    return Promise.race([restored, stored.then((element) => element ?? restored)]);
}
