// Sends what waits in the outbox, as soon as the chat takes it.

// In the breath of a greeting a new chat has its start begin, and a known one asks again what it waits for.
const breath = 100;
// As long as the server itself lets messages wait for the chat's start.
const patience = 10_000;
// Between a message and the start of its run nothing else is sent; a refused message starts none.
const longestWait = 3_000;

/** @param {Page.Parts} page */
export function joinDelivery({ socket, chat, uploads }) {
    const { outbox } = chat;
    let isSettled = false;
    let waitsUntil = 0;
    let startsUntil = Infinity;
    let timer = 0;
    let greetingTimer = 0;

    const mayDeliver = () => {
        if (!isSettled || chat.ask || Date.now() < waitsUntil) return false;
        return !chat.isRunning || (chat.isStarting && Date.now() >= startsUntil);
    };
    const deliver = () => {
        if (!mayDeliver()) return later(nextTry());
        if (!outbox.sendNext((payload) => socket.emit("client_message", payload))) return;
        waitsUntil = Date.now() + longestWait;
        later(longestWait);
    };
    const nextTry = () => {
        const moments = [waitsUntil, chat.isStarting ? startsUntil : 0].filter((moment) => moment > Date.now());
        return moments.length > 0 ? Math.min(...moments) - Date.now() : Infinity;
    };
    const later = (/** @type {number} */ delay) => {
        clearTimeout(timer);
        if (outbox.messages.length > 0 && Number.isFinite(delay)) timer = setTimeout(deliver, delay);
    };
    const settle = () => {
        clearTimeout(greetingTimer);
        isSettled = true;
        deliver();
    };

    socket.addEventListener("connect", () => {
        outbox.connected();
        waitsUntil = 0;
    });
    socket.addEventListener("disconnect", () => {
        isSettled = false;
        clearTimeout(timer);
        clearTimeout(greetingTimer);
    });
    const settleSoon = () => {
        clearTimeout(greetingTimer);
        greetingTimer = setTimeout(settle, breath);
    };
    chat.addEventListener("hello", ({ detail }) => {
        // Of a chat that the server knows a snapshot follows.
        if (detail.restored) return;
        chat.settleAsNew();
        uploads.resend();
        settleSoon();
    });
    chat.addEventListener("restored", settleSoon);
    chat.addEventListener("running", () => {
        waitsUntil = 0;
        startsUntil = chat.isStarting ? Date.now() + patience : Infinity;
        // What ends a question begins a run in the same breath.
        later(chat.isRunning ? nextTry() : 50);
    });
    chat.addEventListener("ask", () => later(50));
    document.addEventListener("martlet:deliver", deliver);
}
