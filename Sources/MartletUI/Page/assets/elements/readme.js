import { RenderedField } from "../models/rendered-field.js";
import { RenderedText } from "./rendered-text.js";
import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/** The app's own page of words, behind the Readme button. */
export class Readme extends HTMLElement {
    #field = new RenderedField();

    /** @param {Protocol.Settings} settings */
    set content({ markdown, markdownHtml }) {
        this.#field.assign(markdown ?? "", markdownHtml);
        const button = /** @type {HTMLButtonElement} */ (document.querySelector("#readme-button"));
        button.hidden = this.#field.isEmpty || !(markdown ?? "").trim();
        button.onclick = () => this.open();
    }

    open() {
        const body = make("div", { class: "markdown", dir: "auto" });
        new RenderedText(body, "readme").show(this.#field);
        openDialog({ title: string("navigation.header.readme", "Readme"), className: "readme", body });
    }
}
