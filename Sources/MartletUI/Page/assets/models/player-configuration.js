const switches = ["controls", "loop", "muted", "autoplay", "playsinline"];

/** @typedef {{kind: string, src: string, srclang: string, label: string, default: boolean}} Track */

/**
 * What a video's `playerConfig` asks of a native player. It is written for the player of Chainlit's page, which keeps
 * what is meant for files under `file`: `{attributes: {loop, muted, poster, …}, tracks: [{kind, src, srcLang, label}]}`.
 *
 * @param {any} configuration
 * @returns {{attributes: Record<string, boolean>, poster: string | null, tracks: Track[]}}
 */
export function playerOptions(configuration) {
    const file = configuration?.file ?? {};
    /** @type {Record<string, boolean>} */
    const attributes = { controls: true };
    for (const [name, value] of Object.entries({ ...configuration, ...file.attributes })) {
        const known = switches.find((each) => each === name.toLowerCase());
        if (known) attributes[known] = value === true || value === 1;
    }
    // Without controls nobody could stop what plays by itself.
    if (attributes.autoplay) attributes.controls = true;
    const poster = file.attributes?.poster ?? configuration?.poster;
    const tracks = (Array.isArray(file.tracks) ? file.tracks : []).filter((/** @type {any} */ track) => typeof track?.src === "string");
    return { attributes, poster: typeof poster === "string" ? poster : null, tracks: tracks.map(trackOf) };
}

/**
 * @param {any} track
 * @returns {Track}
 */
function trackOf({ kind, src, srcLang, srclang, label, default: isDefault }) {
    return { kind: String(kind ?? "subtitles"), src, srclang: String(srcLang ?? srclang ?? ""), label: String(label ?? ""),
        default: isDefault === true };
}
