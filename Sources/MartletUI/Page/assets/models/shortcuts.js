/**
 * What the keyboard can do. `Mod` is Ctrl, or Command on a Mac. Those that are only told of are handled where they act.
 * @typedef {{id: string, keys: string[], isTold?: boolean}} Shortcut
 */

/** @type {Shortcut[]} */
export const shortcuts = [
    { id: "shortcuts", keys: ["?", "Mod+/"] },
    { id: "newChat", keys: ["Mod+Shift+o"] },
    { id: "focusInput", keys: ["/", "Shift+Escape"] },
    { id: "threads", keys: ["Mod+Shift+s"] },
    { id: "searchThreads", keys: ["Mod+k"] },
    { id: "settings", keys: ["Mod+,"] },
    { id: "send", keys: ["Enter"], isTold: true },
    { id: "newLine", keys: ["Shift+Enter"], isTold: true },
    { id: "recall", keys: ["ArrowUp"], isTold: true },
    { id: "stop", keys: ["Escape"], isTold: true },
];

/**
 * The shortcut that a key press asks for, or null. Single signs count only where nothing is typed, and not for people
 * who switched them off (speech input presses keys that nobody meant).
 * @param {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, shiftKey?: boolean, altKey?: boolean}} event
 * @param {{isTyping?: boolean, isMac?: boolean, hasSingleKeys?: boolean}} situation
 * @returns {string | null}
 */
export function shortcutOf(event, { isTyping = false, isMac = false, hasSingleKeys = true } = {}) {
    for (const { id, keys, isTold } of shortcuts) {
        if (isTold) continue;
        for (const keyText of keys) {
            const isSingle = keyText.length === 1;
            if (isSingle && (isTyping || !hasSingleKeys)) continue;
            if (matches(keyText, event, isMac)) return id;
        }
    }
    return null;
}

/** @param {string} keyText @param {Parameters<typeof shortcutOf>[0]} event @param {boolean} isMac */
function matches(keyText, event, isMac) {
    const parts = keyText.split("+");
    const wanted = parts.at(-1) ?? "";
    const hasMod = parts.includes("Mod");
    const [mod, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
    if (Boolean(mod) !== hasMod || other || event.altKey) return false;
    // Where a sign needs Shift depends on the keyboard: "/" is Shift+7 on a German one.
    const isSign = wanted.length === 1 && !isLetter(wanted);
    if (!isSign && Boolean(event.shiftKey) !== parts.includes("Shift")) return false;
    return keyOf(event) === wanted;
}

// A keyboard of another script still has its letters at a place that is named after a Latin one.
/** @param {{key: string, code?: string}} event */
function keyOf({ key, code = "" }) {
    if (isLetter(key)) return key.toLowerCase();
    if (/^Key[A-Z]$/.test(code) && /^\p{L}$/u.test(key)) return code.slice(3).toLowerCase();
    return key;
}

/** @param {string} key */
function isLetter(key) {
    return /^[a-z]$/i.test(key);
}

/**
 * The keys as they are written on the keyboard.
 * @param {string} keyText
 * @returns {string[]}
 */
export function keyNames(keyText, isMac = false) {
    /** @type {Record<string, string>} */
    const names = { Mod: isMac ? "⌘" : "Ctrl", Shift: isMac ? "⇧" : "Shift", Escape: "Esc", ArrowUp: "↑" };
    return keyText.split("+").map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
