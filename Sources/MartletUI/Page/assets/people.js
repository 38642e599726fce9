// Joins people to the server: what the elements ask for is sent.
import { attempt, beginNewChat, connect } from "./server.js";
import { api } from "./transport/api.js";
import { find, request } from "./helpers/dom.js";
import { isComposing } from "./helpers/keyboard.js";
import { string } from "./helpers/strings.js";

/** @param {Page.Parts} page */
export function joinPeople(page) {
    /** @type {Page.On} */
    const on = (name, handler) => document.addEventListener(`martlet:${name}`, ({ detail }) => handler(detail));
    joinMessages(page, on);
    joinSettings(page, on);
    joinReplies(page, on);
    joinFeedback(page, on);
    joinNavigation(page, on);
    // Any window may post messages; the app's handler is meant for the page that this one is framed in.
    addEventListener("message", ({ data, source }) => {
        if (parent !== window && source === parent) page.socket.emit("window_message", data);
    });
}

/** @param {Page.Parts} page @param {Page.On} on */
function joinMessages({ chat, socket, jump, user, context, composer, toasts }, on) {
    const author = user?.identifier ?? "User";
    on("send", ({ text, command, files = [] }) => {
        if (context.followsOwn) jump.toEnd();
        if (chat.ask?.spec.type === "text") {
            const { reply } = chat.ask;
            reply?.(chat.answer(text, author));
            return;
        }
        // A starter without a command goes with the one that is picked.
        const picked = chat.commands.picked?.id ?? null;
        const chosen = command === undefined ? picked : command;
        chat.compose(text, { author, command: chosen, files });
        if (chosen === picked) chat.commands.sent();
        request(document, "deliver");
    });
    let wantsStop = false;
    const stop = () => {
        wantsStop = !socket.emit("stop");
    };
    on("stop", stop);
    // What was to be stopped while there was no connection goes on behind it.
    chat.addEventListener("restored", () => {
        if (wantsStop && chat.isRunning) socket.emit("stop");
        wantsStop = false;
    });
    chat.addEventListener("hello", ({ detail }) => {
        if (detail.restored !== true) wantsStop = false;
    });
    on("edit", ({ node, text }) => {
        const { blocks, inputBlocks, ...step } = node.step;
        const isUnsent = chat.outbox.edit(node.id, text);
        if (!isUnsent && !socket.isConnected) {
            // An edit takes away what came after it, so it cannot wait; its text must not be lost.
            toasts.show({ type: "warning", message: string("martlet.connection.offline", "You are offline") });
            return composer.restore(text);
        }
        if (isUnsent) return chat.transcript.update({ ...step, output: text, blocks: null });
        // Shown when the server has taken it; of a message that it does not know any more it takes no other text.
        socket.emit("edit_message", { message: { ...step, output: text } });
    });
    on("favorite", ({ step, isFavorite }) => {
        const { blocks, inputBlocks, ...message } = step;
        socket.emit("message_favorite", { message: { ...message, metadata: { ...message.metadata, favorite: isFavorite } } });
    });
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.shiftKey || event.defaultPrevented || isComposing(event)) return;
        if (chat.isRunning && !document.querySelector("dialog:modal")) stop();
    });
}

/** @param {Page.Parts} page @param {Page.On} on */
function joinSettings({ socket, panel }, on) {
    on("open-settings", () => panel.open());
    on("settings-change", ({ values }) => socket.emit("chat_settings_change", values));
    on("settings-edit", ({ values }) => socket.emit("chat_settings_edit", values));
}

/** @param {Page.Parts} page @param {Page.On} on */
function joinReplies({ chat, identity, toasts }, on) {
    on("action", async ({ action, done }) => {
        if (chat.ask?.spec.keys?.includes(action.id)) chat.ask.reply?.(action);
        else await attempt(toasts, () => api.action(identity.sessionId, action));
        done();
    });
    on("reply", ({ value }) => chat.ask?.reply?.(value));
}

// One after the other: the identifier that the first thumb gets belongs to the comment that follows it.
/** @param {Page.Parts} page @param {Page.On} on */
function joinFeedback({ identity, toasts }, on) {
    /** @type {WeakMap<Page.TranscriptNode, string>} */
    const known = new WeakMap();
    let saving = Promise.resolve();
    on("feedback", ({ run, feedback, done }) => {
        const before = run.step.feedback ?? null;
        run.step.feedback = feedback;
        done();
        saving = saving.then(async () => {
            const id = known.get(run) ?? before?.id;
            const isSaved = await attempt(toasts, async () => {
                if (feedback) {
                    const answer = await api.setFeedback(identity.sessionId, {
                        ...feedback, id, forId: run.id, threadId: identity.threadId || undefined,
                    });
                    known.set(run, answer.feedbackId);
                } else if (id) {
                    await api.deleteFeedback(id);
                    known.delete(run);
                }
                return true;
            });
            if (!isSaved) run.step.feedback = before;
            else if (feedback?.comment !== before?.comment) toasts.show({
                type: "success", message: string("chat.messages.feedback.status.updated", "Feedback saved"),
            });
            done();
        });
    });
}

/** @param {Page.Parts} page @param {Page.On} on */
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
        if (page.connection.dataset.state === "refused") void connect(page);
        else page.socket.retryNow();
    });
    on("view-image", (image) => find("martlet-viewer").show(image));
}

/** @param {Page.Parts} page */
async function mayLeave({ settings, chat }) {
    if (!chat.hasInteraction || settings.ui.confirm_new_chat === false) return true;
    return find("martlet-confirm").ask({
        title: string("navigation.newChat.dialog.title", "Start a new chat?"),
        text: string("navigation.newChat.dialog.description",
            "The messages shown here will be cleared. Shall we go on?"),
    });
}
