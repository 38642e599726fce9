import { icon } from "./icons.js";
import { make } from "./dom.js";
import { string } from "./strings.js";

/** @type {Record<string, [path: string, english: string, icon: string]>} */
const alerts = {
    note: ["martlet.alert.note", "Note", "info"],
    tip: ["martlet.alert.tip", "Tip", "spark"],
    important: ["martlet.alert.important", "Important", "info"],
    warning: ["martlet.alert.warning", "Warning", "warning"],
    caution: ["martlet.alert.caution", "Caution", "warning"],
};

/**
 * The mark that a reader came from, for the way back.
 * @type {WeakMap<Element, HTMLElement>}
 */
const origins = new WeakMap();

/**
 * Gives alerts their title in the reader's language.
 * @param {ParentNode} fragment
 */
export function titleAlerts(fragment) {
    for (const title of fragment.querySelectorAll(".alert > .alert-title")) {
        const kind = title.parentElement?.className.match(/\balert-(\w+)/)?.[1] ?? "note";
        const [path, english, symbol] = alerts[kind] ?? alerts.note;
        title.replaceChildren(icon(symbol), string(path, english));
    }
}

/**
 * Joins footnotes and the marks that refer to them, under identifiers that no other message has.
 * @param {ParentNode} fragment
 * @param {string} scope the message's own identifier
 */
export function joinFootnotes(fragment, scope) {
    for (const mark of /** @type {NodeListOf<HTMLAnchorElement>} */ (fragment.querySelectorAll("a[data-note-ref]"))) {
        const label = mark.dataset.noteRef ?? "";
        mark.href = `#${identifier(scope, label)}`;
        mark.setAttribute("aria-label", string("martlet.footnote", "Footnote {{label}}", { label }));
        mark.addEventListener("click", follow);
    }
    for (const note of /** @type {NodeListOf<HTMLElement>} */ (fragment.querySelectorAll("div[data-note]"))) {
        const label = note.dataset.note ?? "";
        note.id = identifier(scope, label);
        note.tabIndex = -1;
        const title = string("martlet.backToText", "Back to the text");
        const back = make("button", {
            type: "button", class: "footnote-back", title, "aria-label": title, onclick: () => goBack(note, label),
        }, "↩");
        note.prepend(make("span", { class: "footnote-label" }, label));
        (note.querySelector(":scope > p:last-child") ?? note).append(" ", back);
    }
}

/**
 * @param {string} scope
 * @param {string} label
 */
function identifier(scope, label) {
    return `${scope}-note-${encodeURIComponent(label)}`;
}

// Neither the address nor the history change: both belong to the chat.
/** @param {Event} event */
function follow(event) {
    event.preventDefault();
    const mark = /** @type {HTMLAnchorElement} */ (event.currentTarget);
    const note = document.getElementById(mark.getAttribute("href")?.slice(1) ?? "");
    if (!note) return;
    origins.set(note, mark);
    show(note);
}

/**
 * @param {HTMLElement} note
 * @param {string} label
 */
function goBack(note, label) {
    const origin = origins.get(note);
    if (origin?.isConnected) return show(origin);
    const marks = note.closest(".markdown")?.querySelectorAll("a[data-note-ref]") ?? [];
    const mark = [...marks].find((each) => each.getAttribute("data-note-ref") === label);
    if (mark) show(/** @type {HTMLElement} */ (mark));
}

/** @param {HTMLElement} element */
function show(element) {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
}
