import { make, request } from "../helpers/dom.js";
import { icon } from "../helpers/icons.js";
import { string } from "../helpers/strings.js";

// A press this long is held to speak, a shorter one switches.
const longPress = 400;
/** Where the key is a letter, or belongs to what is open. */
const typingPlaces = "input, textarea, select, [contenteditable], .menu, dialog";

/** The microphone's button and how loud it hears. The key P does the same: pressed to switch, or held to speak. */
export class Voice extends HTMLElement {
    #state = "off";
    #pressed = 0;
    /** @type {HTMLButtonElement} */
    #button = make("button", {
        type: "button", id: "voice-button", class: "button quiet square", "aria-keyshortcuts": "P", onclick: () => this.#toggle(),
    }, icon("microphone"));
    #meter = make("meter", { class: "voice-level", min: "0", max: "1", hidden: true });

    bind() {
        this.replaceChildren(this.#button, this.#meter);
        this.#meter.setAttribute("aria-label", string("martlet.voice.level", "Microphone level"));
        document.addEventListener("keydown", (event) => this.#keyDown(event));
        document.addEventListener("keyup", ({ key }) => this.#keyUp(key));
        this.state = "off";
    }

    /** "off", "connecting" or "on". */
    get state() {
        return this.#state;
    }

    set state(state) {
        this.#state = state;
        const label = {
            off: string("chat.speech.start", "Speak"),
            connecting: string("chat.speech.connecting", "Connecting"),
            on: string("chat.speech.stop", "Stop listening"),
        }[state] ?? "";
        this.#button.dataset.state = state;
        this.#button.title = label;
        this.#button.setAttribute("aria-label", label);
        this.#button.setAttribute("aria-pressed", String(state === "on"));
        this.#meter.hidden = state !== "on";
        this.level = 0;
    }

    /** How loud the microphone hears, from 0 to 1. */
    set level(/** @type {number} */ level) {
        this.#meter.value = level;
    }

    #toggle() {
        request(this, this.#state === "off" ? "voice-start" : "voice-stop");
    }

    /** @param {KeyboardEvent} event */
    #keyDown(event) {
        const { key, ctrlKey, metaKey, altKey, repeat } = event;
        if (this.hidden || key.toLowerCase() !== "p" || ctrlKey || metaKey || altKey || repeat || event.defaultPrevented) return;
        // The target of what happens within a shadow root is its host.
        if (event.composedPath().some((place) => place instanceof Element && place.matches(typingPlaces))) return;
        event.preventDefault();
        this.#pressed = this.#state === "off" ? performance.now() : 0;
        this.#toggle();
    }

    /** @param {string} key */
    #keyUp(key) {
        if (key.toLowerCase() !== "p" || this.#pressed === 0) return;
        const isHeld = performance.now() - this.#pressed >= longPress;
        this.#pressed = 0;
        if (isHeld && this.#state !== "off") request(this, "voice-stop");
    }
}
