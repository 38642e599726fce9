import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { byteSize } from "../helpers/sizes.js";
import { string } from "../helpers/strings.js";

/**
 * @typedef {import("../models/uploads.js").Uploads} Uploads
 * @typedef {import("../models/uploads.js").Upload} Upload
 * @typedef {{ element: HTMLElement, update: () => void, forget: () => void }} View
 */

/** Files that are on their way or wait for their message: a picture or a sign, the name, how far it is, and a way back. */
export class UploadList extends HTMLElement {
    /** @type {Map<Upload, View>} */
    #views = new Map();
    #list = make("ul", { class: "upload-list" });

    /** @param {Uploads} uploads */
    bind(uploads) {
        this.replaceChildren(this.#list);
        uploads.addEventListener("change", () => this.#show(uploads));
        this.#show(uploads);
    }

    /** @param {Uploads} uploads */
    #show(uploads) {
        const { items } = uploads;
        for (const [item, view] of this.#views) {
            if (items.includes(item)) continue;
            view.forget();
            this.#views.delete(item);
        }
        for (const item of items) {
            if (!this.#views.has(item)) this.#views.set(item, this.#view(item, uploads));
            this.#views.get(item)?.update();
        }
        this.hidden = items.length === 0;
    }

    /**
     * @param {Upload} item
     * @param {Uploads} uploads
     * @returns {View}
     */
    #view(item, uploads) {
        const { name, size, type } = item.file;
        const picture = type.startsWith("image/") ? URL.createObjectURL(item.file) : null;
        const bar = make("progress", { max: "1", "aria-label": name });
        const state = make("span", { class: "upload-state", role: "status" });
        const remove = make("button", {
            type: "button", class: "button quiet square small", onclick: () => uploads.remove(item),
        }, icon("cross"));
        const element = make("li", { class: "upload", title: name },
            picture ? make("img", { src: picture, alt: "" }) : icon("file"),
            make("span", { class: "upload-name", dir: "auto" }, name), state, bar, remove);
        this.#list.append(element);
        const update = () => {
            const isSending = item.state === "sending";
            element.dataset.state = item.state;
            bar.hidden = !isSending;
            bar.value = item.progress;
            const failed = [string("chat.fileUpload.errors.failed", "Upload failed"), item.error].filter(Boolean).join(": ");
            const text = item.state === "failed" ? failed : isSending ? "" : byteSize(size, document.documentElement.lang || undefined);
            if (state.textContent !== text) state.textContent = text;
            const label = isSending
                ? string("chat.fileUpload.actions.cancelUpload", "Stop upload")
                : string("chat.fileUpload.actions.removeAttachment", "Remove file");
            remove.title = label;
            remove.setAttribute("aria-label", `${label}: ${name}`);
        };
        const forget = () => {
            element.remove();
            if (picture) URL.revokeObjectURL(picture);
        };
        return { element, update, forget };
    }
}
