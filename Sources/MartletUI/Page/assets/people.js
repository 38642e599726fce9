// Joins people to the server: what the elements ask for is sent.
import { attempt, beginNewChat } from "./server.js";
import { api } from "./transport/api.js";
import { string } from "./helpers/strings.js";

const find = (selector) => document.querySelector(selector);

export function joinPeople(page) {
    const on = (name, handler) => document.addEventListener(`martlet:${name}`, ({ detail }) => handler(detail));
    joinMessages(page, on);
    joinSettings(page, on);
    joinReplies(page, on);
    joinNavigation(page, on);
    addEventListener("message", ({ data, source }) => {
        if (source !== window) page.socket.emit("window_message", data);
    });
}

function joinMessages({ chat, socket, jump, user, context }, on) {
    const author = user?.identifier ?? "User";
    on("send", ({ text, command }) => {
        if (context.followsOwn) jump.toEnd();
        if (chat.ask?.spec.type === "text") {
            const { reply } = chat.ask;
            reply?.(chat.answer(text, author));
            return;
        }
        socket.emit("client_message", chat.compose(text, { author, command }));
    });
    on("stop", () => socket.emit("stop"));
    on("edit", ({ node, text }) => {
        const { blocks, inputBlocks, ...step } = node.step;
        chat.transcript.update({ ...step, output: text, blocks: null });
        socket.emit("edit_message", { message: { ...step, output: text } });
    });
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
        if (chat.isRunning && !find("dialog[open]")) socket.emit("stop");
    });
}

function joinSettings({ socket, panel }, on) {
    on("open-settings", () => panel.open());
    on("settings-change", ({ values }) => socket.emit("chat_settings_change", values));
    on("settings-edit", ({ values }) => socket.emit("chat_settings_edit", values));
}

function joinReplies({ chat, identity, toasts }, on) {
    on("action", async ({ action, done }) => {
        if (chat.ask?.spec.keys?.includes(action.id)) chat.ask.reply?.(action);
        else await attempt(toasts, () => api.action(identity.sessionId, action));
        done();
    });
    on("reply", ({ value }) => chat.ask?.reply?.(value));
    on("reply-files", async ({ files, parentId, size }) => {
        const { reply } = chat.ask ?? {};
        const tooBig = files.find((file) => file.size > size * 1024 * 1024);
        if (tooBig) {
            const limit = string("chat.fileUpload.sizeLimit", "Maximum:");
            return toasts.show({ type: "error", message: `${tooBig.name}: ${limit} ${size} MB` });
        }
        const upload = (file) => api.upload(file, identity.sessionId, parentId);
        const uploaded = await attempt(toasts, () => Promise.all(files.map(upload)));
        if (uploaded) reply?.(uploaded.map(({ id }) => ({ id })));
    });
}

function joinNavigation(page, on) {
    find("#new-chat-button").addEventListener("click", async () => {
        if (await mayLeave(page)) beginNewChat(page);
    });
    on("profile", async ({ name }) => {
        if (!(await mayLeave(page))) return page.showSettings(page.settings);
        page.identity.profile = name;
        const settings = await attempt(page.toasts, () => api.settings(name));
        if (settings) page.showSettings(settings);
        beginNewChat(page);
    });
    on("retry", () => {
        if (page.connection.dataset.state === "refused") page.socket.connect();
        else page.socket.retryNow();
    });
    on("view-image", (image) => find("martlet-viewer").show(image));
}

async function mayLeave({ settings, chat }) {
    if (!chat.hasInteraction || settings.ui.confirm_new_chat === false) return true;
    return find("martlet-confirm").ask({
        title: string("navigation.newChat.dialog.title", "Start a new chat?"),
        text: string("navigation.newChat.dialog.description",
            "The messages shown here will be cleared. Shall we go on?"),
    });
}
