/** Images in their full size. What shows them is loaded when the first one is opened. */
export class Viewer extends HTMLElement {
    /** @param {{images: {url: string, name: string}[], index?: number}} shown */
    async show(shown) {
        const { openLightbox } = await import("./attachments/lightbox.js");
        openLightbox(shown);
    }
}
