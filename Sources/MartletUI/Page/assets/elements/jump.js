import { ScrollFollower } from "../models/scroll-follower.js";
import { afterRender } from "../helpers/render-queue.js";

/** Keeps the end of the chat in view while the reader is there, and offers the way back when not. */
export class Jump extends HTMLElement {
    #follower = new ScrollFollower();
    #scroller;
    #button;
    isAutomatic = true;

    connectedCallback() {
        this.#scroller = document.querySelector("#chat-scroll");
        this.#button = this.querySelector("button");
        this.#button.addEventListener("click", () => {
            this.toEnd();
            document.querySelector("#chat-input").focus({ preventScroll: true });
        });
        this.#scroller.addEventListener("scroll", () => this.#observe(), { passive: true });
        const observer = new ResizeObserver(() => this.#stick());
        observer.observe(this.#scroller);
        observer.observe(document.querySelector("#chat-column"));
        afterRender(() => this.#stick());
    }

    /** Goes to the end and follows again. */
    toEnd() {
        this.#follower.follow();
        this.#stick(true);
    }

    #stick(isAsked = false) {
        if (this.#follower.isFollowing && (this.isAutomatic || isAsked)) {
            this.#scroller.scrollTop = this.#scroller.scrollHeight;
        }
        this.#observe();
    }

    #observe() {
        const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
        this.#follower.observe({ top: scrollTop, height: scrollHeight, viewport: clientHeight });
        const distance = scrollHeight - clientHeight - scrollTop;
        this.#button.hidden = this.#follower.isFollowing || distance < 120;
    }
}
