import { joinFootnotes, titleAlerts } from "./notes.js";
import { copyButton } from "./clipboard.js";
import { icon } from "./icons.js";
import { make } from "./dom.js";
import { string } from "./strings.js";
import { trustedHTML } from "./trusted.js";

// The only place where HTML becomes nodes. It comes from the server's Markdown renderer and from nowhere else.

/** Where links of messages may lead; the server's renderer writes no other. */
const followed = new Set(["http:", "https:", "mailto:", "tel:", "sms:", "xmpp:", "irc:", "ircs:", "ftp:", "ftps:"]);

/**
 * Makes nodes of rendered Markdown. In a template nothing loads or runs before we have looked at it.
 * @param {string} html
 * @param {string} [scope] the message's own identifier, for those of its footnotes
 * @returns {DocumentFragment}
 */
export function fragmentOf(html, scope = "text") {
    const template = document.createElement("template");
    template.innerHTML = trustedHTML(html);
    const fragment = template.content;
    // A look at the text is much cheaper than one at the tree, and most messages have few of these.
    const text = html.toLowerCase();
    const all = (/** @type {string} */ sign, /** @type {string} */ selector) =>
        /** @type {any[]} */ (text.includes(sign) ? [...fragment.querySelectorAll(selector)] : []);
    all("<img", "img").forEach(guardImage);
    all("remote-image", ".remote-image").forEach(guardMarkedImage);
    all("<a", "a[href]").forEach(guardLink);
    all("<pre", "pre").forEach(frameCode);
    all("<table", "table").forEach(frameTable);
    all("<input", "li > input[type=checkbox], li > p > input[type=checkbox]").forEach(guardBox);
    if (text.includes("alert")) titleAlerts(fragment);
    if (text.includes("data-note")) joinFootnotes(fragment, scope);
    return fragment;
}

/** @param {string} address */
function isForeign(address) {
    const url = parsed(address);
    return url === null || (/^https?:$/.test(url.protocol) && url.origin !== location.origin);
}

/**
 * A remote image would tell its host who reads this chat: it loads when a person asks for it.
 * @param {HTMLImageElement} image
 */
function guardImage(image) {
    const source = image.getAttribute("src") ?? image.dataset.src ?? "";
    if (image.dataset.src || isForeign(source)) image.replaceWith(imageButton(source, image.alt));
    else image.loading = "lazy";
}

/**
 * The server's own renderer marks them: a link, or a span where the image lies inside of another link.
 * @param {HTMLElement} mark
 */
function guardMarkedImage(mark) {
    mark.replaceWith(imageButton(mark.getAttribute("href") ?? mark.dataset.source ?? "", mark.textContent ?? ""));
}

/**
 * @param {string} source
 * @param {string} alt
 */
function imageButton(source, alt) {
    const url = webAddress(source);
    /** @param {Event} event */
    const load = (event) => {
        // The image may lie in a link, which is not what was asked for.
        event.preventDefault();
        event.stopPropagation();
        if (url) button.replaceWith(make("img", { referrerpolicy: "no-referrer", alt, src: url.href }));
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

/** @param {string} text */
function webAddress(text) {
    const url = parsed(text);
    return url && /^https?:$/.test(url.protocol) ? url : null;
}

/**
 * Resolved here: in its template a link knows no address to start from.
 * @param {string} text
 */
function parsed(text) {
    try {
        return new URL(text, document.baseURI);
    } catch {
        return null;
    }
}

/** @param {HTMLAnchorElement} link */
function guardLink(link) {
    if (link.getAttribute("href")?.startsWith("#")) return link.removeAttribute("target");
    if (!followed.has(parsed(link.getAttribute("href") ?? "")?.protocol ?? "")) return link.removeAttribute("href");
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
}

/** @param {HTMLPreElement} block */
function frameCode(block) {
    const code = block.querySelector("code") ?? block;
    const named = [...code.classList, ...block.classList].find((name) => name.startsWith("language-"));
    const language = named?.slice("language-".length) || block.getAttribute("lang") || "";
    const frame = make("div", { class: "code", dir: "ltr" });
    block.replaceWith(frame);
    nameScrolled(block, language ? `${string("martlet.code", "Code")}: ${language}` : string("martlet.code", "Code"));
    const bar = make("div", { class: "code-bar" }, make("span", { class: "code-language" }, language));
    bar.append(copyButton(() => (code.textContent ?? "").replace(/\n$/, "")));
    frame.append(bar, block);
}

// Moved, not copied: what is in its cells listens already.
/** @param {HTMLTableElement} table */
function frameTable(table) {
    const frame = make("div", { class: "table-scroll" });
    table.replaceWith(frame);
    nameScrolled(frame, string("martlet.table", "Table"));
    frame.append(table);
}

/**
 * What may be wider than its place is scrolled with the keyboard as well, and then says what it is.
 * @param {HTMLElement} element
 * @param {string} name
 */
function nameScrolled(element, name) {
    element.tabIndex = 0;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", name);
}

/**
 * The page and each message have their own headings: those of a text come below them, and whatever the text begins with,
 * none is skipped.
 * @param {ParentNode} block
 * @param {number} level that of the heading before this block
 * @returns {number} that of the last heading of this block
 */
export function lowerHeadings(block, level) {
    for (const heading of block.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
        level = Math.min(Number(heading.tagName.slice(1)) + 2, level + 1, 6);
        heading.setAttribute("aria-level", String(level));
    }
    return level;
}

/** @param {Element} box */
function guardBox(box) {
    const item = box.closest("li");
    box.toggleAttribute("disabled", true);
    box.setAttribute("aria-label", (item?.textContent ?? "").trim().split("\n")[0].slice(0, 100));
    item?.classList.add("task");
}
