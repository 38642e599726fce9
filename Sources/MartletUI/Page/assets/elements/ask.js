import { make, request } from "../helpers/dom.js";
import { icon } from "../helpers/icons.js";
import { string } from "../helpers/strings.js";

/**
 * What is asked for above the composer while the app waits for files or for an element. A text is answered in the
 * composer, and a choice by the buttons under its message.
 */
export class Ask extends HTMLElement {
    bind(chat) {
        chat.addEventListener("ask", () => this.#show(chat));
    }

    #show(chat) {
        const { spec } = chat.ask ?? {};
        const content = spec ? (this.#makers[spec.type]?.(spec, chat) ?? []) : [];
        this.hidden = content.length === 0;
        this.replaceChildren(...content);
    }

    #makers = {
        file: (spec, chat) => [this.#fileButton(spec, chat.ask.message.parentId)],
        element: () => [
            make("button", { type: "button", class: "button", onclick: () => request(this, "reply", { value: { submitted: false } }) },
                string("common.actions.cancel", "Cancel")),
        ],
    };

    #fileButton({ accept, max_files: most = 1, max_size_mb: size = 2 }, parentId) {
        const input = make("input", {
            type: "file", class: "visually-hidden", id: "ask-file-input", accept: acceptList(accept), multiple: most > 1,
            onchange: () => {
                const files = [...input.files].slice(0, most);
                if (files.length > 0) request(this, "reply-files", { files, parentId, size });
                input.value = "";
            },
        });
        const limit = `${string("chat.fileUpload.sizeLimit", "Maximum:")} ${size} MB`;
        return make("label", { class: "button file-button", id: "ask-upload-button" }, icon("upload"),
            make("span", {}, string("chat.fileUpload.browse", "Choose files")), make("small", {}, limit), input);
    }
}

function acceptList(accept) {
    if (Array.isArray(accept)) return accept.filter((each) => each !== "*/*").join(",");
    return Object.entries(accept ?? {}).flat(2).filter((each) => each !== "*/*").join(",");
}
