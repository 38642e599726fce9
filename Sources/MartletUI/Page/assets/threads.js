// Joins earlier chats to the page, in apps that keep them: the list at the side, what is done with one, and the
// addresses they are found at.
import { address, rootPath } from "./helpers/configuration.js";
import { attempt, beginNewChat, connect, leaveChat } from "./server.js";
import { find } from "./helpers/dom.js";
import { pathOf, routeOf } from "./models/route.js";
import { Threads } from "./elements/threads.js";
import { ThreadList } from "./models/thread-list.js";
import { api } from "./transport/api.js";
import { setFileSession } from "./elements/attachments.js";
import { string } from "./helpers/strings.js";

const here = () => routeOf(location.pathname, rootPath);

customElements.define("martlet-threads", Threads);

/**
 * Shows what the address asks for, and goes on with the person from there.
 * @param {Page.Parts} parts
 */
export function joinThreads(parts) {
    const { settings, user, toasts } = parts;
    const threads = find("martlet-threads");
    const page = Object.assign(parts, { threads, route: here() });
    const list = new ThreadList((query) => attempt(toasts, () => api.threads(query)));
    page.hasHistory = Boolean(settings.dataPersistence && user);
    threads.bind(list);
    if (page.hasHistory) {
        threads.offer({ state: settings.ui.default_sidebar_state ?? "open", canShare: settings.threadSharing === true });
    }
    joinChanges(page, list);
    joinAddresses(page, list);
    return openFirst(page);
}

/** @param {Page.WithThreads} page @param {ThreadList} list */
function joinChanges(page, list) {
    const { toasts } = page;
    /** @type {Page.On} */
    const on = (name, handler) => page.threads.addEventListener(`martlet:${name}`, ({ detail }) => handler(detail));
    /** @param {() => Promise<unknown>} work @param {string | null} message */
    const change = async (work, message) => {
        const isDone = await attempt(toasts, async () => (await work(), true));
        if (isDone && message) toasts.show({ type: "success", message });
        return Boolean(isDone);
    };
    on("rename-thread", async ({ thread }) => {
        const { askForName } = await import("./elements/thread-dialogs.js");
        const name = await askForName(thread);
        const message = string("threadHistory.thread.actions.rename.success", "The chat has its new name");
        if (name && (await change(() => api.renameThread(thread.id, name), message))) list.change(thread.id, { name });
    });
    on("delete-thread", async ({ thread }) => {
        const isAgreed = await find("martlet-confirm").ask({
            title: string("threadHistory.thread.actions.delete.title", "Delete this chat?"),
            text: string("threadHistory.thread.actions.delete.description",
                "Its messages and files go with it, and nothing can be brought back."),
        });
        const message = string("threadHistory.thread.actions.delete.success", "The chat is gone");
        if (!isAgreed || !(await change(() => api.deleteThread(thread.id), message))) return;
        list.remove(thread.id);
        if (page.route.id === thread.id) void beginNewChat(page);
    });
    on("share-thread", async ({ thread }) => {
        const { openShareDialog } = await import("./elements/thread-dialogs.js");
        openShareDialog(thread, async (isShared) => {
            const isDone = await change(() => api.shareThread(thread.id, isShared), null);
            if (isDone) list.change(thread.id, { metadata: { ...thread.metadata, is_shared: isShared } });
            return isDone;
        });
    });
}

/** @param {Page.WithThreads} page @param {ThreadList} list */
function joinAddresses(page, list) {
    const { chat, identity, threads } = page;
    threads.addEventListener("martlet:open-thread", ({ detail }) => {
        /** @type {Page.Route} */
        const route = { kind: "thread", id: detail.id };
        if (isSame(page.route, route)) return;
        find("martlet-announcer").say(list.get(detail.id)?.name ?? "");
        void open(page, route);
    });
    addEventListener("popstate", () => {
        if (!isSame(page.route, here())) void open(page, here());
    });
    document.addEventListener("martlet:chat-begun", (event) => {
        const { threadId } = /** @type {CustomEvent} */ (event).detail;
        show(page, threadId ? { kind: "thread", id: threadId } : { kind: "chat", id: "" });
        page.setReadOnly(false);
    });
    // A chat has an address from its first message on.
    chat.addEventListener("thread", ({ detail }) => {
        if (!page.hasHistory || page.isReadOnly || !chat.hasInteraction) return;
        identity.keep(detail.id);
        if (detail.name && detail.name !== "resume") {
            list.add({ id: detail.id, name: detail.name, createdAt: new Date().toISOString() });
        }
        show(page, { kind: "thread", id: detail.id }, "replaceState");
        if (detail.profile && detail.profile !== identity.profile) void takeProfile(page, detail.profile);
    });
    chat.addEventListener("resume-failed", () => {
        identity.keep("");
        show(page, { kind: "chat", id: "" }, "replaceState");
    });
}

/** @param {Page.WithThreads} page @param {string} profile */
async function takeProfile(page, profile) {
    page.identity.profile = profile;
    const settings = await attempt(page.toasts, () => api.settings(profile));
    if (settings) page.showSettings(settings);
}

/**
 * Has the address and the list say what is shown.
 * @param {Page.WithThreads} page
 * @param {Page.Route} route
 * @param {"pushState" | "replaceState"} way
 */
function show(page, route, way = "pushState") {
    page.route = route;
    page.threads.current = route.kind === "thread" ? route.id : "";
    // The address is an element's while that lies over the chat.
    const isCovered = way === "replaceState" && location.pathname.startsWith(address("element/"));
    if (!isCovered && !isSame(route, here())) history[way](null, "", address(pathOf(route)));
}

/** @param {Page.Route} one @param {Page.Route} other */
function isSame(one, other) {
    return one.id === other.id && (one.kind === other.kind || one.id === "");
}

/** @param {Page.WithThreads} page @param {Page.Route} route whether it can be written in, or only be read */
function isForReading(page, route) {
    return route.kind === "share" || (route.kind === "thread" && page.hasHistory && !page.settings.threadResumable);
}

/** @param {Page.WithThreads} page */
async function openFirst(page) {
    const route = here();
    if (isForReading(page, route)) return open(page, route);
    const { identity } = page;
    if (page.hasHistory) {
        const wanted = route.kind === "thread" ? route.id : "";
        // After a reload the tab's session still shows the thread of the address; else that is another chat.
        if (identity.keptThread === wanted) identity.keep(wanted);
        else identity.renew(wanted);
        setFileSession(identity.sessionId);
        page.chat.outbox.open(identity.sessionId);
        if (page.draft.open(wanted)) page.composer.showDraft();
        page.threads.current = wanted;
    }
    return connect(page);
}

/** @param {Page.WithThreads} page @param {Page.Route} route */
async function open(page, route) {
    if (!isForReading(page, route)) return beginNewChat(page, route.kind === "thread" ? route.id : "");
    leaveChat(page, true);
    // What waits in the chat before is not shown in this one.
    page.chat.outbox.open("");
    page.setReadOnly(true);
    show(page, route);
    const thread = await attempt(page.toasts, () => (route.kind === "share" ? api.sharedThread(route.id) : api.thread(route.id)));
    if (thread && isSame(page.route, route)) page.chat.receive("resume_thread", thread);
}
