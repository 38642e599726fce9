// Four files to download.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send(
        "Four files.",
        elements: [
            .file(.path("files/tone.wav"), name: "tone.wav", mimeType: "audio/wav"),
            .file(.path("files/picture.png"), name: "picture.png", mimeType: "image/png"),
            .file(.path("files/document.pdf"), name: "document.pdf", mimeType: "application/pdf"),
            .file(.text("print(1)\n"), name: "hello.py", mimeType: "text/plain"),
        ]
    )
}

try await app.run()
