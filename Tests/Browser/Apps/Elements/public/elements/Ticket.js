// A form that answers the question that it was asked with.
export default function ticket({ host, submitElement, cancelElement }) {
    const form = document.createElement("form");
    const title = Object.assign(document.createElement("input"), { id: "ticket-title", ariaLabel: "Title", required: true });
    const submit = Object.assign(document.createElement("button"), { id: "ticket-submit", textContent: "Submit" });
    const cancel = Object.assign(document.createElement("button"), { id: "ticket-cancel", type: "button", textContent: "Cancel" });
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        submitElement({ title: title.value });
    });
    cancel.addEventListener("click", () => cancelElement());
    form.append(title, submit, cancel);
    host.append(form);
}
