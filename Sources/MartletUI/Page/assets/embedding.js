// The page in a frame of another page: what the two tell each other (see embed/). The page's policy says who may frame it.
import { chooseTheme } from "./helpers/appearance.js";
import { isComposing } from "./helpers/keyboard.js";
import { host } from "./helpers/host.js";
import { isBridgeMessage } from "./models/bridge.js";

/** @param {Page.Parts} page */
export function joinHost({ socket, chat, composer }) {
    if (parent === window) return;
    /** @type {unknown[]} */
    const waiting = [];
    document.documentElement.classList.add("embedded");
    // Before all others, so that what is meant for the page is not taken for a message to the app.
    addEventListener("message", (event) => {
        if (event.source !== parent || !isBridgeMessage(event.data)) return;
        event.stopImmediatePropagation();
        receive(event);
    });
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.defaultPrevented || isComposing(event)) return;
        if (!chat.isRunning && !document.querySelector("dialog[open]")) host.tell("close");
    });

    // What comes while there is no connection, once there is one, and the chat is joined.
    socket.addEventListener("connect", () => setTimeout(() => waiting.splice(0).forEach(send)));
    // To whoever it is: it says no more than that somebody listens here.
    parent.postMessage({ martlet: "ready" }, "*");

    /** @param {MessageEvent} event */
    function receive({ data, origin }) {
        if (data.martlet === "hello") host.origin = origin;
        // Only who said hello is listened to.
        if (origin !== host.origin) return;
        if (["light", "dark", "system"].includes(data.theme)) chooseTheme(data.theme, false);
        if (data.martlet === "focus") composer.focusInput();
        if (data.martlet === "message") send(data.message);
    }

    /** @param {unknown} message */
    function send(message) {
        if (!socket.emit("window_message", message) && waiting.length < 100) waiting.push(message);
    }
}
