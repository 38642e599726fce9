import { FetchedAttachment } from "./fetched-attachment.js";
import { copyButton } from "../../helpers/clipboard.js";
import { fragmentOf, lowerHeadings } from "../../helpers/markup.js";
import { icon } from "../../helpers/icons.js";
import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

// Longer texts would hold the page up; the whole is a press away.
const longest = 200_000;
/** The level of the heading of the message that holds the file. */
const headingAbove = 2;

/** A text: Markdown as the server renders it, or code as it is. */
export class TextAttachment extends FetchedAttachment {
    async load() {
        const { url, language } = this.element;
        const text = await this.fetchText(this.url);
        // What is another server's, too long, or code, is shown as it is.
        const blocks = url || language || text.length > longest ? null : await this.#rendered();
        if (blocks) this.#frame(text, this.#markdown(blocks));
        else this.present(text);
    }

    /** @param {string} text */
    present(text) {
        const { language } = this.element;
        const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
        const code = make("code", { class: language ? `language-${language}` : "" }, shown);
        this.#frame(text, make("pre", { tabindex: "0", dir: language ? "ltr" : "auto", class: language ? "" : "wrapped" }, code));
    }

    /**
     * The text as blocks of HTML. At this address the server answers with its own rendering, never with the file.
     *
     * @returns {Promise<string[] | null>}
     */
    async #rendered() {
        try {
            return JSON.parse(await this.fetchText(`${this.url}&render=html`)).blocks;
        } catch (error) {
            console.warn(error);
            return null;
        }
    }

    #markdown(/** @type {string[]} */ blocks) {
        const text = make("div", { class: "markdown", dir: "auto", tabindex: "0" });
        for (const html of blocks) text.append(make("div", { class: "block" }, fragmentOf(html)));
        lowerHeadings(text, headingAbove);
        return text;
    }

    /**
     * @param {string} text
     * @param {HTMLElement} shown
     */
    #frame(text, shown) {
        const { name, language } = this.element;
        const label = string("martlet.elements.download", "Download");
        const bar = make(
            "div",
            { class: "code-bar" },
            make("span", { class: "code-language", dir: "auto" }, language ? `${name} (${language})` : name),
            copyButton(() => text),
            make("a", { class: "button quiet square small", href: this.url, download: name, title: label, "aria-label": label },
                icon("download")),
        );
        this.replaceChildren(make("div", { class: "code" }, bar, shown));
    }
}
