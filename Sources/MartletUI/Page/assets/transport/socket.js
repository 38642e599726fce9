import { assemble, decode, encode } from "./socket-packets.js";
import { Backoff } from "./backoff.js";
import { Engine } from "./engine.js";

/** @typedef {import("./socket-packets.js").SocketPacket} SocketPacket */
/**
 * @typedef {object} SocketOptions
 * @property {() => object} auth asked for at each connect, so that a reconnect carries what has changed since
 * @property {string[] | null} [transports]
 * @property {(() => Promise<unknown>) | null} [beforeConnect]
 */

/**
 * A Socket.IO client for the default namespace. Events: `connect`, `disconnect` (reason), `refused` (message),
 * `retry` (milliseconds until the next attempt), and `event` (name, arguments, acknowledge or null).
 */
export class Socket extends EventTarget {
    #address;
    /** @type {SocketOptions} */
    #options;
    /** @type {Engine | null} */
    #engine = null;
    #timer = 0;
    #isWanted = false;
    #isConnected = false;
    /** @type {{ packet: SocketPacket & { attachments: number }, buffers: any[] } | null} */
    #pending = null;
    /** @type {Map<number, (...values: any[]) => void>} */
    #acknowledgements = new Map();
    #nextId = 0;
    backoff = new Backoff();

    /**
     * @param {string} address
     * @param {SocketOptions} options
     */
    constructor(address, { auth, transports = null, beforeConnect = null }) {
        super();
        this.#address = address;
        this.#options = { auth, transports, beforeConnect };
    }

    get isConnected() {
        return this.#isConnected;
    }

    get transportName() {
        return this.#engine?.transportName;
    }

    connect() {
        this.#isWanted = true;
        this.backoff.reset();
        this.#open();
    }

    /** Tries again at once instead of waiting. */
    retryNow() {
        if (this.#isWanted && !this.#isConnected && this.#timer) this.#open();
    }

    disconnect() {
        this.#isWanted = false;
        clearTimeout(this.#timer);
        this.#timer = 0;
        if (this.#isConnected) this.#send({ type: "disconnect" });
        this.#engine?.close();
        this.#engine = null;
        this.#lost("io client disconnect");
    }

    /**
     * Sends an event; without a connection it is dropped and false returned. A last function takes the answer.
     * @param {string} name
     * @param {...any} values
     */
    emit(name, ...values) {
        if (!this.#isConnected) return false;
        /** @type {SocketPacket} */
        const packet = { type: "event" };
        if (typeof values.at(-1) === "function") {
            const id = this.#nextId++;
            packet.id = id;
            this.#acknowledgements.set(id, values.pop());
        }
        this.#send({ ...packet, data: [name, ...values] });
        return true;
    }

    async #open() {
        clearTimeout(this.#timer);
        this.#timer = 0;
        this.#engine?.close();
        /** @type {Engine} */
        const engine = new Engine(this.#address, {
            transports: this.#options.transports,
            handlers: {
                open: () => this.#send({ type: "connect", data: this.#options.auth() }),
                message: (data) => this.#receive(data),
                closed: (reason) => this.#closed(engine, reason),
            },
        });
        this.#engine = engine;
        this.#pending = null;
        await this.#options.beforeConnect?.();
        if (this.#engine === engine && this.#isWanted) engine.open();
    }

    /** @param {SocketPacket} packet */
    #send(packet) {
        const { text, buffers } = encode(packet);
        this.#engine?.send([text, ...buffers]);
    }

    /** @param {any} data */
    #receive(data) {
        if (typeof data !== "string") return this.#receiveBytes(data);
        const packet = decode(data);
        if (!packet || packet.namespace !== "/") return;
        if (packet.attachments > 0) this.#pending = { packet, buffers: [] };
        else this.#handle(packet);
    }

    /** @param {any} data */
    #receiveBytes(data) {
        if (!this.#pending) return;
        const { packet, buffers } = this.#pending;
        if (buffers.push(data) < packet.attachments) return;
        this.#pending = null;
        this.#handle(assemble(packet, buffers));
    }

    /** @param {SocketPacket} packet */
    #handle(packet) {
        switch (packet.type) {
            case "connect":
                this.#isConnected = true;
                this.backoff.reset();
                return this.#tell("connect");
            case "event":
                return this.#tell("event", {
                    name: packet.data[0],
                    values: packet.data.slice(1),
                    acknowledge: typeof packet.id === "number" ? this.#acknowledger(packet.id) : null,
                });
            case "ack":
                this.#acknowledgements.get(packet.id ?? -1)?.(...(packet.data ?? []));
                return void this.#acknowledgements.delete(packet.id ?? -1);
            case "connect_error":
                this.#isWanted = false;
                this.#engine?.close();
                return this.#tell("refused", { message: packet.data?.message ?? String(packet.data ?? "") });
            case "disconnect":
                this.#engine?.close();
                return this.#closed(this.#engine, "io server disconnect");
        }
    }

    // Ids belong to one connection: an answer after a reconnect would answer another question.
    /**
     * @param {number} id
     * @returns {(...values: any[]) => boolean}
     */
    #acknowledger(id) {
        const engine = this.#engine;
        return (...values) => {
            if (this.#engine !== engine || !this.#isConnected) return false;
            this.#send({ type: "ack", id, data: values });
            return true;
        };
    }

    /**
     * @param {Engine | null} engine
     * @param {string} reason
     */
    #closed(engine, reason) {
        if (engine !== this.#engine) return;
        this.#engine = null;
        this.#lost(reason);
        if (!this.#isWanted) return;
        const delay = this.backoff.next();
        this.#timer = setTimeout(() => this.#open(), delay);
        this.#tell("retry", { delay });
    }

    /** @param {string} reason */
    #lost(reason) {
        this.#acknowledgements.clear();
        this.#pending = null;
        if (!this.#isConnected) return;
        this.#isConnected = false;
        this.#tell("disconnect", { reason });
    }

    /**
     * @param {string} type
     * @param {object} [detail]
     */
    #tell(type, detail = {}) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}
