import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

/**
 * @typedef {object} DialogContent
 * @property {string} title
 * @property {string} [className]
 * @property {Page.Child | Page.Child[]} body
 * @property {HTMLElement | null} [footer]
 * @property {(() => void) | null} [onClose]
 * @property {boolean} [isModal]
 */

let count = 0;

/**
 * Opens a modal dialog that is removed when it closes. The browser traps and gives back the focus; Escape and a click
 * beside it close it. One that is not modal stands beside the chat, and Escape in it closes it. Returns the `<dialog>`.
 * @param {DialogContent} content
 */
export function openDialog({ title, className = "", body, footer = null, onClose = null, isModal = true }) {
    const heading = make("h2", { class: "dialog-title", id: `dialog-title-${(count += 1)}` }, title);
    const close = make("button", {
        type: "button", class: "button quiet square dialog-close", onclick: () => dialog.close(),
        "aria-label": string("martlet.close", "Close"), title: string("martlet.close", "Close"),
    }, icon("cross"));
    /** @type {HTMLDialogElement} */
    const dialog = make(
        "dialog",
        { class: `dialog ${className}`, "aria-labelledby": heading.id },
        make("div", { class: "dialog-header" }, heading, close),
        make("div", { class: "dialog-body" }, ...[body].flat()),
        footer,
    );
    closeBeside(dialog);
    dialog.addEventListener("close", () => {
        dialog.remove();
        onClose?.();
    });
    document.body.append(dialog);
    if (isModal) dialog.showModal();
    else showBeside(dialog);
    return dialog;
}

/** @param {HTMLDialogElement} dialog */
function showBeside(dialog) {
    const opener = document.activeElement;
    dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        dialog.close();
    });
    dialog.addEventListener("close", () => opener instanceof HTMLElement && opener.focus({ preventScroll: true }));
    dialog.show();
}

// A press that begins and ends beside the dialog; dragging a slider out of it must not close it.
/** @param {HTMLDialogElement} dialog */
function closeBeside(dialog) {
    let beganBeside = false;
    dialog.addEventListener("pointerdown", (event) => (beganBeside = event.target === dialog));
    dialog.addEventListener("click", (event) => {
        if (beganBeside && event.target === dialog) dialog.close();
    });
}
