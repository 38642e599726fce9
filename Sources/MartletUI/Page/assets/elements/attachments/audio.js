import { Attachment } from "./attachment.js";
import { make } from "../../helpers/dom.js";

/** Sound, in the browser's own player. */
export class AudioAttachment extends Attachment {
    show() {
        const { name, autoPlay } = this.element;
        const player = make("audio", {
            src: this.url, controls: true, autoplay: autoPlay === true, preload: "metadata", "aria-label": name,
            onerror: () => this.fail(() => this.show()),
        });
        this.replaceChildren(make("figure", {}, make("figcaption", { dir: "auto" }, name), player));
    }
}
