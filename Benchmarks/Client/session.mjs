// One person's chat, spoken as Engine.IO and Socket.IO over a WebSocket, that checks all it is told.
import { randomUUID } from "node:crypto";
import { WebSocketClient } from "./socket.mjs";

const words = ["a", "swift", "sleeps", "on", "the", "wing,", "naïve", '"or"', "not:", "über", "land", "and", "sea"];
const texts = new Map();

// What the app answers to `tokens count`.
export function expectedText(count) {
    if (!texts.has(count)) {
        texts.set(count, Array.from({ length: count }, (_, number) => words[number % words.length] + " ").join(""));
    }
    return texts.get(count);
}

export class Session {
    id = randomUUID();
    // Frames with tokens: fewer than tokens, where the server joins them.
    frames = 0;
    pings = 0;
    #socket;
    #turn = null;
    #connected;
    #isClosing = false;

    // Resolves once the server has said everything it says to a new client.
    connect({ host, port }) {
        return new Promise((resolve, reject) => {
            this.#connected = { resolve, reject };
            this.#socket = new WebSocketClient({
                host, port, path: "/ws/socket.io/?EIO=4&transport=websocket",
                onText: (packet) => this.#receive(packet),
                onClose: () => this.#fail(new Error("the server closed the connection")),
            });
        });
    }

    // Sends a message; resolves to the milliseconds until the task has ended and all its text is there.
    chat(count) {
        return new Promise((resolve, reject) => {
            this.#turn = { resolve, reject, count, text: "", message: null, final: null, start: performance.now() };
            this.#emit("client_message", { message: {
                threadId: "", id: randomUUID(), name: "User", type: "user_message", output: `tokens ${count}`,
                createdAt: "2026-01-01T00:00:00.000Z", metadata: { location: "http://localhost/" },
            }, fileReferences: [] });
        });
    }

    // Leaves for good, as "new chat" does.
    leave() {
        this.#isClosing = true;
        this.#emit("clear_session");
        this.#socket.close();
    }

    close() {
        this.#isClosing = true;
        this.#socket.close();
    }

    drop() {
        this.#isClosing = true;
        this.#socket.drop();
    }

    vanish() {
        this.#isClosing = true;
        this.#socket.vanish(60000);
    }

    #emit(...event) {
        this.#socket.send("42" + JSON.stringify(event));
    }

    #receive(packet) {
        switch (packet.charCodeAt(0)) {
        case 0x30: // open
            this.#socket.send("40" + JSON.stringify({
                clientType: "webapp", sessionId: this.id, threadId: "", userEnv: "{}", chatProfile: "" }));
            break;
        case 0x32: // ping
            this.pings += 1;
            this.#socket.send("3");
            break;
        case 0x34: // message
            this.#receiveMessage(packet);
        }
    }

    #receiveMessage(packet) {
        switch (packet.charCodeAt(1)) {
        case 0x30:
            this.#emit("connection_successful");
            this.#emit("fetch_favorites");
            break;
        case 0x34:
            this.#fail(new Error("the server refused the connection: " + packet));
            break;
        case 0x32: {
            const [name, value] = JSON.parse(packet.slice(packet.indexOf("[")));
            this.#take(name, value);
        }
        }
    }

    #take(name, value) {
        const turn = this.#turn;
        if (name === "stream_token" && turn) {
            this.frames += 1;
            if (value.id === turn.message) turn.text += value.token;
        } else if (name === "stream_start" && turn) {
            this.frames += 1;
            turn.message = value.id;
            turn.text = value.output;
        } else if ((name === "new_message" || name === "update_message") && turn && value.id === turn.message) {
            turn.final = value.output;
        } else if (name === "clear_call_fn" && this.#connected) {
            this.#connected.resolve();
            this.#connected = null;
        } else if (name === "task_end" && turn) {
            this.#finish(turn);
        }
    }

    #finish(turn) {
        this.#turn = null;
        const expected = expectedText(turn.count);
        if (turn.text !== expected || turn.final !== expected) {
            turn.reject(new Error(`of ${expected.length} characters ${turn.text.length} came, at the end ${turn.final?.length}`));
        } else {
            turn.resolve(performance.now() - turn.start);
        }
    }

    #fail(error) {
        const waiting = this.#connected ?? this.#turn;
        this.#connected = this.#turn = null;
        if (waiting) waiting.reject(error);
        else if (!this.#isClosing) this.onLost?.();
    }
}
