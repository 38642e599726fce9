// A custom element: its props are set before it is put into the page.
export default class Clock extends HTMLElement {
    connectedCallback() {
        this.textContent = `It is ${this.props.time}.`;
    }
}
