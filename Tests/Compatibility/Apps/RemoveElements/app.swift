// Takes one of two pictures away, from a step and from a message.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let inStep = [
        Element.image(.path("files/picture.png"), name: "one"), .image(.path("files/picture.png"), name: "two"),
    ]
    try await chat.step("draw", type: .tool) { step in
        try await step.attach(elements: inStep)
        try await step.update(output: "Two pictures.")
    }
    try await inStep[0].remove()
    let inMessage = [
        Element.image(.path("files/picture.png"), name: "three"), .image(.path("files/picture.png"), name: "four"),
    ]
    try await chat.send("Two pictures.", elements: inMessage)
    try await inMessage[0].remove()
}

try await app.run()
