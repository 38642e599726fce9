// Joins what models do to the page: the line below the chat, and the gauge beside the composer.
import { ContextMeter } from "./models/context-meter.js";
import { find } from "./helpers/dom.js";

/** @param {Page.Parts} page */
export function joinActivity({ chat, socket }) {
    const input = /** @type {HTMLTextAreaElement} */ (document.querySelector("#chat-input"));
    const meter = new ContextMeter(({ number }) => socket.emit("count_tokens", { text: input.value, number }));
    find("martlet-activity").bind(chat);
    find("martlet-context").bind(meter);
    chat.addEventListener("context", ({ detail }) => meter.receive(detail));
    // What was said is part of the next prompt, where the app remembers it.
    chat.addEventListener("running", () => {
        if (!chat.isRunning) meter.ask();
    });
    input.addEventListener("input", () => meter.drafted());
    document.addEventListener("martlet:send", () => meter.drafted());
}
