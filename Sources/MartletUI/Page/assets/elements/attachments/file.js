import { Attachment } from "./attachment.js";
import { byteSize } from "../../helpers/sizes.js";
import { fileCard } from "./file-card.js";
import { isOwn } from "../../helpers/file-addresses.js";
import { make } from "../../helpers/dom.js";
import { whenSeen } from "../../helpers/seen.js";

/** Any file: its name, how large it is, and a way to save it. */
export class FileAttachment extends Attachment {
    show() {
        const size = make("span");
        this.replaceChildren(fileCard(this.element, this.url, { detail: size }));
        if (isOwn(this.url)) whenSeen(this, () => this.#measure(size));
    }

    /** @param {HTMLElement} place */
    async #measure(place) {
        try {
            const response = await fetch(this.url, { method: "HEAD", credentials: "same-origin" });
            const length = response.headers.get("Content-Length");
            if (response.ok && length) place.textContent = byteSize(Number(length), document.documentElement.lang || undefined);
        } catch (error) {
            // Its size is a comfort: the file can be saved without.
            console.warn(error);
        }
    }
}
