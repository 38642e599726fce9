// Joins the microphone and the speakers to the server.
import { Player } from "./elements/voice/player.js";
import { Voice } from "./elements/voice.js";
import { find } from "./helpers/dom.js";
import { openMicrophone } from "./elements/voice/microphone.js";
import { string } from "./helpers/strings.js";

let isJoined = false;

/**
 * Does so once, however often it is asked to.
 *
 * @param {Page.Parts} page
 */
export function joinVoice({ socket, chat, toasts }) {
    if (isJoined) return;
    isJoined = true;
    customElements.define("martlet-voice", Voice);
    const view = find("martlet-voice");
    view.bind();
    const player = new Player();
    /** @type {{ close: () => void } | null} */
    let microphone = null;

    const close = () => {
        microphone?.close();
        microphone = null;
        view.state = "off";
    };
    document.addEventListener("martlet:voice-start", () => {
        player.wake();
        if (socket.emit("audio_start")) view.state = "connecting";
    });
    document.addEventListener("martlet:voice-stop", () => {
        close();
        socket.emit("audio_end");
    });
    chat.addEventListener("audio-connection", async ({ detail }) => {
        if (!detail.isOn) return close();
        // Another page of the same chat may have asked for it.
        if (view.state !== "connecting") return;
        try {
            const opened = await openMicrophone({
                chunk: (chunk) => socket.emit("audio_chunk", chunk), level: (level) => (view.level = level),
            });
            if (view.state !== "connecting") return opened.close();
            microphone = opened;
            view.state = "on";
        } catch (error) {
            console.warn(error);
            close();
            socket.emit("audio_end");
            toasts.show({ type: "error", message: string("martlet.voice.refused", "The microphone cannot be used.") });
        }
    });
    chat.addEventListener("audio", ({ detail }) => player.play(detail));
    chat.addEventListener("audio-interrupt", () => player.interrupt());
    socket.addEventListener("disconnect", () => {
        close();
        player.interrupt();
    });
}
