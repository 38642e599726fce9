import { failure, loading } from "./attachments/states.js";
import { attachmentView } from "./attachments.js";
import { openDialog } from "./dialog.js";

/** @typedef {import("../helpers/file-addresses.js").ElementRecord} ElementRecord */

/** An element on a page of its own, over the chat: `/element/ID`. */
export class ElementPage extends HTMLElement {
    /** @type {HTMLDialogElement | null} */
    #dialog = null;
    #shown = "";

    /**
     * @param {ElementRecord | null} element null while it is looked for
     * @param {() => void} onClose called when the person leaves the page
     */
    show(element, onClose) {
        const key = element ? `${element.id} ${element.chainlitKey} ${element.url}` : "";
        if (this.#dialog && key === this.#shown && key !== "") return;
        this.close();
        this.#shown = key;
        const dialog = openDialog({
            title: element?.name ?? "", className: "element-page", body: element ? attachmentView(element) : loading(),
            onClose: () => {
                if (this.#dialog !== dialog) return;
                this.#dialog = null;
                onClose();
            },
        });
        dialog.id = "element-view";
        this.#dialog = dialog;
    }

    /** Says that there is no such element. */
    showMissing() {
        this.#dialog?.querySelector(".dialog-body")?.replaceChildren(failure({ id: "", type: "file", name: "" }, null, null));
    }

    /** Closes it without a word. */
    close() {
        const dialog = this.#dialog;
        this.#dialog = null;
        dialog?.close();
    }
}
