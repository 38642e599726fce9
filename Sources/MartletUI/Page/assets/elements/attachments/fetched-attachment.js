import { Attachment } from "./attachment.js";
import { fileCard } from "./file-card.js";
import { isOwn } from "../../helpers/file-addresses.js";
import { loading } from "./states.js";
import { whenSeen } from "../../helpers/seen.js";

/** An attachment whose content is text, fetched when it comes near the screen. */
export class FetchedAttachment extends Attachment {
    show() {
        // The page asks its own server alone: what lies elsewhere is opened there.
        if (!isOwn(this.url)) return this.replaceChildren(fileCard(this.element, this.url, { opens: true }));
        this.replaceChildren(loading());
        whenSeen(this, () => this.#load());
    }

    /**
     * Fetches the content and shows it; what it throws is told in the content's place.
     *
     * @returns {Promise<void>}
     */
    async load() {
        this.present(await this.fetchText(this.url));
    }

    /**
     * Shows what was fetched.
     *
     * @param {string} text
     * @returns {void}
     */
    present(text) {
        this.textContent = text;
    }

    /**
     * @param {string} url
     * @returns {Promise<string>}
     */
    async fetchText(url) {
        const response = await fetch(url, { credentials: "same-origin" });
        if (!response.ok) throw new Error(`${url}: ${response.status}`);
        return response.text();
    }

    async #load() {
        this.setAttribute("aria-busy", "true");
        try {
            await this.load();
        } catch (error) {
            console.warn(error);
            this.fail(() => {
                this.replaceChildren(loading());
                this.#load();
            });
        }
        this.removeAttribute("aria-busy");
    }
}
