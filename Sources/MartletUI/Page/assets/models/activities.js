import { count, rate } from "../helpers/numbers.js";
import { string } from "../helpers/strings.js";

/**
 * What a model does for a message or step, as the server's `activity` event tells it.
 * @typedef {{state: string, position?: number, done?: number, total?: number, tokens?: number, perSecond?: number}} Activity
 */

/** What models do right now, by the message or step they do it for. Tells of changes by `change`. */
export class Activities extends EventTarget {
    /** @type {Map<string, Activity>} */
    #current = new Map();

    /**
     * What was told last and still goes on.
     * @returns {Activity | null}
     */
    get latest() {
        return [...this.#current.values()].at(-1) ?? null;
    }

    /** @param {Activity & {id: string}} event */
    show({ id, ...activity }) {
        this.#current.delete(id);
        this.#current.set(id, activity);
        this.#tell();
    }

    /**
     * The message or step is whole, or gone.
     * @param {string} id
     */
    end(id) {
        if (this.#current.delete(id)) this.#tell();
    }

    clear() {
        if (this.#current.size === 0) return;
        this.#current.clear();
        this.#tell();
    }

    #tell() {
        this.dispatchEvent(new Event("change"));
    }
}

/**
 * The activity in words; empty when there is nothing to tell.
 * @param {Activity | null} activity
 */
export function activityText(activity) {
    switch (activity?.state) {
        case "waiting": return placeText(activity.position ?? 0);
        case "reading":
            return string("martlet.activity.reading", "Reading your prompt: {{done}} of {{total}} tokens",
                { done: count(activity.done ?? 0), total: count(activity.total ?? 0) });
        case "generating": return speedText(activity.perSecond);
        default: return "";
    }
}

/** @param {number} position */
function placeText(position) {
    switch (position) {
        case 1: return string("martlet.activity.first", "First in the queue");
        case 2: return string("martlet.activity.second", "Second in the queue");
        case 3: return string("martlet.activity.third", "Third in the queue");
        default: return string("martlet.activity.waiting", "Number {{position}} in the queue", { position: count(position) });
    }
}

/**
 * "23 tokens/s"; empty while nobody can tell.
 * @param {number | null | undefined} perSecond
 */
export function speedText(perSecond) {
    if (!perSecond) return "";
    return string("martlet.activity.speed", "{{rate}} tokens/s", { rate: rate(perSecond) });
}
