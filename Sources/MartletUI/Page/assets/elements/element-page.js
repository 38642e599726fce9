import { failure, loading } from "./attachments/states.js";
import { attachmentView, renderAttachments } from "./attachments.js";
import { openDialog } from "./dialog.js";

/** @typedef {import("../helpers/file-addresses.js").ElementRecord} ElementRecord */

/** An element on a page of its own, over the chat: `/element/ID`. */
export class ElementPage extends HTMLElement {
    /** @type {HTMLDialogElement | null} */
    #dialog = null;
    /** The identifier of the element that is shown, if there is one yet. */
    #shown = "";

    /**
     * Shows an element; where it is shown already, what has become of it.
     *
     * @param {ElementRecord | null} element null while it is looked for
     * @param {() => void} onClose called when the person leaves the page
     */
    show(element, onClose) {
        const dialog = this.#dialog && element?.id === this.#shown ? this.#dialog : this.#open(element, onClose);
        if (!element) return;
        const [title, content] = /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll(".dialog-title, .dialog-body"));
        title.textContent = element.name;
        renderAttachments(content, [element], attachmentView);
    }

    /** @param {ElementRecord | null} element @param {() => void} onClose */
    #open(element, onClose) {
        this.close();
        this.#shown = element?.id ?? "";
        const dialog = openDialog({
            title: element?.name ?? "", className: "element-page", body: element ? [] : loading(),
            onClose: () => {
                if (this.#dialog !== dialog) return;
                this.#dialog = null;
                onClose();
            },
        });
        dialog.id = "element-view";
        this.#dialog = dialog;
        return dialog;
    }

    /** Says that there is no such element. */
    showMissing() {
        this.#dialog?.querySelector(".dialog-body")?.replaceChildren(failure({ id: "", type: "file", name: "" }, null, null));
    }

    /** Closes it as the person would. */
    leave() {
        this.#dialog?.close();
    }

    /** Closes it without a word. */
    close() {
        const dialog = this.#dialog;
        this.#dialog = null;
        // It goes with its close event, a moment later, and must not share its name with the next one until then.
        dialog?.removeAttribute("id");
        dialog?.close();
    }
}
