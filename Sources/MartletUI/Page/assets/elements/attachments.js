import { elementLink } from "./attachments/element-link.js";
import { failure, loading } from "./attachments/states.js";

export { addressOf, setFileSession } from "../helpers/file-addresses.js";

/**
 * @typedef {import("../helpers/file-addresses.js").ElementRecord} ElementRecord
 * @typedef {HTMLElement & {bind(element: ElementRecord): unknown, update?(element: ElementRecord): void}} AttachmentView
 * @typedef {{name: string, load: () => Promise<CustomElementConstructor>}} Kind
 */

/**
 * How each kind is shown. What shows it is loaded when the first of its kind is there.
 *
 * @type {Map<string, Kind>}
 */
const kinds = new Map(Object.entries({
    image: { name: "martlet-image", load: async () => (await import("./attachments/image.js")).ImageAttachment },
    audio: { name: "martlet-audio", load: async () => (await import("./attachments/audio.js")).AudioAttachment },
    video: { name: "martlet-video", load: async () => (await import("./attachments/video.js")).VideoAttachment },
    pdf: { name: "martlet-pdf", load: async () => (await import("./attachments/pdf.js")).PDFAttachment },
    text: { name: "martlet-text-file", load: async () => (await import("./attachments/text-file.js")).TextAttachment },
    dataframe: { name: "martlet-dataframe", load: async () => (await import("./attachments/dataframe.js")).DataFrame },
    plotly: { name: "martlet-chart", load: async () => (await import("./attachments/chart.js")).Chart },
    custom: { name: "martlet-custom", load: async () => (await import("./attachments/custom.js")).CustomAttachment },
}));

const anyFile = { name: "martlet-file", load: async () => (await import("./attachments/file.js")).FileAttachment };

/** @type {WeakMap<HTMLElement, Map<string, AttachmentView | HTMLElement>>} */
const shown = new WeakMap();

/**
 * Shows elements in a container: those already shown stay as they are.
 *
 * @param {HTMLElement} container
 * @param {ElementRecord[]} elements
 * @param {(element: ElementRecord) => HTMLElement} [viewOf] how each is shown; those not inline are links by default.
 */
export function renderAttachments(container, elements, viewOf = linkOrView) {
    container.hidden = elements.length === 0;
    const before = shown.get(container) ?? new Map();
    const now = new Map();
    for (const element of elements) {
        const key = keyOf(element);
        const known = before.get(key);
        known?.update?.(element);
        now.set(key, known ?? viewOf(element));
    }
    shown.set(container, now);
    for (const [key, view] of before) if (now.get(key) !== view) view.remove();
    // What stands right is not touched: moved players would stop and moved frames load again.
    [...now.values()].forEach((view, index) => {
        const standing = container.children[index] ?? null;
        if (standing !== view) container.insertBefore(view, standing);
    });
}

// A custom element takes its new props itself; all others are made anew when their file is another.
function keyOf(/** @type {ElementRecord} */ { id, type, name, display, chainlitKey, url }) {
    return type === "custom" ? `${id} ${name} ${display}` : `${id} ${display} ${chainlitKey} ${url}`;
}

function linkOrView(/** @type {ElementRecord} */ element) {
    return element.display === "side" || element.display === "page" ? elementLink(element) : attachmentView(element);
}

/**
 * One element in full.
 *
 * @param {ElementRecord} element
 * @returns {AttachmentView}
 */
export function attachmentView(element) {
    const { name, load } = kinds.get(element.type) ?? anyFile;
    const view = /** @type {AttachmentView} */ (document.createElement(name));
    let latest = element;
    if (view.bind) {
        view.bind(element);
        return view;
    }
    view.update = (changed) => (latest = changed);
    const begin = async () => {
        view.replaceChildren(loading());
        try {
            const constructor = await load();
            if (!customElements.get(name)) customElements.define(name, constructor);
            delete view.update;
            customElements.upgrade(view);
            view.bind(latest);
        } catch (error) {
            console.warn(error);
            view.replaceChildren(failure(element, null, begin));
        }
    };
    begin();
    return view;
}
