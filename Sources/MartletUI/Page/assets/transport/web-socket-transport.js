import { decodePacket, encodePacket } from "./engine-packets.js";

/**
 * @typedef {object} WebSocketHandlers
 * @property {() => void} [open]
 * @property {(packet: import("./engine-packets.js").EnginePacket) => void} packet
 * @property {(reason: string) => void} closed
 */

/** Engine.IO over a WebSocket: one frame a packet. */
export class WebSocketTransport {
    name = "websocket";
    /** @type {WebSocket | null} */
    #socket = null;
    /** @type {URL} */
    #address;

    /**
     * @param {string} address
     * @param {WebSocketHandlers} handlers
     */
    constructor(address, handlers) {
        this.#address = new URL(address, location.href);
        this.#address.protocol = this.#address.protocol.replace("http", "ws");
        this.handlers = handlers;
    }

    /** @param {string | null} [sid] */
    open(sid = null) {
        const address = new URL(this.#address);
        address.searchParams.set("EIO", "4");
        address.searchParams.set("transport", "websocket");
        if (sid) address.searchParams.set("sid", sid);
        try {
            this.#socket = new WebSocket(address);
        } catch {
            queueMicrotask(() => this.handlers.closed("transport error"));
            return;
        }
        const socket = this.#socket;
        socket.binaryType = "arraybuffer";
        socket.onopen = () => this.handlers.open?.();
        socket.onmessage = (event) => {
            const packet = decodePacket(event.data);
            if (packet) this.handlers.packet(packet);
        };
        socket.onclose = () => this.#fail();
    }

    /** @param {import("./engine-packets.js").EnginePacket[]} packets */
    send(packets) {
        if (this.#socket?.readyState !== WebSocket.OPEN) return;
        for (const packet of packets) this.#socket.send(encodePacket(packet, false));
    }

    /** Closes without a word to the handlers. */
    close() {
        const socket = this.#socket;
        this.#socket = null;
        socket?.close();
    }

    #fail() {
        if (!this.#socket) return;
        this.#socket = null;
        this.handlers.closed("transport close");
    }
}
