// A WebSocket that costs next to nothing: text frames over a TCP socket, without compression, as RFC 6455 has them.
import { randomBytes } from "node:crypto";
import net from "node:net";

const continuation = 0, text = 1, close = 8, ping = 9, pong = 10;

// The key is all zeros, so that masking costs nothing; a server cannot tell.
function frame(opcode, payload) {
    const body = Buffer.from(payload);
    const long = body.length > 125;
    const head = Buffer.alloc(long ? 8 : 6);
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (long ? 126 : body.length);
    if (long) head.writeUInt16BE(body.length, 2);
    return Buffer.concat([head, body]);
}

export class WebSocketClient {
    #socket;
    #rest = null;
    #parts = [];
    #isOpen = false;
    #onText;
    #onClose;

    constructor({ host, port, path, onText, onClose }) {
        this.#onText = onText;
        this.#onClose = onClose;
        this.#socket = net.connect({ host, port, noDelay: true });
        this.#socket.on("connect", () => {
            this.#socket.write(
                `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
                `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`);
        });
        this.#socket.on("data", (data) => this.#take(data));
        this.#socket.on("error", () => {});
        this.#socket.on("close", () => this.#onClose());
    }

    send(message) {
        this.#socket.write(frame(text, message));
    }

    // Ends the connection in order.
    close() {
        this.#socket.end(frame(close, Buffer.from([3, 232])));
    }

    // Ends it without a word, as a lost network does.
    drop() {
        this.#socket.resetAndDestroy();
    }

    // Neither reads nor writes any more, as a laptop that was closed; the far end must find out by itself.
    vanish(milliseconds) {
        this.#socket.pause();
        setTimeout(() => this.#socket.destroy(), milliseconds).unref();
    }

    #take(data) {
        let buffer = this.#rest ? Buffer.concat([this.#rest, data]) : data;
        this.#rest = null;
        if (!this.#isOpen) {
            const end = buffer.indexOf("\r\n\r\n");
            if (end < 0) { this.#rest = buffer; return; }
            if (!buffer.toString("latin1", 0, 12).endsWith(" 101")) { this.#socket.destroy(); return; }
            this.#isOpen = true;
            buffer = buffer.subarray(end + 4);
        }
        let at = 0;
        while (buffer.length - at >= 2) {
            let length = buffer[at + 1] & 0x7f;
            let start = at + 2;
            if (length === 126) {
                if (buffer.length < at + 4) break;
                length = buffer.readUInt16BE(at + 2);
                start = at + 4;
            } else if (length === 127) {
                if (buffer.length < at + 10) break;
                length = Number(buffer.readBigUInt64BE(at + 2));
                start = at + 10;
            }
            if (buffer.length < start + length) break;
            this.#receive(buffer[at], buffer, start, start + length);
            at = start + length;
        }
        if (at < buffer.length) this.#rest = buffer.subarray(at);
    }

    #receive(head, buffer, start, end) {
        const opcode = head & 0x0f;
        if (opcode === text && head & 0x80) {
            this.#onText(buffer.toString("utf8", start, end));
        } else if (opcode === text || opcode === continuation) {
            this.#parts.push(Buffer.from(buffer.subarray(start, end)));
            if (head & 0x80) {
                this.#onText(Buffer.concat(this.#parts).toString("utf8"));
                this.#parts = [];
            }
        } else if (opcode === ping) {
            this.#socket.write(frame(pong, buffer.subarray(start, end)));
        } else if (opcode === close) {
            this.#socket.end(frame(close, buffer.subarray(start, Math.min(end, start + 2))));
        }
    }
}
