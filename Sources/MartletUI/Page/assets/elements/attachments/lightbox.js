import { icon } from "../../helpers/icons.js";
import { make } from "../../helpers/dom.js";
import { openDialog } from "../dialog.js";
import { string } from "../../helpers/strings.js";

/**
 * Opens images large: one after the other, fitted to the screen or in their own size. Arrow keys turn, + and − zoom.
 *
 * @param {{images: {url: string, name: string}[], index?: number}} shown
 */
export function openLightbox({ images, index = 0 }) {
    let isActual = false;
    const image = make("img", { alt: "", referrerpolicy: "no-referrer", onclick: () => zoom(!isActual) });
    const stage = make("div", { class: "lightbox-stage", tabindex: "0", role: "group" }, image);
    const position = make("span", { class: "lightbox-position", "aria-live": "polite" });
    const size = make("button", { type: "button", class: "button zoom", onclick: () => zoom(!isActual) });
    const open = make("a", { class: "button", target: "_blank", rel: "noopener noreferrer" },
        icon("external"), string("martlet.elements.open", "Open in a new tab"));
    const turns = [-1, 1].map((step) => {
        const label = step < 0 ? string("martlet.elements.previous", "Previous") : string("martlet.elements.next", "Next");
        return make("button", {
            type: "button", class: `button square ${step < 0 ? "back" : "forth"}`, "aria-label": label, title: label,
            onclick: () => turn(step),
        }, icon("chevron"));
    });
    const footer = make("footer", { class: "dialog-footer" }, ...turns, position, make("span", { class: "spacer" }), size, open);
    const dialog = openDialog({ title: images[index].name, className: "lightbox", body: stage, footer });
    const title = dialog.querySelector(".dialog-title");

    const zoom = (/** @type {boolean} */ isLarge) => {
        isActual = isLarge;
        stage.classList.toggle("actual", isActual);
        size.textContent = isActual ? string("martlet.elements.fit", "Fit to screen") : string("martlet.elements.actual", "Actual size");
    };
    const show = () => {
        const { url, name } = images[index];
        image.setAttribute("src", url);
        image.setAttribute("alt", name);
        stage.setAttribute("aria-label", name);
        open.setAttribute("href", url);
        if (title) title.textContent = name;
        position.textContent = string("martlet.elements.position", "{{number}} of {{count}}",
            { number: index + 1, count: images.length });
        zoom(false);
    };
    const turn = (/** @type {number} */ step) => {
        index = (index + step + images.length) % images.length;
        show();
    };
    for (const each of [...turns, position]) each.hidden = images.length < 2;
    dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
        // In its own size the arrow keys move the image.
        const isTurning = images.length > 1 && !(isActual && event.target === stage);
        const sign = document.documentElement.dir === "rtl" ? -1 : 1;
        if (event.key === "ArrowRight" && isTurning) turn(sign);
        else if (event.key === "ArrowLeft" && isTurning) turn(-sign);
        else if (event.key === "+" || event.key === "=") zoom(true);
        else if (event.key === "-") zoom(false);
        else return;
        event.preventDefault();
    });
    show();
    stage.focus();
}
