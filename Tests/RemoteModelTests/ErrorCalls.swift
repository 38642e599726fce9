import LanguageModels
import Testing

extension RemoteCalls {
    /// Requests that a server refuses.
    @Suite struct Errors {
        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a prompt that is too long is told with its numbers`(server: RemoteServer) async throws {
            try await server.with { remote in
                let text = String(repeating: "many words ", count: 900)
                for prompt in [ModelPrompt.chat([ChatMessage(role: .user, content: text)]), .text(text)] {
                    for stream in [true, false] {
                        let options = Ask.options { $0.stream = stream }
                        let error = try await Ask.error(remote.model().stream(prompt, options: options))
                        #expect(error.code == .contextOverflow, "\(error)")
                        let overflow = try #require(error.overflow)
                        #expect(overflow.needed > 1800 && overflow.available == 1024)
                        #expect(error.message.contains("\(overflow.needed - 1) tokens and 1024 fit"), "\(error)")
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `the oldest turns are left out where that is asked for, and it is told at once`(
            server: RemoteServer
        ) async throws {
            try await server.with { remote in
                let turns = [
                    ChatMessage(role: .user, content: String(repeating: "many words ", count: 900)),
                    ChatMessage(role: .assistant, content: "Yes."), ChatMessage(role: .user, content: "And?"),
                ]
                let options = Ask.options { $0.overflow = .dropOldestTurns }
                var activities: [GenerationActivity] = []
                var summary: GenerationSummary?
                for try await delta in remote.model().stream(.chat(turns), options: options) {
                    if let activity = delta.activity, summary == nil { activities.append(activity) }
                    summary = delta.summary ?? summary
                }
                #expect(activities.first == .shortened(messages: 2, tokens: 0))
                #expect(summary?.droppedMessages == 2)
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a wrong key is told, and a missing one`(server: RemoteServer) async throws {
            try await server.with(.init(key: "a-key-for-tests")) { remote in
                for stream in [true, false] {
                    let options = Ask.options(4) { $0.stream = stream }
                    for key in ["wrong-key", ""] {
                        let error = try await Ask.error(remote.model(key: key).stream(Ask.question, options: options))
                        #expect(error.code == .unauthorized, "\(error)")
                        #expect(!error.message.contains("wrong-key"))
                        #expect(error.message.contains(key.isEmpty ? "OPENAI_API_KEY" : "check the key"), "\(error)")
                    }
                    #expect(try await remote.model().stream(Ask.question, options: options).collect().text != "")
                }
                let error = try await #require(throws: LanguageModelError.self) {
                    try await remote.model("vectors", key: "wrong-key").embeddings(of: ["a"])
                }
                #expect(error.code == .unauthorized, "\(error)")
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `an unknown model is told`(server: RemoteServer) async throws {
            try await server.with { remote in
                let stream = remote.model("gpt-5").stream(Ask.question, options: Ask.options(4))
                switch server {
                case .llamaServer:
                    // It has one model, and takes every name for that.
                    #expect(try await stream.collect().summary?.newTokens == 4)
                case .martlet:
                    let error = try await Ask.error(stream)
                    #expect(error.code == .requestFailed && error.message.contains("models()"), "\(error)")
                    #expect(error.message.contains("'gpt-5'"))
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `values that do not fit are refused, by the model or by the server`(server: RemoteServer) async throws {
            try await server.with { remote in
                let wrong = Ask.options { $0.temperature = -1 }
                #expect(try await Ask.error(remote.model().stream(Ask.question, options: wrong)).code == .invalidOption)
                let settings = Ask.settings(parameters: .object([.init("temperature", .string("hot"))]))
                let error = try await Ask.error(
                    remote.model(settings: settings).stream(Ask.question, options: Ask.options())
                )
                #expect(error.code == .requestFailed && error.message.contains("temperature"), "\(error)")
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a picture is refused by a model that does not see`(server: RemoteServer) async throws {
            try await server.with { remote in
                let picture = ImageContent.data([0x89, 0x50, 0x4E, 0x47], mediaType: "image/png")
                let message = ChatMessage(role: .user, content: "What is this?", images: [picture])
                for stream in [true, false] {
                    let options = Ask.options { $0.stream = stream }
                    let error = try await Ask.error(remote.model().stream(.chat([message]), options: options))
                    #expect(error.code == .requestFailed, "\(error)")
                    #expect(error.message.contains("picture"), "\(error)")
                }
            }
        }
    }
}
