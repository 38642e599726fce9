import { RequestError, detailOf } from "./api.js";
import { address } from "../helpers/configuration.js";
import { string } from "../helpers/strings.js";

/**
 * Sends one file. `fetch` tells nothing of a body's progress, so this is an XMLHttpRequest.
 *
 * @param {File} file
 * @param {{ sessionId: string, parentId?: string | null, progress?: (part: number) => void }} options
 * @returns {{ promise: Promise<{ id: string }>, cancel: () => void }}
 */
export function upload(file, { sessionId, parentId = null, progress = () => {} }) {
    const request = new XMLHttpRequest();
    const failed = () => new RequestError(0, string("chat.fileUpload.errors.failed", "Upload failed"));
    const promise = new Promise((resolve, reject) => {
        request.open("POST", address("project/file", { session_id: sessionId, ask_parent_id: parentId }));
        request.withCredentials = true;
        request.responseType = "json";
        request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
        request.onload = () => {
            const { status, response } = request;
            if (status >= 200 && status < 300 && response?.id) resolve(response);
            else reject(new RequestError(status, detailOf(response) ?? request.statusText));
        };
        request.onerror = () => reject(failed());
        request.onabort = () => reject(failed());
    });
    const body = new FormData();
    body.append("file", file, file.name);
    request.send(body);
    return { promise, cancel: () => request.abort() };
}
