/**
 * Decides whether the view follows what is being written. It follows while the reader is at the end, lets go when the
 * reader scrolls up, and takes hold again when the reader comes back to the end.
 */
export class ScrollFollower {
    isFollowing = true;
    #top = 0;
    #height = 0;

    /** How far from the end still counts as the end, in CSS pixels. */
    constructor(slack = 48) {
        this.slack = slack;
    }

    /** Takes the measures after a scroll. Growth of the content is no movement of the reader. */
    observe({ top, height, viewport }) {
        const distance = height - viewport - top;
        const movedUp = top < this.#top - 1 && height >= this.#height;
        if (movedUp && distance > 1) this.isFollowing = false;
        else if (top > this.#top && distance <= this.slack) this.isFollowing = true;
        else if (distance <= 1) this.isFollowing = true;
        this.#top = top;
        this.#height = height;
    }

    /** The reader asked for the end (sent a message, pressed "Jump to latest"). */
    follow() {
        this.isFollowing = true;
    }
}
