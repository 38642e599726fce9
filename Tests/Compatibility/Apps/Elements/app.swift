// Elements of every display: in the message, beside it, on a page of their own.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.step("draw", type: .tool) { step in
        try await step.attach(elements: [.image(.path("files/picture.png"), name: "picture")])
        try await step.update(output: "A picture.")
    }
    try await chat.send(
        "Here is image1, a nice picture.",
        elements: [
            .image(.path("files/picture.png"), name: "image1"),
            .pdf(.path("files/document.pdf"), name: "paper"),
        ]
    )
    try await chat.send(
        "Here is side text and page text, and side text again.",
        elements: [
            .text("Text at the side.", name: "side text", display: .side),
            .text("Text on a page.", name: "page text", display: .page),
        ]
    )
}

try await app.run()
