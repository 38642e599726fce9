// The steps of an answer with sources: a retrieval with what it found, and a model's.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.step("retrieve", type: .tool) { step in
        try await step.attach(elements: [.text("The passage that was found.", name: "Source 0", display: .side)])
        try await step.update(output: "Retrieved the following sources: Source 0")
    }
    try await chat.step("llm", type: .llm) { step in
        try await step.update(output: "An answer.")
    }
    try await chat.send("An answer.")
}

try await app.run()
