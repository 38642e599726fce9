import { copyButton } from "./clipboard.js";
import { icon } from "./icons.js";
import { make } from "./dom.js";
import { string } from "./strings.js";

// The only place where HTML becomes nodes. It comes from the server's Markdown renderer and from nowhere else.
const policy = globalThis.trustedTypes?.createPolicy("martlet-markdown", { createHTML: (html) => html });

/** Makes nodes of one rendered Markdown block. In a template nothing loads or runs before we have looked at it. */
export function fragmentOf(html) {
    const template = document.createElement("template");
    template.innerHTML = policy ? policy.createHTML(html) : html;
    const fragment = template.content;
    for (const image of fragment.querySelectorAll("img")) guardImage(image);
    for (const mark of fragment.querySelectorAll(".remote-image")) guardMarkedImage(mark);
    for (const link of fragment.querySelectorAll("a[href]")) openElsewhere(link);
    for (const block of fragment.querySelectorAll("pre")) frameCode(block);
    for (const table of fragment.querySelectorAll("table")) table.replaceWith(scrollable(table.cloneNode(true)));
    for (const box of fragment.querySelectorAll("li > input[type=checkbox], li > p > input[type=checkbox]")) {
        box.disabled = true;
        box.closest("li").classList.add("task");
    }
    return fragment;
}

function isForeign(address) {
    try {
        const url = new URL(address, document.baseURI);
        return /^https?:$/.test(url.protocol) && url.origin !== location.origin;
    } catch {
        return true;
    }
}

// A remote image would tell its host who reads this chat: it loads when a person asks for it.
function guardImage(image) {
    const source = image.getAttribute("src") ?? image.dataset.src ?? "";
    if (image.dataset.src || isForeign(source)) image.replaceWith(imageButton(source, image.alt));
    else image.loading = "lazy";
}

// The server's own renderer marks them: a link, or a span where the image lies inside of another link.
function guardMarkedImage(mark) {
    mark.replaceWith(imageButton(mark.getAttribute("href") ?? mark.dataset.source ?? "", mark.textContent));
}

function imageButton(source, alt) {
    const url = URL.canParse(source, document.baseURI) ? new URL(source, document.baseURI) : null;
    const load = (event) => {
        event.preventDefault();
        button.replaceWith(make("img", { src: url.href, alt, referrerpolicy: "no-referrer" }));
    };
    const label = string("martlet.loadImage", "Load image");
    const button = make(
        "button",
        { type: "button", class: "image-button", title: source, onclick: load, disabled: !url },
        icon("image"),
        make("span", { class: "image-button-label" }, alt ? `${label}: ${alt}` : label),
        make("span", { class: "image-button-host" }, url?.host ?? ""),
    );
    return button;
}

function openElsewhere(link) {
    if (link.getAttribute("href").startsWith("#")) return;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
}

function frameCode(block) {
    const code = block.querySelector("code") ?? block;
    const named = [...code.classList, ...block.classList].find((name) => name.startsWith("language-"));
    const language = named?.slice("language-".length) || block.getAttribute("lang") || "";
    const frame = make("div", { class: "code", dir: "ltr" });
    block.replaceWith(frame);
    block.tabIndex = 0;
    const bar = make("div", { class: "code-bar" }, make("span", { class: "code-language" }, language));
    bar.append(copyButton(() => code.textContent.replace(/\n$/, "")));
    frame.append(bar, block);
}

function scrollable(table) {
    return make("div", { class: "table-scroll", tabindex: "0" }, table);
}
