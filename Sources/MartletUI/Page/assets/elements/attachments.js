import { dataframe } from "./attachments/dataframe.js";
import { textFile } from "./attachments/text-file.js";
import { address } from "../helpers/configuration.js";
import { icon } from "../helpers/icons.js";
import { make, request } from "../helpers/dom.js";

const shown = new WeakMap();

/** Shows the elements that belong to a message: those already shown stay as they are. */
export function renderAttachments(container, elements) {
    container.hidden = elements.length === 0;
    const before = shown.get(container) ?? new Map();
    const now = new Map();
    for (const element of elements) {
        const key = `${element.id} ${element.chainlitKey} ${element.url}`;
        now.set(key, before.get(key) ?? view(element));
    }
    shown.set(container, now);
    const views = [...now.values()];
    if (views.length !== container.children.length || views.some((each, index) => container.children[index] !== each)) {
        container.replaceChildren(...views);
    }
}

/** Where an element's bytes are. */
export function addressOf(element) {
    if (element.url) return /^\/(?!\/)/.test(element.url) ? address(element.url) : element.url;
    return address(`project/file/${element.chainlitKey}`, { session_id: sessionId });
}

let sessionId = "";

/** The files of a chat are fetched in its name. */
export function setFileSession(id) {
    sessionId = id;
}

const makers = {
    image: (element, url) => make(
        "button",
        { type: "button", class: `inline-image size-${element.size ?? "medium"}`, title: element.name,
            onclick: (event) => request(event.currentTarget, "view-image", { url, name: element.name }) },
        make("img", { src: url, alt: element.name, loading: "lazy" }),
    ),
    audio: (element, url) => make("figure", { class: "inline-audio" },
        make("figcaption", {}, element.name), make("audio", { src: url, controls: true, autoplay: element.autoPlay === true })),
    video: (element, url) => make("video", { class: `inline-video size-${element.size ?? "medium"}`, src: url, controls: true }),
    text: textFile,
    dataframe,
};

function view(element) {
    const url = addressOf(element);
    const isLinked = element.display && element.display !== "inline";
    if (isLinked) return link(element, url);
    return (makers[element.type] ?? file)(element, url);
}

function link(element, url) {
    return make("a", { class: "element-link", href: url, target: "_blank", rel: "noopener noreferrer" },
        icon(element.type === "image" ? "image" : "file"), element.name);
}

function file(element, url) {
    return make("a", { class: `inline-${element.type} inline-file`, href: url, download: element.name, target: "_blank",
        rel: "noopener noreferrer" }, icon("file"), make("span", {}, element.name), icon("download"));
}
