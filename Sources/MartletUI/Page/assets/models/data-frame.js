import { isNumeric, nextDirection, orderOf } from "./table-order.js";

const pageSize = 50;

/** @typedef {import("./table-order.js").Direction} Direction */

/** A table of data that is sorted by a column and read a page at a time. */
export class DataFrameModel {
    /** @type {string[]} */
    columns;
    /** @type {unknown[][]} the values by row */
    rows;
    /** @type {boolean[]} */
    numeric;
    /** The column that it is sorted by; 0 is the index. */
    sorted = 0;
    /** @type {Direction} */
    direction = "none";
    page = 0;
    /** @type {number[]} */
    #order;
    /** @type {string | undefined} */
    #language;

    /**
     * @param {any} frame the layout that pandas calls "split": `{columns, index, data}`
     * @param {string} [language]
     */
    constructor(frame, language) {
        if (!Array.isArray(frame?.columns) || !Array.isArray(frame.data)) throw new TypeError("This is no table.");
        this.columns = ["", ...frame.columns.map((/** @type {unknown} */ each) => (Array.isArray(each) ? each.join(" / ") : String(each)))];
        this.rows = frame.data.map((/** @type {unknown} */ row, /** @type {number} */ index) =>
            [frame.index?.[index] ?? index, ...(Array.isArray(row) ? row : [row])]);
        this.numeric = this.columns.map((_, column) => isNumeric(this.#values(column)));
        this.#language = language;
        this.#order = this.rows.map((_, index) => index);
    }

    get pageCount() {
        return Math.max(1, Math.ceil(this.rows.length / pageSize));
    }

    /** The numbers of the first and the last row of the page, from 1 on. */
    get range() {
        const first = this.page * pageSize;
        return { first: Math.min(this.rows.length, first + 1), last: Math.min(this.rows.length, first + pageSize) };
    }

    /** The rows of the page. */
    get visible() {
        return this.#order.slice(this.page * pageSize, (this.page + 1) * pageSize).map((index) => this.rows[index]);
    }

    /**
     * Sorts by a column, then the other way round, then not any more.
     *
     * @param {number} column
     */
    sort(column) {
        this.direction = nextDirection(this.sorted === column ? this.direction : "none");
        this.sorted = column;
        this.#order = orderOf(this.#values(column), this.direction, this.#language);
        this.page = 0;
    }

    /** @param {number} count */
    turn(count) {
        this.page = Math.max(0, Math.min(this.pageCount - 1, this.page + count));
    }

    /** @param {number} column */
    #values(column) {
        return this.rows.map((row) => row[column]);
    }
}
