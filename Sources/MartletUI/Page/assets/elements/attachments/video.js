import { Attachment } from "./attachment.js";
import { make } from "../../helpers/dom.js";
import { playerOptions } from "../../models/player-configuration.js";
import { safeAddress } from "../../helpers/file-addresses.js";

/** A film, in the browser's own player. */
export class VideoAttachment extends Attachment {
    show() {
        const { attributes, poster, tracks } = playerOptions(this.element.playerConfig);
        const captions = tracks.map((track) => make("track", { ...track, src: safeAddress(track.src) }));
        this.addSize();
        this.replaceChildren(make(
            "video",
            { ...attributes, src: this.url, poster: poster && safeAddress(poster), preload: "metadata",
                "aria-label": this.element.name, onerror: () => this.fail(() => this.show()) },
            ...captions,
        ));
    }
}
