import Foundation
import LanguageModels
import Testing

extension RemoteCalls {
    /// Whole answers, streams, and what decides how they go on and end.
    @Suite struct Answers {
        private static func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `an answer is the same streamed and whole, and is counted`(server: RemoteServer) async throws {
            try await server.with { remote in
                let model = remote.model()
                for prompt in [Ask.question, Ask.text] {
                    let whole = try await Ask.deltas(model.stream(prompt, options: Ask.options { $0.stream = false }))
                    let text = try #require(whole.first?.text)
                    let summary = try #require(whole.last?.summary)
                    #expect(!text.isEmpty && whole.map(\.text) == [text, ""])
                    #expect([.endOfText, .maxNewTokens].contains(summary.finishReason))
                    #expect(summary.promptTokens > 4 && summary.newTokens > 3 && summary.newTokens <= 32)

                    let streamed = try await Ask.deltas(model.stream(prompt, options: Ask.options()))
                    #expect(streamed.map(\.text).joined() == text && streamed.count > 3)
                    let end = try #require(streamed.last?.summary)
                    #expect(end.finishReason == summary.finishReason && end.newTokens == summary.newTokens)
                    // The second request finds the first one's prompt.
                    #expect(end.promptTokens == summary.promptTokens && end.cachedTokens > 0)
                    #expect(end.timeToFirstToken != nil && end.duration > 0)
                }
                let answer = try await model.stream(Ask.question, options: Ask.options(64)).collect().text
                #expect(answer.contains("Martlet"))
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `stop texts and limits are kept to`(server: RemoteServer) async throws {
            try await server.with { remote in
                for prompt in [Ask.question, Ask.text] {
                    let text = try await remote.model().stream(prompt, options: Ask.options()).collect().text
                    let half = text.index(text.startIndex, offsetBy: text.count / 2)
                    let stop = String(text[half...].prefix(3))
                    for stream in [true, false] {
                        let options = Ask.options {
                            $0.stop = [stop, "###"]
                            $0.stream = stream
                        }
                        let cut = try await remote.model().stream(prompt, options: options).collect()
                        let expected = text.components(separatedBy: stop)[0]
                        #expect(Self.trimmed(cut.text) == Self.trimmed(expected))
                        // The protocol has one word for both.
                        #expect(cut.summary?.finishReason == .endOfText)
                        let one = Ask.options(1) { $0.stream = stream }
                        let short = try await remote.model().stream(prompt, options: one).collect()
                        #expect(short.summary?.finishReason == .maxNewTokens && short.summary?.newTokens == 1)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a seed repeats an answer, and without chance so does none`(server: RemoteServer) async throws {
            try await server.with { remote in
                func answer(_ seed: UInt32?, temperature: Double = 1) async throws -> String {
                    let options = Ask.options(40) {
                        $0.temperature = temperature
                        $0.seed = seed
                    }
                    return try await remote.model().stream(Ask.story, options: options).collect().text
                }
                // From here on the prompt is read already, for all of them alike.
                _ = try await answer(7)
                #expect(try await answer(7) == answer(7))
                var answers: Set<String> = []
                for seed in 0..<4 as Range<UInt32> { answers.insert(try await answer(seed)) }
                #expect(answers.count > 1)
                #expect(try await answer(nil, temperature: 0) == answer(nil, temperature: 0))
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `biases and samplers are kept to`(server: RemoteServer) async throws {
            try await server.with { remote in
                let model = remote.model()
                // A token with a great bias is all that comes, and one that is forbidden does not.
                let biased = try await model.stream(.text("a"), options: Ask.options(8) { $0.logitBias = [300: 100] })
                    .collect()
                #expect(biased.summary?.newTokens == 8)
                let half = String(biased.text.prefix(biased.text.count / 2))
                #expect(!half.isEmpty && biased.text == half + half)
                let forbidden = Ask.options(8) { $0.logitBias = [300: -.infinity] }
                #expect(try await model.stream(.text("a"), options: forbidden).collect().text != biased.text)

                let every = Ask.options(8) {
                    $0.temperature = 0.8
                    $0.minP = 0.05
                    $0.typicalP = 0.9
                    $0.topNSigma = 2
                    $0.dynamicTemperatureRange = 0.3
                    $0.xtcProbability = 0.2
                    $0.dryMultiplier = 0.8
                    $0.lastNTokens = -1
                    $0.repetitionPenalty = 1.1
                    $0.frequencyPenalty = 0.2
                    $0.presencePenalty = 0.2
                }
                #expect(try await model.stream(Ask.story, options: every).collect().summary?.newTokens == 8)
                let mirostat = Ask.options(8) {
                    $0.temperature = 0.8
                    $0.mirostat = MirostatOptions()
                }
                #expect(try await model.stream(Ask.story, options: mirostat).collect().summary?.newTokens == 8)
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a chat keeps its instructions and its turns`(server: RemoteServer) async throws {
            try await server.with { remote in
                let turns = [
                    ChatMessage(role: .system, content: "You are kind."),
                    ChatMessage(role: .user, content: "Hello."),
                    ChatMessage(role: .assistant, content: "Hello. How are you?"),
                    ChatMessage(role: .user, content: "What is Martlet?"),
                ]
                let long = try await remote.model().stream(.chat(turns), options: Ask.options()).collect()
                let short = try await remote.model().stream(Ask.question, options: Ask.options()).collect()
                #expect(!long.text.isEmpty)
                let counts = (long.summary?.promptTokens ?? 0, short.summary?.promptTokens ?? 0)
                #expect(counts.0 > counts.1 + 10)
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `many clients are answered at once`(server: RemoteServer) async throws {
            try await server.with { remote in
                let model = remote.model()
                let answers = try await withThrowingTaskGroup(of: String.self) { group in
                    for number in 0..<32 {
                        group.addTask {
                            let question = ChatMessage(role: .user, content: "What is \(number % 4) plus 1?")
                            return try await model.stream(.chat([question]), options: Ask.options(24)).collect().text
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count == 32 && !answers.contains(""))
                try await remote.untilFree()
            }
        }
    }
}
