import { DataFrameModel } from "../../models/data-frame.js";
import { FetchedAttachment } from "./fetched-attachment.js";
import { icon } from "../../helpers/icons.js";
import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/** A table of data: its columns sort, and it is read a page at a time. */
export class DataFrame extends FetchedAttachment {
    /** @type {DataFrameModel | null} */
    #model = null;
    /** @type {HTMLElement[]} */
    #heads = [];
    #body = make("tbody");
    #position = make("span", { "aria-live": "polite" });
    #back = this.#pageButton(-1);
    #forth = this.#pageButton(1);

    /** @param {string} text */
    present(text) {
        const model = new DataFrameModel(JSON.parse(text), document.documentElement.lang || undefined);
        this.#model = model;
        this.#heads = model.columns.map((name, column) => this.#head(name, column));
        const { name } = this.element;
        const table = make("table", {}, make("caption", { dir: "auto" }, name),
            make("thead", {}, make("tr", {}, ...this.#heads)), this.#body);
        const pages = make("div", { class: "pages" }, this.#back, this.#position, this.#forth);
        pages.hidden = model.pageCount === 1;
        this.classList.add("dataframe");
        this.replaceChildren(make("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": name }, table), pages);
        this.#draw();
    }

    /**
     * @param {string} name
     * @param {number} column
     */
    #head(name, column) {
        const press = () => {
            this.#model?.sort(column);
            this.#draw();
        };
        const button = make("button", { type: "button", class: "sort-button", onclick: press }, name || "#", icon("chevron"));
        return make("th", { scope: "col", class: this.#model?.numeric[column] ? "number" : "" }, button);
    }

    /** @param {number} count */
    #pageButton(count) {
        const label = count < 0 ? string("martlet.elements.previous", "Previous") : string("martlet.elements.next", "Next");
        const turn = () => {
            this.#model?.turn(count);
            this.#draw();
        };
        return make("button", {
            type: "button", class: `button small square ${count < 0 ? "back" : "forth"}`, "aria-label": label, title: label, onclick: turn,
        }, icon("chevron"));
    }

    #draw() {
        const model = this.#model;
        if (!model) return;
        this.#heads.forEach((head, column) =>
            head.setAttribute("aria-sort", column === model.sorted ? model.direction : "none"));
        this.#body.replaceChildren(...model.visible.map((row) => make("tr", {}, ...row.map((value, column) => {
            const shown = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
            if (column === 0) return make("th", { scope: "row", class: model.numeric[column] ? "number" : "" }, shown);
            return make("td", { class: model.numeric[column] ? "number" : "", dir: "auto" }, shown);
        }))));
        const { first, last } = model.range;
        this.#position.textContent = string("martlet.elements.position", "{{number}} of {{count}}",
            { number: `${first}–${last}`, count: model.rows.length });
        this.#back.toggleAttribute("disabled", model.page === 0);
        this.#forth.toggleAttribute("disabled", model.page === model.pageCount - 1);
    }
}
