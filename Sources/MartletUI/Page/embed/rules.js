/**
 * The app's address: what an element says, else where the script came from. Null where neither is a web address.
 * @param {string | null} attribute
 * @param {string} script
 * @param {string} page
 * @returns {URL | null}
 */
export function serverAddress(attribute, script, page) {
    try {
        const url = attribute ? new URL(attribute, page) : new URL(".", script);
        if (url.protocol !== "http:" && url.protocol !== "https:") return null;
        if (!url.pathname.endsWith("/")) url.pathname += "/";
        url.search = url.hash = "";
        return url;
    } catch {
        return null;
    }
}

const themes = ["light", "dark", "system"];

/** @param {string | null} theme */
export function themeOf(theme) {
    return theme !== null && themes.includes(theme) ? theme : "system";
}

/**
 * What the frame shows.
 * @param {URL} server
 * @param {string} theme
 */
export function frameAddress(server, theme) {
    const url = new URL(server);
    if (theme !== "system") url.searchParams.set("martlet-theme", theme);
    return url.href;
}

const places = ["bottom-right", "bottom-left", "top-right", "top-left"];

/** @param {string | null} position */
export function placeOf(position) {
    return position !== null && places.includes(position) ? position : places[0];
}

/**
 * What a message of the frame is: one of Martlet's own by its name, "message" for one of the app's, null for a stranger's.
 * @param {{ source: unknown, origin: string, data: any }} event
 * @param {unknown} frame The frame's window.
 * @param {string} origin The app's origin.
 * @returns {string | null}
 */
export function messageOf(event, frame, origin) {
    if (!frame || event.source !== frame || event.origin !== origin) return null;
    const { data } = event;
    return typeof data?.martlet === "string" ? data.martlet : "message";
}
