/** @typedef {{ top: number, height: number, viewport: number }} Measures */

/**
 * Decides whether the view follows what is being written. It follows while the reader is at the end, lets go the moment
 * the reader scrolls up, and takes hold again when the reader comes back to the end.
 */
export class ScrollFollower {
    isFollowing = true;
    #heldUntil = 0;
    #top = 0;
    #height = 0;
    #distance = 0;

    /** @param {number} [slack] how far from the end still counts as the end, in CSS pixels */
    constructor(slack = 48) {
        this.slack = slack;
    }

    /**
     * The reader has a hand on it (wheel, finger, scroll bar, key): until then nothing may be scrolled for them, and
     * the smallest movement up counts.
     * @param {number} until a time of the clock that `observe` is told
     */
    hold(until) {
        this.#heldUntil = until;
    }

    /** @param {number} now */
    isHeld(now) {
        return now < this.#heldUntil;
    }

    /**
     * Takes the measures after a scroll or a change of the content, which alone is no movement of the reader: where
     * content shrinks or is corrected above, the distance to the end does not grow.
     * @param {Measures} measures
     * @param {number} [now]
     */
    observe({ top, height, viewport }, now = 0) {
        const distance = height - viewport - top;
        const isHeld = this.isHeld(now);
        const isUp = top < this.#top - (isHeld ? 0 : 1);
        if (isUp && distance > 1 && distance > this.#distance) {
            this.isFollowing = false;
        } else if (!isHeld) {
            const hasComeDown = top > this.#top && height === this.#height && distance <= this.slack;
            if (hasComeDown || distance <= 1) this.isFollowing = true;
        }
        this.#top = top;
        this.#height = height;
        this.#distance = distance;
    }

    /** The reader asked for the end (sent a message, pressed "Jump to latest"). */
    follow() {
        this.isFollowing = true;
        this.#heldUntil = 0;
    }
}
