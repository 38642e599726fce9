/**
 * Whether a message between a page and the frame in it is one of Martlet's own, and not the app's.
 * @param {unknown} data
 * @returns {boolean}
 */
export function isBridgeMessage(data) {
    return typeof data === "object" && data !== null && typeof (/** @type {any} */ (data).martlet) === "string";
}
