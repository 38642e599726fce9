import LanguageModels
import Testing

struct LanguageModelSessionTests {
    private func session(_ model: ScriptedLanguageModel) -> LanguageModelSession {
        LanguageModelSession(model: model) { "Be kind." }
    }

    @Test
    func `a session answers and remembers`() async throws {
        let model = ScriptedLanguageModel(["Hel", "lo"], ["Ada"])
        let session = self.session(model)
        let first = try await session.respond(to: "I am Ada")
        #expect(first.content == "Hello")
        #expect(first.summary?.newTokens == 2)
        #expect(first.transcriptEntries.map(\.content) == ["I am Ada", "Hello"])
        try await session.respond(options: GenerationOptions(temperature: 0)) {
            "Who am I?"
            "Be brief."
        }
        #expect(session.transcript.map(\.content) == ["Be kind.", "I am Ada", "Hello", "Who am I?\nBe brief.", "Ada"])
        #expect(
            model.requests[1].prompt
                == .chat([
                    ChatMessage(role: .system, content: "Be kind."), ChatMessage(role: .user, content: "I am Ada"),
                    ChatMessage(role: .assistant, content: "Hello"),
                    ChatMessage(role: .user, content: "Who am I?\nBe brief."),
                ])
        )
        #expect(model.requests.map(\.options.temperature) == [0.8, 0])
    }

    @Test
    func `instructions are built of texts, and may be none`() {
        let isBrief = true
        let model = ScriptedLanguageModel([])
        let session = LanguageModelSession(model: model) {
            "You are a bird."
            if isBrief { "Be brief." } else { "Be long." }
            for sound in ["tweet", "chirp"] { "Say \(sound)." }
        }
        #expect(session.transcript.map(\.content) == ["You are a bird.\nBe brief.\nSay tweet.\nSay chirp."])
        #expect(LanguageModelSession(model: model).transcript.isEmpty)
        #expect(LanguageModelSession(model: model, instructions: "").transcript.isEmpty)
    }

    @Test
    func `a stream gives deltas, then the summary, and is busy meanwhile`() async throws {
        let session = self.session(ScriptedLanguageModel(["a", "b"]))
        let stream = session.streamResponse(to: "?")
        #expect(!session.isResponding)
        #expect(session.transcript.count == 1)
        var deltas: [GenerationDelta] = []
        for try await delta in stream {
            deltas.append(delta)
            #expect(session.isResponding)
            #expect(session.transcript.map(\.content) == ["Be kind.", "?"])
        }
        #expect(deltas.map(\.text) == ["a", "b", ""])
        #expect(deltas.last?.summary?.finishReason == .endOfText)
        #expect(!session.isResponding)
        #expect(session.transcript.map(\.content) == ["Be kind.", "?", "ab"])
    }

    @Test
    func `snapshots grow and texts do not`() async throws {
        let session = self.session(ScriptedLanguageModel(["a", "b", "c"]))
        let snapshots = try await Array(session.streamResponse(to: "?").snapshots)
        #expect(snapshots == ["a", "ab", "abc"])
        let texts = try await Array(session.streamResponse(to: "?").text)
        #expect(texts == ["a", "b", "c"])
    }

    @Test
    func `a second prompt meanwhile is refused and harms nothing`() async throws {
        let session = self.session(ScriptedLanguageModel(["a", "b"]))
        var reader = session.streamResponse(to: "first").makeAsyncIterator()
        #expect(try await reader.next()?.text == "a")
        let error = await #expect(throws: LanguageModelError.self) { try await session.respond(to: "second") }
        #expect(error?.code == .concurrentRequests)
        while try await reader.next() != nil {}
        #expect(session.transcript.map(\.content) == ["Be kind.", "first", "ab"])
        #expect(try await session.respond(to: "third").content == "ab")
    }

    @Test
    func `a stream is read once`() async throws {
        let session = self.session(ScriptedLanguageModel(["a"]))
        let stream = session.streamResponse(to: "?")
        #expect(try await stream.collect().content == "a")
        let error = await #expect(throws: LanguageModelError.self) { try await stream.collect() }
        #expect(error?.code == .invalidInput)
        #expect(session.transcript.count == 3)
    }

    @Test
    func `a failure leaves the transcript as it was`() async throws {
        let failure = LanguageModelError(.generationFailed, "Broken.")
        let session = self.session(ScriptedLanguageModel(["a"], ending: .failure(failure)))
        let error = await #expect(throws: LanguageModelError.self) { try await session.respond(to: "?") }
        #expect(error?.code == .generationFailed)
        #expect(session.transcript.map(\.content) == ["Be kind."])
        #expect(!session.isResponding)
    }

    @Test(arguments: [["a", "b"], []])
    func `a cancelled answer keeps what was seen`(_ deltas: [String]) async throws {
        let began = AsyncStream<Void>.makeStream()
        let recorder = EventRecorder { event in
            if event.lastSeen(deltas) { began.continuation.yield() }
        }
        let session = LanguageModelSession(
            model: ScriptedLanguageModel(deltas, ending: .silence),
            callbacks: [recorder],
            instructions: "Be kind."
        )
        let task = Task { try await session.respond(to: "?") }
        for await _ in began.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let expected: [Transcript.Entry] =
            deltas.isEmpty ? [] : [.response(Transcript.Response(id: "", content: "ab", isComplete: false))]
        #expect(
            session.transcript.map(\.content) == ["Be kind."] + (deltas.isEmpty ? [] : ["?"]) + expected.map(\.content)
        )
        if case .response(let response) = session.transcript.last { #expect(!response.isComplete) }
        #expect(!session.isResponding)
        #expect(recorder.lines.last == "llmError: CancellationError()")
    }

    @Test
    func `a dropped stream keeps what was seen and frees the session`() async throws {
        let session = self.session(ScriptedLanguageModel(["a", "b"], ending: .silence))
        for try await _ in session.streamResponse(to: "?") { break }
        #expect(!session.isResponding)
        #expect(session.transcript.map(\.content) == ["Be kind.", "?", "a"])
    }

    @Test
    func `handlers hear that a stream was dropped`() async throws {
        let told = AsyncStream<String>.makeStream()
        let recorder = EventRecorder { event in
            if event.name == "llmError" { told.continuation.yield(event.payload) }
        }
        let model = ScriptedLanguageModel(["a"], ending: .silence)
        let session = LanguageModelSession(model: model, callbacks: [recorder])
        for try await _ in session.streamResponse(to: "?") { break }
        for await payload in told.stream {
            #expect(payload == "CancellationError()")
            break
        }
    }

    @Test
    func `an overflow tells the conversation's size and the model's`() async throws {
        let overflow = LanguageModelError(.contextOverflow, "The prompt has 600 tokens, the context 512.")
        let session = self.session(ScriptedLanguageModel([], ending: .failure(overflow)))
        let error = await #expect(throws: LanguageModelError.self) { try await session.respond(to: "1234") }
        #expect(error?.code == .contextOverflow)
        #expect(error?.message.contains("2 entries with 12 characters") == true)
        #expect(error?.message.contains("600 tokens, the context 512") == true)
        #expect(session.transcript.count == 1)
    }

    @Test
    func `handlers hear of a chat's answer`() async throws {
        let recorder = EventRecorder()
        let session = LanguageModelSession(
            model: ScriptedLanguageModel(["a", "b"]),
            callbacks: [recorder],
            instructions: "Be kind."
        )
        try await session.respond(to: "Hi")
        #expect(
            recorder.lines == ["llmStart: System: Be kind.\nHuman: Hi", "token: a", "token: b", "llmEnd: ab"]
        )
        #expect(Set(recorder.all.map(\.run.runID)).count == 1)
    }

    @Test
    func `prewarming evaluates the conversation and answers nothing`() async throws {
        let model = ScriptedLanguageModel([])
        try await LanguageModelSession(model: model).prewarm()
        #expect(model.requests.isEmpty)
        let session = self.session(model)
        try await session.prewarm(promptPrefix: "Tell me")
        #expect(model.requests.map(\.options.maxNewTokens) == [0])
        #expect(session.transcript.count == 1)
    }
}

extension EventRecorder.Event {
    /// Whether nothing more will come of a silent model with these deltas.
    fileprivate func lastSeen(_ deltas: [String]) -> Bool {
        deltas.isEmpty ? self.name == "llmStart" : self.name == "token" && self.payload == deltas.last
    }
}

extension Array {
    /// Collects an asynchronous sequence.
    fileprivate init(_ sequence: some AsyncSequence<Element, any Error>) async throws {
        self = []
        for try await element in sequence { self.append(element) }
    }
}
