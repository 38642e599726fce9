// Socket.IO, protocol revision 5: <type>[<attachments>-][<namespace>,][<acknowledgement id>][<json>].

/**
 * @typedef {object} SocketPacket
 * @property {string} type
 * @property {string} [namespace]
 * @property {number | null} [id]
 * @property {any} [data]
 * @property {number} [attachments] how many byte buffers are still to come
 */

const types = ["connect", "disconnect", "event", "ack", "connect_error", "binary_event", "binary_ack"];
const head = /^([0-6])(?:(\d+)-)?(?:(\/[^,]*),)?(\d*)/;

/**
 * A packet as its text and the byte buffers that follow it.
 * @param {SocketPacket} packet
 * @returns {{ text: string, buffers: any[] }}
 */
export function encode({ type, namespace = "/", id = null, data }) {
    /** @type {any[]} */
    const buffers = [];
    const plain = data === undefined ? "" : JSON.stringify(withoutBytes(data, buffers));
    const kind = buffers.length > 0 ? `binary_${type}` : type;
    const count = buffers.length > 0 ? `${buffers.length}-` : "";
    const path = namespace === "/" ? "" : `${namespace},`;
    return { text: `${types.indexOf(kind)}${count}${path}${id ?? ""}${plain}`, buffers };
}

/**
 * Reads a packet's text, or returns null. `attachments` says how many byte buffers are still to come.
 * @param {string} text
 * @returns {(SocketPacket & { attachments: number }) | null}
 */
export function decode(text) {
    const match = head.exec(text);
    if (!match) return null;
    const [all, type, attachments, namespace = "/", id] = match;
    const rest = text.slice(all.length);
    try {
        /** @type {SocketPacket & { attachments: number }} */
        const packet = { type: types[Number(type)], namespace, attachments: Number(attachments ?? 0) };
        if (id !== "") packet.id = Number(id);
        if (rest !== "") packet.data = JSON.parse(rest);
        return packet;
    } catch {
        return null;
    }
}

/**
 * Puts the byte buffers back where the text held their places, and drops `binary_` from the type.
 * @param {SocketPacket} packet
 * @param {any[]} buffers
 * @returns {SocketPacket}
 */
export function assemble(packet, buffers) {
    const { attachments, ...rest } = packet;
    return { ...rest, type: packet.type.replace("binary_", ""), data: withBytes(packet.data, buffers) };
}

/** @param {unknown} value */
function isBytes(value) {
    return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * @param {any} value
 * @param {any[]} buffers
 * @returns {any}
 */
function withoutBytes(value, buffers) {
    if (isBytes(value)) return { _placeholder: true, num: buffers.push(value) - 1 };
    if (Array.isArray(value)) return value.map((item) => withoutBytes(item, buffers));
    if (value === null || typeof value !== "object" || typeof value.toJSON === "function") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBytes(item, buffers)]));
}

/**
 * @param {any} value
 * @param {any[]} buffers
 * @returns {any}
 */
function withBytes(value, buffers) {
    if (value === null || typeof value !== "object") return value;
    if (value._placeholder === true && Number.isInteger(value.num)) return buffers[value.num];
    if (Array.isArray(value)) return value.map((item) => withBytes(item, buffers));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBytes(item, buffers)]));
}
