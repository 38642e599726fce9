import { PollingTransport } from "./polling-transport.js";
import { WebSocketTransport } from "./web-socket-transport.js";

/** @typedef {import("./engine-packets.js").EnginePacket} EnginePacket */
/** @typedef {PollingTransport | WebSocketTransport} Transport */
/**
 * @typedef {object} EngineHandlers
 * @property {() => void} open
 * @property {(data: any) => void} message
 * @property {(reason: string) => void} closed
 */

const openTimeout = 8000;

/**
 * One Engine.IO connection. WebSocket first and polling where that fails, unless the app names its transports: then the
 * first of them opens the connection, and polling is upgraded when `websocket` follows it.
 */
export class Engine {
    #address;
    #plan;
    /** @type {Transport | null} */
    #transport = null;
    /** @type {WebSocketTransport | null} */
    #probe = null;
    /** @type {Protocol.Handshake | null} */
    #handshake = null;
    /** @type {EnginePacket[]} */
    #waiting = [];
    #isUpgrading = false;
    #deadline = 0;
    #isClosed = false;

    /**
     * @param {string} address
     * @param {{ transports?: string[] | null, handlers: EngineHandlers }} options
     */
    constructor(address, { transports = null, handlers }) {
        this.#address = address;
        this.#plan = transports?.length ? transports : ["websocket", "polling"];
        this.mayFallBack = !transports?.length;
        this.handlers = handlers;
    }

    get transportName() {
        return this.#transport?.name;
    }

    open() {
        this.#start(this.#plan[0]);
    }

    /**
     * Sends texts and byte buffers that belong together, in order.
     * @param {any[]} messages
     */
    send(messages) {
        const packets = messages.map((data) => ({ type: "message", data }));
        if (this.#isUpgrading || !this.#handshake) this.#waiting.push(...packets);
        else this.#transport?.send(packets);
    }

    close() {
        if (this.#isClosed) return;
        this.#isClosed = true;
        clearTimeout(this.#deadline);
        this.#probe?.close();
        if (this.#transport?.name === "websocket") this.#transport.send([{ type: "close" }]);
        this.#transport?.close();
    }

    /** @param {string} name */
    #start(name) {
        const Kind = name === "polling" ? PollingTransport : WebSocketTransport;
        const transport = new Kind(this.#address, {
            packet: (packet) => this.#receive(packet),
            closed: (reason) => this.#lost(reason),
        });
        this.#transport = transport;
        this.#expect(openTimeout, "connect timeout");
        transport.open();
    }

    /** @param {EnginePacket} packet */
    #receive(packet) {
        if (this.#isClosed) return;
        switch (packet.type) {
            case "open":
                return this.#opened(JSON.parse(packet.data));
            case "ping":
                this.#expectPing();
                return this.#transport?.send([{ type: "pong" }]);
            case "message":
                return this.handlers.message(packet.data);
            case "close":
                return this.#fail("transport close");
        }
    }

    /** @param {Protocol.Handshake} handshake */
    #opened(handshake) {
        const transport = this.#transport;
        if (!transport) return;
        this.#handshake = handshake;
        if (transport instanceof PollingTransport) transport.maxPayload = handshake.maxPayload ?? Infinity;
        this.#expectPing();
        this.handlers.open();
        if (this.#waiting.length > 0) transport.send(this.#waiting.splice(0));
        const wantsWebSocket = this.#plan.includes("websocket") && !this.mayFallBack;
        if (transport instanceof PollingTransport && wantsWebSocket && handshake.upgrades?.includes("websocket")) {
            this.#upgrade(transport, handshake.sid);
        }
    }

    /**
     * @param {PollingTransport} polling
     * @param {string} sid
     */
    #upgrade(polling, sid) {
        /** @type {WebSocketTransport} */
        const probe = new WebSocketTransport(this.#address, {
            open: () => probe.send([{ type: "ping", data: "probe" }]),
            packet: (packet) => {
                if (packet.type === "pong" && packet.data === "probe") this.#takeOver(probe, polling);
            },
            closed: () => void (this.#probe = null),
        });
        this.#probe = probe;
        probe.open(sid);
    }

    /**
     * @param {WebSocketTransport} probe
     * @param {PollingTransport} polling
     */
    async #takeOver(probe, polling) {
        this.#isUpgrading = true;
        probe.handlers.closed = (reason) => this.#fail(reason);
        await polling.pause();
        if (this.#isClosed) return;
        this.#probe = null;
        this.#transport = probe;
        probe.handlers.packet = (packet) => this.#receive(packet);
        probe.send([{ type: "upgrade" }, ...polling.takeOutgoing(), ...this.#waiting.splice(0)]);
        this.#isUpgrading = false;
        polling.close();
    }

    // The server pings; a connection on which nothing was heard for this long is dead even if no one has said so.
    #expectPing() {
        if (this.#handshake) this.#expect(this.#handshake.pingInterval + this.#handshake.pingTimeout, "ping timeout");
    }

    /**
     * @param {number} milliseconds
     * @param {string} reason
     */
    #expect(milliseconds, reason) {
        clearTimeout(this.#deadline);
        this.#deadline = setTimeout(() => this.#lost(reason), milliseconds);
    }

    /** @param {string} reason */
    #lost(reason) {
        if (this.#isClosed) return;
        const canTryPolling = !this.#handshake && this.mayFallBack && this.#transport?.name === "websocket";
        if (!canTryPolling) return this.#fail(reason);
        this.#transport?.close();
        this.#start("polling");
    }

    /** @param {string} reason */
    #fail(reason) {
        if (this.#isClosed) return;
        this.close();
        this.handlers.closed(reason);
    }
}
