/** Beyond this a message is folded: a pasted file must not bury the answer below it. */
const mostLines = 20;
const mostCharacters = 1600;

/**
 * Whether a text is too long to be shown whole at once.
 * @param {string} text
 */
export function isLong(text) {
    if (text.length > mostCharacters) return true;
    let lines = 1;
    for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) lines += 1;
    return lines > mostLines;
}
