import ArgumentParser
import Foundation
import Martlet

/// `martlet hello`: a small app, to see that everything works.
struct HelloCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hello",
        abstract: "Run a small app, to see that everything works.",
        helpNames: .long
    )

    @OptionGroup var serving: ServeOptions

    func run() async throws {
        let environment = self.serving.applied(to: ProcessInfo.processInfo.environment)
        for name in ["MARTLET_OPEN", "MARTLET_DEBUG"] {
            setenv(name, environment[name] ?? "0", 1)
        }
        do {
            var configuration = try AppConfiguration(environment: environment)
            // Somebody who only looks wants no files.
            configuration.writesConfigurationFile = false
            try await HelloApp.make().run(configuration: configuration)
        } catch let error as MartletError {
            throw ExitMessage(error)
        }
    }
}

/// The app behind `martlet hello`.
enum HelloApp {
    static func make() -> ChatApp {
        let app = ChatApp()
        app.onChatStart { chat in
            try await chat.send("Hello! This is **Martlet**. What is your name?")
        }
        app.onMessage { message, chat in
            let name = message.content.trimmingCharacters(in: .whitespacesAndNewlines)
            let answer = try await chat.step("greeting", type: .tool) { step in
                try await step.update(input: name)
                let answer = "Nice to meet you, \(name.isEmpty ? "stranger" : name)!"
                try await step.update(output: answer)
                return answer
            }
            let reply = chat.message()
            for word in answer.split(separator: " ") {
                try await reply.stream(word + " ")
                try await Task.sleep(for: .milliseconds(40))
            }
            try await reply.stream("\n\nWrite an app of your own with `martlet init`.")
            try await reply.finish()
        }
        return app
    }
}
