import { Attachment } from "./attachment.js";
import { make, request } from "../../helpers/dom.js";

/** An image that opens large when it is pressed, with the others of its message beside it. */
export class ImageAttachment extends Attachment {
    show() {
        const { name } = this.element;
        const image = make("img", {
            src: this.url, alt: name, loading: "lazy", referrerpolicy: "no-referrer",
            onerror: () => this.fail(() => this.show()),
        });
        this.addSize();
        this.replaceChildren(make(
            "button",
            { type: "button", class: "image-frame", title: name, "aria-haspopup": "dialog", onclick: () => this.#open() },
            image,
        ));
    }

    #open() {
        /** @type {ImageAttachment[]} */
        const all = Array.from((this.parentElement ?? this).querySelectorAll(":scope > martlet-image"));
        const shown = all.includes(this) ? all.filter((each) => each.url) : [this];
        const images = shown.map(({ url, element }) => ({ url, name: element.name }));
        request(this, "view-image", { images, index: shown.indexOf(this) });
    }
}
