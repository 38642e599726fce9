// Joins files to the server: those of a message, and those that a question asks for.
import { upload } from "./transport/upload.js";

/**
 * How a file is sent in the name of this chat.
 *
 * @param {{ sessionId: string }} identity
 * @returns {(parentId: string | null) => import("./models/uploads.js").Send}
 */
export function senderOf(identity) {
    return (parentId) => (file, progress) => upload(file, { sessionId: identity.sessionId, parentId, progress });
}

/** @param {Page.Parts} page */
export function joinFiles({ ask, composer, dropZone, chat, toasts }) {
    // While something else is asked for, a file would go astray.
    const target = () => (ask.takesFiles ? ask : chat.ask || !composer.takesFiles ? null : composer);
    dropZone.bind(() => target() !== null);
    document.addEventListener("martlet:files", ({ detail }) => target()?.take(detail.files));
    document.addEventListener("martlet:notice", ({ detail }) => toasts.show(detail));
}
