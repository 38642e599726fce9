import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";

/** An image in its full size. */
export class Viewer extends HTMLElement {
    show({ url, name }) {
        openDialog({ title: name, className: "viewer", body: make("img", { src: url, alt: name }) });
    }
}
