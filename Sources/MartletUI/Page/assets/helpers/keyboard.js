import { personStore } from "./storage.js";

const key = "martlet-no-single-keys";

export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** Whether "?" and "/" alone are shortcuts. People who dictate may switch them off. */
export function hasSingleKeys() {
    return personStore.read(key, false) !== true;
}

/** @param {boolean} isOn */
export function switchSingleKeys(isOn) {
    personStore.write(key, isOn ? null : true);
}

/**
 * While an input method composes (Japanese, Chinese, Korean …), keys belong to it. Safari says so by 229 only.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
    return event.isComposing || event.keyCode === 229;
}

/**
 * Whether a key press goes into a text.
 * @param {EventTarget | null} target
 */
export function isTypingIn(target) {
    return target instanceof Element
        && target.matches("textarea, select, [contenteditable]:not([contenteditable=false]), "
            + "input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=file])");
}
