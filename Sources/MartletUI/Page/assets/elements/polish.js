// What makes finished text nicer to read: colours in code, formulas. Done in idle time, for what is near the screen.

/** Longer code stays plain: thousands of coloured words would cost more than they help. */
const longestCode = 30_000;
const retryAfter = 2000;

/** @type {HTMLElement[]} */
const queue = [];
/** @type {(job: (deadline: { timeRemaining(): number }) => void) => void} */
const whenIdle = globalThis.requestIdleCallback?.bind(globalThis)
    ?? ((job) => void setTimeout(() => job({ timeRemaining: () => 10 }), 100));

/** @type {IntersectionObserver | null} */
let observer = null;
let isWorking = false;

/**
 * Sees to a block that will not change any more.
 * @param {ParentNode} block
 */
export function polish(block) {
    for (const part of block.querySelectorAll("pre > code[class^='language-'], .math")) {
        observer ??= new IntersectionObserver(noticed, { rootMargin: "50%" });
        observer.observe(part);
    }
}

/** @param {IntersectionObserverEntry[]} entries */
function noticed(entries) {
    for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer?.unobserve(target);
        queue.push(/** @type {HTMLElement} */ (target));
    }
    if (isWorking || queue.length === 0) return;
    isWorking = true;
    whenIdle(work);
}

/** @param {{ timeRemaining(): number }} deadline */
async function work(deadline) {
    do {
        const part = queue.shift();
        if (part?.isConnected) await dress(part).catch(reportError);
    } while (queue.length > 0 && deadline.timeRemaining() > 5);
    isWorking = queue.length > 0;
    if (isWorking) whenIdle(work);
}

// Most chats have no formulas, and many no code: what sets them is fetched for the first.
/** @param {HTMLElement} part */
async function dress(part) {
    if (isSelected(part)) return void setTimeout(() => observer?.observe(part), retryAfter);
    if (part.classList.contains("math")) {
        const { setFormula } = await import("../helpers/formulas.js");
        await setFormula(part);
    } else {
        const { tokens } = await import("../models/highlighter.js");
        colour(part, tokens);
    }
}

/**
 * New nodes would take the selection away from under the reader's hands.
 * @param {HTMLElement} part
 */
function isSelected(part) {
    const selection = getSelection();
    return Boolean(selection && !selection.isCollapsed && selection.containsNode(part, true));
}

/**
 * @param {HTMLElement} code
 * @param {typeof import("../models/highlighter.js").tokens} tokens
 */
function colour(code, tokens) {
    const text = code.textContent ?? "";
    if (text.length > longestCode) return;
    const language = code.className.replace(/^language-(\S*).*$/, "$1");
    const found = tokens(text, language);
    if (found.length === 0) return;
    const fragment = document.createDocumentFragment();
    let end = 0;
    for (const token of found) {
        if (token.start > end) fragment.append(text.slice(end, token.start));
        const span = document.createElement("span");
        span.className = `token-${token.kind}`;
        span.textContent = text.slice(token.start, token.end);
        fragment.append(span);
        end = token.end;
    }
    fragment.append(text.slice(end));
    code.replaceChildren(fragment);
}
