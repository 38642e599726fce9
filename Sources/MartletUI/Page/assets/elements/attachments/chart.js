import { drawScene, paint } from "./chart-drawing.js";
import { FetchedAttachment } from "./fetched-attachment.js";
import { fileCard } from "./file-card.js";
import { layOut } from "../../models/charts/scene.js";
import { make } from "../../helpers/dom.js";
import { readFigure } from "../../models/charts/figure.js";
import { schedule } from "../../helpers/render-queue.js";
import { string } from "../../helpers/strings.js";
import { tableOf } from "../../models/charts/chart-table.js";

/**
 * @typedef {import("../../models/charts/figure.js").Figure} Figure
 * @typedef {import("../../models/charts/scene.js").Scene} Scene
 */

/** Milliseconds. */
const restBeforeDrawing = 120;

/** A chart in plotly's format, drawn in the colours of the theme, with its data as a table behind it. */
export class Chart extends FetchedAttachment {
    /** @type {Figure | null} */
    #figure = null;
    /** @type {Scene | null} */
    #scene = null;
    #stage = make("div", { class: "chart-stage" });
    #tip = make("div", { class: "chart-tip", "aria-hidden": "true" });
    #legend = make("ul", { class: "chart-legend" });
    #sizes = new ResizeObserver(() => this.#resize());
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #resting;

    /** @param {string} text */
    present(text) {
        const figure = readFigure(JSON.parse(text));
        this.classList.add(`size-${this.element.size === "small" ? "small" : "large"}`);
        /** @type {HTMLElement[]} */
        const parts = [];
        if (figure.traces.length > 0) parts.push(this.#chart(figure));
        if (figure.unknown.length > 0 || figure.traces.length === 0) parts.push(this.#note(figure), fileCard(this.element, this.url));
        this.replaceChildren(...parts);
    }

    connectedCallback() {
        this.#sizes.observe(this.#stage);
    }

    disconnectedCallback() {
        this.#sizes.disconnect();
        clearTimeout(this.#resting);
    }

    /** @param {Figure} figure */
    #chart(figure) {
        this.#figure = figure;
        this.#tip.hidden = true;
        this.#stage.append(this.#tip);
        for (const name of ["pointermove", "pointerdown"]) {
            this.#stage.addEventListener(name, (event) => this.#point(/** @type {PointerEvent} */ (event)));
        }
        this.#stage.addEventListener("pointerleave", () => (this.#tip.hidden = true));
        const title = figure.title ? make("figcaption", { class: "chart-title", dir: "auto" }, figure.title) : null;
        return make("figure", { class: "chart" }, title, this.#stage, this.#legend, this.#table(figure));
    }

    // A large table is made when somebody wants it.
    #table(/** @type {Figure} */ figure) {
        const details = make("details", { class: "chart-data" }, make("summary", {}, string("martlet.elements.showData", "Show data")));
        details.addEventListener("toggle", () => {
            const { columns, rows, count } = tableOf(figure);
            const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)));
            const body = make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((value) => make("td", {}, value)))));
            const label = figure.title || this.element.name;
            details.append(make("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": label },
                make("table", {}, make("thead", {}, head), body)));
            if (count > rows.length) details.append(this.#rest(rows.length, count), fileCard(this.element, this.url));
        }, { once: true });
        return details;
    }

    #rest(/** @type {number} */ shown, /** @type {number} */ count) {
        return make("p", { class: "attachment-state" },
            string("martlet.elements.position", "{{number}} of {{count}}", { number: `1–${shown}`, count }));
    }

    #note(/** @type {Figure} */ { unknown }) {
        const text = unknown.length === 0 ? string("martlet.elements.noData", "No data")
            : string("martlet.elements.unknownChart", "This kind of chart cannot be drawn: {{kind}}", { kind: unknown.join(", ") });
        return make("p", { class: "attachment-state" }, text);
    }

    // A chart is drawn at once, and drawn again once a width has stopped changing: every frame would be too often.
    #resize() {
        clearTimeout(this.#resting);
        const draw = () => schedule(this, () => this.#draw());
        if (this.#scene) this.#resting = setTimeout(draw, restBeforeDrawing);
        else draw();
    }

    #draw() {
        const width = Math.floor(this.#stage.clientWidth);
        if (!this.#figure || width < 40 || width === this.#scene?.width) return;
        const scene = layOut(this.#figure, width, document.documentElement.lang || undefined);
        const { title, x, y } = this.#figure;
        this.#scene = scene;
        this.#tip.hidden = true;
        this.#stage.replaceChildren(drawScene(scene, { label: title || this.element.name, x: x.title, y: y.title }), this.#tip);
        this.#legend.hidden = scene.legend.length === 0;
        this.#legend.replaceChildren(...scene.legend.map((key) => {
            const swatch = make("span", { class: key.strength === undefined ? "swatch" : "swatch cell" });
            paint(swatch, key);
            return make("li", { dir: "auto" }, swatch, key.name);
        }));
    }

    /** Tells of the mark under the pointer. */
    #point(/** @type {PointerEvent} */ { target, clientX, clientY }) {
        const mark = target instanceof Element ? target.closest("[data-mark]") : null;
        const lines = mark && this.#scene?.marks[Number(mark.getAttribute("data-mark"))]?.tip?.();
        this.#tip.hidden = !lines;
        if (!lines) return;
        this.#tip.replaceChildren(...lines.map((line) => make("div", { dir: "auto" }, line)));
        const box = this.#stage.getBoundingClientRect();
        const most = box.width - this.#tip.offsetWidth - 4;
        this.#tip.style.left = `${Math.max(4, Math.min(most, clientX - box.left + 12))}px`;
        this.#tip.style.top = `${Math.max(4, clientY - box.top - this.#tip.offsetHeight - 8)}px`;
    }
}
