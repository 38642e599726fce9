import { ScrollFollower } from "../models/scroll-follower.js";
import { afterRender } from "../helpers/render-queue.js";

/** A turn of the wheel or a key moves the view for about this long, in milliseconds. */
const movement = 250;
/** After a finger has let go, the view may glide on. */
const glide = 600;
/** From this far away it is worth a button, in CSS pixels. */
const farAway = 120;
const keysUp = new Set(["ArrowUp", "PageUp", "Home"]);

/** Keeps the end of the chat in view while the reader is there, and offers the way back when not. */
export class Jump extends HTMLElement {
    #follower = new ScrollFollower();
    #timer = 0;
    /** @type {HTMLElement} */
    #scroller = document.createElement("div");
    /** @type {HTMLButtonElement} */
    #button = document.createElement("button");
    isAutomatic = true;

    connectedCallback() {
        this.#scroller = /** @type {HTMLElement} */ (document.querySelector("#chat-scroll"));
        this.#button = /** @type {HTMLButtonElement} */ (this.querySelector("button"));
        this.#button.addEventListener("click", () => {
            this.toEnd();
            /** @type {HTMLElement | null} */ (document.querySelector("#chat-input"))?.focus({ preventScroll: true });
        });
        this.#scroller.addEventListener("scroll", () => this.#observe(), { passive: true });
        this.#heedHands();
        const observer = new ResizeObserver(() => this.#stick());
        observer.observe(this.#scroller);
        observer.observe(/** @type {HTMLElement} */ (document.querySelector("#chat-column")));
        afterRender(() => this.#stick());
    }

    /** Goes to the end and follows again. */
    toEnd() {
        this.#follower.follow();
        this.#stick(true);
    }

    // While the reader moves the view, nothing else does: else each new line would pull it out of their hands.
    #heedHands() {
        const scroller = this.#scroller;
        const passive = { passive: true };
        const release = () => this.#hold(glide);
        scroller.addEventListener("wheel", ({ deltaY }) => {
            if (deltaY < 0) this.#hold(movement);
        }, passive);
        scroller.addEventListener("keydown", ({ key, shiftKey }) => {
            if (keysUp.has(key) || (key === " " && shiftKey)) this.#hold(movement);
        });
        // A finger may rest on a block that is made anew meanwhile: only that block itself hears of its end.
        scroller.addEventListener("touchstart", ({ target }) => {
            this.#hold(Infinity);
            target?.addEventListener("touchend", release, { once: true, passive: true });
            target?.addEventListener("touchcancel", release, { once: true, passive: true });
        }, passive);
        // A press on the scroll bar has the scroller itself as its target. The middle button scrolls by moving.
        scroller.addEventListener("pointerdown", ({ target, button, pointerType }) => {
            if (pointerType !== "mouse" || (target !== scroller && button !== 1)) return;
            this.#hold(Infinity);
            untilReleased(release);
        });
    }

    /** @param {number} milliseconds */
    #hold(milliseconds) {
        this.#follower.hold(performance.now() + milliseconds);
        clearTimeout(this.#timer);
        // Whoever has not moved away goes on following.
        if (milliseconds < Infinity) this.#timer = setTimeout(() => this.#stick(), milliseconds + 1);
    }

    #stick(isAsked = false) {
        const isFree = this.#follower.isFollowing && !this.#follower.isHeld(performance.now());
        if (isFree && (this.isAutomatic || isAsked)) this.#scroller.scrollTop = this.#scroller.scrollHeight;
        this.#observe();
    }

    #observe() {
        const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
        const measures = { top: scrollTop, height: scrollHeight, viewport: clientHeight };
        this.#follower.observe(measures, performance.now());
        const distance = scrollHeight - clientHeight - scrollTop;
        this.#button.hidden = this.#follower.isFollowing || distance < farAway;
    }
}

/**
 * Waits for the end of a press. Not every browser tells of one that began on a scroll bar, but then the pointer moves on
 * without a button.
 * @param {() => void} release
 */
function untilReleased(release) {
    const ending = new AbortController();
    /** @param {PointerEvent} event */
    const ended = ({ type, buttons }) => {
        if (type === "pointermove" && buttons !== 0) return;
        ending.abort();
        release();
    };
    for (const type of /** @type {const} */ (["pointerup", "pointercancel", "pointermove"])) {
        addEventListener(type, ended, { signal: ending.signal });
    }
}
