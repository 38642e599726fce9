// Joins the server to the page: what arrives on the socket goes to the chat, and what the chat tells of is shown.
import { Backoff } from "./transport/backoff.js";
import { RequestError, api } from "./transport/api.js";
import { setFileSession } from "./elements/attachments.js";
import { string } from "./helpers/strings.js";

const announcedLength = 2000;

export function joinServer(page) {
    joinSocket(page);
    joinChat(page);
    joinWatchMode(page);
}

function joinSocket({ socket, chat, connection, composer, toasts }) {
    socket.addEventListener("connect", () => {
        connection.state = "connected";
        composer.isOnline = true;
        socket.emit("connection_successful");
        socket.emit("fetch_favorites");
    });
    socket.addEventListener("event", ({ detail }) => chat.receive(detail.name, detail.values[0], detail.acknowledge));
    socket.addEventListener("disconnect", ({ detail }) => {
        composer.isOnline = false;
        chat.disconnected();
        if (detail.reason !== "io client disconnect") connection.state = "reconnecting";
    });
    socket.addEventListener("retry", () => (connection.state = navigator.onLine ? "reconnecting" : "offline"));
    socket.addEventListener("refused", ({ detail }) => {
        connection.state = "refused";
        const text = string("common.status.error.serverConnection", "The server cannot be reached");
        toasts.show({ type: "error", message: detail.message ? `${text}: ${detail.message}` : text });
    });
    addEventListener("online", () => socket.retryNow());
    document.addEventListener("visibilitychange", () => {
        if (!document.hidden) socket.retryNow();
    });
}

function joinChat({ chat, identity, toasts, composer }) {
    const announcer = document.querySelector("#announcer");
    chat.addEventListener("finished", ({ detail }) => {
        announcer.textContent = detail.node.output.text.slice(0, announcedLength);
    });
    chat.addEventListener("toast", ({ detail }) => toasts.show(detail));
    chat.addEventListener("lost", ({ detail }) => composer.restore(detail.text));
    chat.addEventListener("forgotten", () => toasts.show({
        type: "warning",
        message: string("martlet.forgotten", "The server was restarted and does not know the messages so far."),
    }));
    chat.addEventListener("thread", ({ detail }) => (identity.threadId = detail.id));
    chat.addEventListener("call", ({ detail }) => {
        dispatchEvent(new CustomEvent("chainlit-call-fn", { detail }));
    });
    chat.addEventListener("window-message", ({ detail }) => {
        if (parent !== window) parent.postMessage(detail.message, "*");
    });
}

// While a developer works on the app, its server goes and comes in a blink: follow it as fast as that.
function joinWatchMode({ chat, identity, socket }) {
    const buildError = document.querySelector("martlet-build-error");
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

/** Leaves this chat for a new one. */
export function beginNewChat({ socket, identity, chat, composer }) {
    socket.emit("clear_session");
    socket.disconnect();
    identity.renew();
    setFileSession(identity.sessionId);
    chat.clear();
    socket.connect();
    composer.focusInput();
}

/** Runs a request of a person's doing; what goes wrong is told in a toast. */
export async function attempt(toasts, request) {
    try {
        return await request();
    } catch (error) {
        const unknown = string("common.status.error.default", "Something went wrong");
        const message = error instanceof RequestError ? error.message : unknown;
        toasts.show({ type: "error", message });
        return null;
    }
}
