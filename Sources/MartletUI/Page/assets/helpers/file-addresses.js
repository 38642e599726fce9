import { address } from "./configuration.js";

/** @typedef {Protocol.Element} ElementRecord what a chat shows beside its text (wire protocol §5.2) */

const followed = new Set(["http:", "https:", "mailto:"]);
let sessionId = "";

/**
 * The files of a chat are fetched in its name.
 *
 * @param {string} id
 */
export function setFileSession(id) {
    sessionId = id;
}

/**
 * Where an element's bytes are, or null where it has none that may be fetched.
 *
 * @param {ElementRecord} element
 * @returns {string | null}
 */
export function addressOf(element) {
    if (element.url) return safeAddress(element.url);
    if (!element.chainlitKey) return null;
    return address(`project/file/${encodeURIComponent(element.chainlitKey)}`, { session_id: sessionId });
}

/**
 * An address that may be loaded and followed: http, https, mailto, or a path of this server. Anything else is null.
 *
 * @param {string | null | undefined} text
 * @returns {string | null}
 */
export function safeAddress(text) {
    if (!text) return null;
    const path = /^\/(?![/\\\s])/.test(text) ? address(text) : text;
    try {
        const url = new URL(path, document.baseURI);
        return followed.has(url.protocol) ? url.href : null;
    } catch {
        return null;
    }
}

/**
 * Whether an address is one of this server's.
 *
 * @param {string} text
 */
export function isOwn(text) {
    return new URL(text, document.baseURI).origin === location.origin;
}
