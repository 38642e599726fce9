import { decodePayload, encodePayloads } from "./engine-packets.js";

/** @typedef {import("./engine-packets.js").EnginePacket} EnginePacket */

/** Browsers let no more outlive its page, in bytes; a character may take several. */
const longestKept = 16_000;

/** Engine.IO over long polling: a GET that hangs until there is something, and one POST at a time. */
export class PollingTransport {
    name = "polling";
    #address;
    /** @type {string | null} */
    #sid = null;
    #isOpen = false;
    #isPaused = false;
    #abort = new AbortController();
    /** @type {Promise<void> | null} */
    #polling = null;
    /** @type {EnginePacket[]} */
    #outgoing = [];
    /** @type {Promise<void> | null} */
    #posting = null;
    maxPayload = Infinity;

    /**
     * @param {string} address
     * @param {{ packet: (packet: EnginePacket) => void, closed: (reason: string) => void }} handlers
     */
    constructor(address, handlers) {
        this.#address = address;
        this.handlers = handlers;
    }

    open() {
        this.#isOpen = true;
        this.#poll();
    }

    /** @param {EnginePacket[]} packets */
    send(packets) {
        this.#outgoing.push(...packets);
        this.#post();
    }

    /** Stops polling, and returns when nothing is on its way any more: before a WebSocket takes over. */
    async pause() {
        this.#isPaused = true;
        await Promise.all([this.#polling, this.#posting]);
    }

    /** What was not sent yet: the transport that takes over sends it. */
    takeOutgoing() {
        return this.#outgoing.splice(0);
    }

    close() {
        const wasOpen = this.#isOpen && this.#sid && !this.#isPaused;
        this.#isOpen = false;
        this.#abort.abort();
        if (wasOpen) this.#leave().catch(() => {});
    }

    // What was said last counts: it may be that the chat is over. Two posts at once are refused.
    async #leave() {
        await this.#posting;
        for (const payload of encodePayloads([...this.takeOutgoing(), { type: "close" }], this.maxPayload)) {
            await this.#fetch("POST", payload);
        }
    }

    async #poll() {
        while (this.#isOpen && !this.#isPaused) {
            this.#polling = this.#pollOnce();
            await this.#polling;
        }
    }

    async #pollOnce() {
        try {
            const response = await this.#fetch("GET", null, this.#abort.signal);
            if (!response.ok) return this.#fail();
            for (const packet of decodePayload(await response.text())) this.#receive(packet);
        } catch {
            this.#fail();
        }
    }

    /** @param {EnginePacket} packet */
    #receive(packet) {
        if (!this.#isOpen) return;
        if (packet.type === "open") this.#sid = JSON.parse(packet.data).sid;
        this.handlers.packet(packet);
    }

    #post() {
        if (!this.#sid || this.#isPaused) return;
        this.#posting ??= this.#postAll().finally(() => (this.#posting = null));
    }

    async #postAll() {
        try {
            while (this.#isOpen && !this.#isPaused && this.#outgoing.length > 0) {
                for (const payload of encodePayloads(this.#outgoing.splice(0), this.maxPayload)) {
                    const response = await this.#fetch("POST", payload);
                    if (!response.ok) return this.#fail();
                }
            }
        } catch {
            this.#fail();
        }
    }

    /**
     * @param {string} method
     * @param {string | null} body
     * @param {AbortSignal} [signal]
     */
    #fetch(method, body, signal) {
        const query = new URLSearchParams({ EIO: "4", transport: "polling", t: Date.now().toString(36) });
        if (this.#sid) query.set("sid", this.#sid);
        /** @type {Record<string, string>} */
        const headers = body === null ? {} : { "Content-Type": "text/plain;charset=UTF-8" };
        return fetch(`${this.#address}?${query}`, {
            method, body, headers, signal, credentials: "include", cache: "no-store", keepalive: body !== null && body.length < longestKept,
        });
    }

    #fail() {
        if (!this.#isOpen) return;
        this.#isOpen = false;
        this.#abort.abort();
        this.handlers.closed("transport error");
    }
}
