// Waits before it answers, in a tool's step or without one.
import Martlet

let app = ChatApp()

app.onMessage { message, chat in
    if message.content == "tool" {
        try await chat.step("slow tool", type: .tool) { step in
            try await Task.sleep(for: .seconds(2))
            try await step.update(output: "done")
        }
    } else {
        try await Task.sleep(for: .seconds(2))
    }
    try await chat.send("Here is the answer.")
}

try await app.run()
