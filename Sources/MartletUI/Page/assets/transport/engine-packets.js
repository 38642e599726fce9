// Engine.IO, protocol revision 4: one digit for the type, then the data.

/**
 * @typedef {object} EnginePacket
 * @property {string} type
 * @property {any} [data] text, or bytes
 */

const types = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
const separator = "\u001e";

/**
 * A packet as text, or as base64 behind a `b` where the bytes have to go through text.
 * @param {EnginePacket} packet
 * @param {boolean} [isTextOnly]
 * @returns {string | ArrayBuffer | ArrayBufferView}
 */
export function encodePacket({ type, data = "" }, isTextOnly = true) {
    if (typeof data === "string") return `${types.indexOf(type)}${data}`;
    return isTextOnly ? `b${base64(data)}` : data;
}

/**
 * Reads a packet; bytes and unknown types become `{type: "message", data: bytes}` and null.
 * @param {string | ArrayBuffer} encoded
 * @returns {EnginePacket | null}
 */
export function decodePacket(encoded) {
    if (typeof encoded !== "string") return { type: "message", data: encoded };
    if (encoded[0] === "b") return { type: "message", data: bytes(encoded.slice(1)) };
    const type = types[encoded.charCodeAt(0) - 48];
    return type ? { type, data: encoded.slice(1) } : null;
}

/**
 * Packets for the body of one request, as few bodies as the size allows.
 * @param {EnginePacket[]} packets
 * @param {number} [limit]
 * @returns {string[]}
 */
export function encodePayloads(packets, limit = Infinity) {
    /** @type {string[][]} */
    const payloads = [];
    /** @type {string[] | null} */
    let current = null;
    let size = 0;
    for (const packet of packets) {
        const text = String(encodePacket(packet));
        // Three bytes are the most that one UTF-16 unit takes in UTF-8.
        const length = text.length * 3 + 1;
        if (current === null || size + length > limit) {
            payloads.push((current = [text]));
            size = length;
        } else {
            current.push(text);
            size += length;
        }
    }
    return payloads.map((texts) => texts.join(separator));
}

/**
 * The packets of one answer's body.
 * @param {string} payload
 * @returns {EnginePacket[]}
 */
export function decodePayload(payload) {
    if (payload === "") return [];
    return payload.split(separator).flatMap((text) => decodePacket(text) ?? []);
}

/** @param {ArrayBuffer | ArrayBufferView} data */
function base64(data) {
    const view = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    let text = "";
    for (const byte of view) text += String.fromCharCode(byte);
    return btoa(text);
}

/** @param {string} text */
function bytes(text) {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;
}
