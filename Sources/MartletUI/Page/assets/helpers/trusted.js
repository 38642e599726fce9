// Where the browser knows trusted types, markup and script addresses come through this policy alone.
const policy = globalThis.trustedTypes?.createPolicy("martlet", {
    createHTML: (html) => html,
    createScriptURL: (address) => {
        if (new URL(address, location.href).origin !== location.origin) throw new TypeError("A script of another origin");
        return address;
    },
});

/**
 * HTML of the server's Markdown renderer, for helpers/markup.js.
 * @param {string} html
 * @returns {string}
 */
export function trustedHTML(html) {
    return /** @type {any} */ (policy?.createHTML(html) ?? html);
}

/**
 * The address of a script of this server.
 * @param {string} address
 * @returns {string}
 */
export function trustedScript(address) {
    return /** @type {any} */ (policy?.createScriptURL(address) ?? address);
}
