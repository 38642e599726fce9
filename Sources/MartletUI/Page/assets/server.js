// Joins the server to the page: what arrives on the socket goes to the chat, and what the chat tells of is shown.
import { Backoff } from "./transport/backoff.js";
import { RequestError, api } from "./transport/api.js";
import { find, request } from "./helpers/dom.js";
import { setFileSession } from "./elements/attachments.js";
import { host } from "./helpers/host.js";
import { string } from "./helpers/strings.js";

/** @param {Page.Parts} page */
export function joinServer(page) {
    joinSocket(page);
    joinChat(page);
    joinWatchMode(page);
}

/** @param {Page.Parts} page */
function joinSocket({ socket, chat, connection, composer, panel, toasts }) {
    socket.addEventListener("connect", () => {
        connection.state = "connected";
        composer.isOnline = true;
        panel.isOnline = true;
        socket.emit("connection_successful");
        socket.emit("fetch_favorites");
    });
    socket.addEventListener("event", ({ detail }) => chat.receive(detail.name, detail.values[0], detail.acknowledge));
    socket.addEventListener("disconnect", ({ detail }) => {
        composer.isOnline = false;
        panel.isOnline = false;
        chat.disconnected();
        if (detail.reason !== "io client disconnect") connection.state = "reconnecting";
    });
    socket.addEventListener("retry", () => (connection.state = navigator.onLine ? "reconnecting" : "offline"));
    socket.addEventListener("refused", ({ detail }) => {
        connection.state = "refused";
        const text = string("common.status.error.serverConnection", "The server cannot be reached");
        toasts.show({ type: "error", message: detail.message ? `${text}: ${detail.message}` : text });
        // It may be that nobody is signed in any more.
        request(document, "unauthorized");
    });
    addEventListener("online", () => socket.retryNow());
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden) socket.retryNow();
    });
}

/** @param {Page.Parts} page */
function joinChat({ chat, identity, toasts, composer, draft }) {
    chat.addEventListener("toast", ({ detail }) => toasts.show(detail));
    chat.addEventListener("lost", ({ detail }) => composer.restore(detail.text));
    chat.addEventListener("forgotten", () => toasts.show({
        type: "warning",
        message: string("martlet.forgotten", "The server no longer knows the messages so far."),
    }));
    chat.addEventListener("thread", ({ detail }) => {
        identity.threadId = detail.id;
        if (draft.open(detail.id, true)) composer.showDraft();
    });
    chat.addEventListener("call", ({ detail }) => {
        dispatchEvent(new CustomEvent("chainlit-call-fn", { detail }));
    });
    chat.addEventListener("window-message", ({ detail }) => {
        if (parent !== window) parent.postMessage(detail.message, host.origin);
    });
}

// While a developer works on the app, its server goes and comes in a blink: follow it as fast as that.
/** @param {Page.Parts} page */
function joinWatchMode({ chat, identity, socket }) {
    const buildError = find("martlet-build-error");
    let isReloading = false;
    const reload = async () => {
        if (isReloading) return;
        isReloading = true;
        socket.emit("clear_session");
        identity.forget();
        while (!(await api.isUp())) await new Promise((resolve) => setTimeout(resolve, 25));
        location.reload();
    };
    chat.addEventListener("build", ({ detail }) => buildError.show(detail));
    chat.addEventListener("reload", reload);
    chat.addEventListener("hello", ({ detail }) => {
        if (detail.watch) socket.backoff = new Backoff({ first: 25, longest: 1000, jitter: 0.2 });
        if (detail.watch && detail.isRestarted) reload();
    });
}

/**
 * Connects, once the app has the keys of the person that it works with.
 * @param {Page.Parts} page
 */
export async function connect(page) {
    const { settings, identity, socket, connection, toasts } = page;
    const keys = settings.userEnv ?? [];
    if (keys.some((key) => !identity.environment[key])) {
        const values = await askForKeys(page);
        if (!values) {
            connection.state = "refused";
            return toasts.show({ type: "warning", message: string("apiKeys.title", "API keys needed") });
        }
    }
    socket.connect();
}

/**
 * Takes the person's keys. They are never stored.
 * @param {Page.Parts} page
 */
export async function askForKeys({ settings, identity }) {
    const { askForEnvironment } = await import("./elements/environment.js");
    const values = await askForEnvironment({
        keys: settings.userEnv ?? [], values: identity.environment, isMasked: settings.maskUserEnv !== false,
    });
    if (values) identity.environment = values;
    return values;
}

/**
 * Ends what this page has to do with its chat. A run goes on where the chat can be opened again.
 * @param {Page.Parts} page
 */
export function leaveChat({ socket, chat }, isKept = false) {
    if (!(isKept && chat.isRunning)) socket.emit("clear_session");
    socket.disconnect();
    chat.clear();
}

/**
 * Leaves this chat for a new one, or for a thread that was kept.
 * @param {Page.Parts} page
 */
export function beginNewChat(page, threadId = "") {
    leaveChat(page, threadId !== "" || page.hasHistory);
    page.identity.renew(threadId);
    setFileSession(page.identity.sessionId);
    page.chat.outbox.open(page.identity.sessionId);
    page.uploads.clear();
    if (page.draft.open(threadId)) page.composer.showDraft();
    request(document, "chat-begun", { threadId });
    // Where a finger points, the keyboard would cover what was opened to be read.
    if (!threadId || matchMedia("(pointer: fine)").matches) page.composer.focusInput();
    return connect(page);
}

/**
 * Runs a request of a person's doing; what goes wrong is told in a toast.
 * @template Answer
 * @param {import("./elements/toasts.js").Toasts} toasts
 * @param {() => Promise<Answer>} work
 * @returns {Promise<Answer | null>}
 */
export async function attempt(toasts, work) {
    try {
        return await work();
    } catch (error) {
        const unknown = string("common.status.error.default", "Something went wrong");
        const message = error instanceof RequestError ? error.message : unknown;
        toasts.show({ type: "error", message });
        if (error instanceof RequestError && error.status === 401) request(document, "unauthorized");
        return null;
    }
}
