import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

const pageSize = 50;

/** A table of data, a page at a time: `{index, columns, data}`. */
export function dataframe(element, url) {
    const container = make("div", { class: "dataframe" }, "…");
    fetch(url, { credentials: "include" })
        .then(async (response) => (response.ok ? JSON.parse(await response.text()) : Promise.reject(response)))
        .then((frame) => container.replaceChildren(...table(frame, element.name)))
        .catch(() => (container.textContent = string("martlet.fileFailed", "This file could not be loaded.")));
    return container;
}

function table({ columns, index, data }, name) {
    const header = make("tr", {}, make("th"), ...columns.map((column) => make("th", { scope: "col" }, String(column))));
    const body = make("tbody");
    const more = make("button", { type: "button", class: "button", onclick: () => grow() },
        string("martlet.moreRows", "More rows"));
    const grow = () => {
        const start = body.rows.length;
        for (let row = start; row < Math.min(data.length, start + pageSize); row += 1) {
            const cells = data[row].map((value) => make("td", {}, value === null ? "" : String(value)));
            body.append(make("tr", {}, make("th", { scope: "row" }, String(index[row])), ...cells));
        }
        more.hidden = body.rows.length >= data.length;
    };
    grow();
    const caption = make("caption", {}, name ?? "");
    return [make("div", { class: "table-scroll", tabindex: "0" }, make("table", {}, caption, make("thead", {}, header), body)), more];
}
