const isName = /^[A-Za-z][\w-]*$/;

/**
 * Where the script of a custom element lies, below the app's root; null for a name that is no file's.
 *
 * @param {string} name
 */
export function moduleOf(name) {
    return isName.test(name) ? `public/elements/${name}.js` : null;
}

/**
 * The tag under which a custom element is registered: "TicketForm" is `<element-ticket-form>`.
 *
 * @param {string} name
 */
export function tagOf(name) {
    return `element-${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}`;
}
