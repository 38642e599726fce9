// A function that draws: it is called again for new props, unless it returns an update of its own.
export default function counter({ host, props, updateElement, callAction, deleteElement, sendUserMessage }) {
    const count = document.createElement("span");
    count.id = "count";
    count.textContent = `Count: ${props.count}`;
    const button = (id, text, press) => {
        const element = document.createElement("button");
        Object.assign(element, { id, textContent: text, onclick: press });
        return element;
    };
    host.append(
        count,
        button("increment", "Increment", () => updateElement({ ...props, count: props.count + 1 })),
        button("tell", "Tell", () => callAction({ name: "tell", payload: { count: props.count } })),
        button("say", "Say", () => sendUserMessage("hello from the counter")),
        button("remove", "Remove", () => deleteElement()),
    );
}
