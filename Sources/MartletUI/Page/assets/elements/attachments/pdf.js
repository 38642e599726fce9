import { Attachment } from "./attachment.js";
import { fileCard } from "./file-card.js";
import { isOwn } from "../../helpers/file-addresses.js";
import { make } from "../../helpers/dom.js";

/** A paper in the browser's own reader, at its page; a card where the browser has none, or the paper lies elsewhere. */
export class PDFAttachment extends Attachment {
    show() {
        const { name, page } = this.element;
        const url = Number.isInteger(page) ? `${this.url}#page=${page}` : this.url;
        const card = fileCard(this.element, url, { opens: true });
        // The page may frame its own server's files alone.
        const isReadable = navigator.pdfViewerEnabled !== false && isOwn(url);
        if (isReadable) this.replaceChildren(make("iframe", { class: "pdf-frame", src: url, title: name, loading: "lazy" }), card);
        else this.replaceChildren(card);
    }
}
