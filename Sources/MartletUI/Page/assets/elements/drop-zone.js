import { make, request } from "../helpers/dom.js";
import { icon } from "../helpers/icons.js";
import { string } from "../helpers/strings.js";

/** Takes files that are dropped anywhere on the page or pasted anywhere in it; says so while they hover. */
export class DropZone extends HTMLElement {
    /** @type {() => boolean} */
    #mayTake = () => false;

    /** @param {() => boolean} mayTake Whether files are taken at all now. */
    bind(mayTake) {
        this.#mayTake = mayTake;
        this.replaceChildren(make("div", { class: "drop-card" },
            icon("upload"), make("span", {}, string("chat.fileUpload.dragDrop", "Drop files here"))));
        document.addEventListener("dragover", (event) => this.#over(event));
        document.addEventListener("dragleave", (event) => {
            // Leaving for another element of the page names that element.
            if (!event.relatedTarget) this.hidden = true;
        });
        document.addEventListener("drop", (event) => this.#drop(event));
        document.addEventListener("paste", (event) => this.#paste(event));
    }

    /** @param {DragEvent} event */
    #over(event) {
        if (!event.dataTransfer?.types.includes("Files") || document.querySelector("dialog[open]:modal")) return;
        // Without this a browser opens the file in place of the page, also where it is not taken.
        event.preventDefault();
        event.dataTransfer.dropEffect = this.#mayTake() ? "copy" : "none";
        this.hidden = !this.#mayTake();
    }

    /** @param {DragEvent} event */
    #drop(event) {
        this.hidden = true;
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        if (this.#mayTake()) request(this, "files", { files });
    }

    /** @param {ClipboardEvent} event */
    #paste(event) {
        const files = [...(event.clipboardData?.files ?? [])];
        // Word processors put a picture of the text beside the text: then the text is meant.
        const hasText = event.clipboardData?.types.includes("text/plain");
        if (files.length === 0 || hasText || !this.#mayTake()) return;
        event.preventDefault();
        request(this, "files", { files });
    }
}
