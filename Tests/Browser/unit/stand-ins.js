// As much of a browser's elements as views need that are tested without one. To be imported before them.
class Element extends EventTarget {
    children = [];
    dataset = {};
    isConnected = true;

    append(...children) {
        this.children.push(...children);
    }

    replaceChildren(...children) {
        this.children = children;
    }

    setAttribute() {}
}

globalThis.Element = globalThis.HTMLElement = Element;
globalThis.document = Object.assign(new EventTarget(), {
    hidden: true, baseURI: "http://app.test/", documentElement: { lang: "en" },
    createElement: () => new Element(), createElementNS: () => new Element(), querySelector: () => null,
});
