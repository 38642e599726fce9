import { decodePacket, encodePacket } from "./engine-packets.js";

/** Engine.IO over a WebSocket: one frame a packet. */
export class WebSocketTransport {
    name = "websocket";
    #socket = null;
    #address;

    /** `handlers`: `packet(packet)`, `open()`, `closed(reason)`. */
    constructor(address, handlers) {
        this.#address = new URL(address, location.href);
        this.#address.protocol = this.#address.protocol.replace("http", "ws");
        this.handlers = handlers;
    }

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
