import { personStore } from "./storage.js";

const key = "martlet-language";

/** The languages that the page's own texts are written in. */
export const languages = [
    "ar-SA", "bn", "da-DK", "de-DE", "el-GR", "en-US", "es", "fr-FR", "gu", "he-IL", "hi", "it", "ja", "kn", "ko", "ml",
    "mr", "nl", "pt-PT", "ta", "te", "zh-CN", "zh-TW",
];

/** What the person chose, else what the browser speaks. Some browsers say more than a language: "en-US@posix". */
export function chosenLanguage() {
    const tag = String(personStore.read(key, "") || globalThis.navigator?.language || "");
    return /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/.exec(tag)?.[0] ?? "en-US";
}

/** The language of the list that is shown now. */
export function nearestLanguage(tag = chosenLanguage()) {
    const base = tag.split("-")[0];
    return languages.find((each) => each === tag) ?? languages.find((each) => each.split("-")[0] === base) ?? "en-US";
}

/**
 * Takes effect with the next load of the page.
 * @param {string} tag
 */
export function chooseLanguage(tag) {
    personStore.write(key, tag);
}

/**
 * A language's name in itself.
 * @param {string} tag
 */
export function languageName(tag) {
    /** @type {string | undefined} */
    const script = /** @type {Record<string, string>} */ ({ "zh-CN": "zh-Hans", "zh-TW": "zh-Hant" })[tag];
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(script ?? tag.split("-")[0]) ?? tag;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}
