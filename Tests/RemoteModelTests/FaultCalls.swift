import LanguageModels
import Testing

extension RemoteCalls {
    /// What goes wrong with a server that is a process of its own.
    @Suite(.enabled(if: LlamaServerProcess.isThere, Comment(rawValue: LlamaServerProcess.reason)))
    struct Faults {
        private func with(_ body: (Remote, LlamaServerProcess) async throws -> Void) async throws {
            try await RemoteServer.llamaServer.with(.init(places: 1, contextLength: 16_384)) { remote in
                let process = try #require(remote.process)
                try await body(remote, process)
            }
        }

        /// Reads an answer until it breaks off.
        private func read(_ answer: GenerationStream, onText: (String) -> Void) async -> (String, LanguageModelError?) {
            var text = ""
            do {
                for try await delta in answer {
                    text += delta.text
                    onText(text)
                }
                return (text, nil)
            } catch {
                return (text, error as? LanguageModelError)
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: [true, false])
        func `a server that is gone is told`(stream: Bool) async throws {
            try await self.with { remote, process in
                let options = Ask.options(4) { $0.stream = stream }
                #expect(try await remote.model().stream(Ask.question, options: options).collect().text != "")
                process.end()
                let error = try await Ask.error(remote.model().stream(Ask.question, options: options))
                #expect(error.code == .serverUnavailable, "\(error)")
                #expect(error.message.contains("refused the connection"), "\(error)")
                let embedding = try await #require(throws: LanguageModelError.self) {
                    try await remote.model().embeddings(of: ["a"])
                }
                #expect(embedding.code == .serverUnavailable, "\(embedding)")
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `a server that dies while it answers is told, and what came stays`() async throws {
            try await self.with { remote, process in
                let answer = remote.model().stream(Ask.story, options: Ask.endless())
                let (text, failure) = await self.read(answer) { if $0.count >= 8 { process.end() } }
                let error = try #require(failure)
                #expect(error.code == .generationFailed, "\(error)")
                #expect(error.message.contains("did not come whole") && text.count >= 8, "\(error)")
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `a server that dies before it answers is told`() async throws {
            try await self.with { remote, process in
                let options = Ask.endless()
                let task = Task {
                    var options = options
                    options.stream = false
                    return try await remote.model().stream(Ask.story, options: options).collect().text
                }
                while try await remote.countRunning() == 0 { try await Task.sleep(for: .milliseconds(5)) }
                process.end()
                let error = try await #require(throws: LanguageModelError.self) { try await task.value }
                // It was tried again, and by then nobody listened.
                #expect(error.code == .serverUnavailable, "\(error)")
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: [true, false])
        func `a server that does not answer runs out of time`(stream: Bool) async throws {
            try await self.with { remote, process in
                process.freeze()
                defer { process.thaw() }
                let model = remote.model(settings: Ask.settings(firstByte: .milliseconds(300)))
                let options = Ask.options(4) { $0.stream = stream }
                let error = try await Ask.error(model.stream(Ask.question, options: options))
                #expect(error.code == .serverUnavailable && error.message.contains("300 milliseconds"), "\(error)")
                let limited = Ask.options(4) {
                    $0.stream = stream
                    $0.timeLimit = .milliseconds(200)
                }
                let late = try await Ask.error(remote.model().stream(Ask.question, options: limited))
                #expect(late.code == .timeLimitExceeded, "\(late)")
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `a server that falls silent in an answer runs out of time, and answers the next one`() async throws {
            try await self.with { remote, process in
                let model = remote.model(settings: Ask.settings(between: .milliseconds(300)))
                let answer = model.stream(Ask.story, options: Ask.endless())
                let (_, failure) = await self.read(answer) { if $0.count >= 8 { process.freeze() } }
                let error = try #require(failure)
                #expect(error.code == .generationFailed && error.message.contains("fell silent"), "\(error)")
                process.thaw()
                try await remote.untilFree()
                #expect(try await remote.model().stream(Ask.question, options: Ask.options(4)).collect().text != "")
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `a server that loads its model is waited for`() async throws {
            // How long it takes to load cannot be chosen, so several starts may be needed to meet it at that.
            for _ in 0..<20 {
                let process = try await LlamaServerProcess(["--alias", "tiny", "-c", "16384", "-np", "1"])
                defer { process.end() }
                let remote = Remote(server: .llamaServer, url: process.url, key: nil, process: process) { 0 }
                let model = remote.model()
                var seen: LanguageModelError?
                while seen?.message.contains("Loading model") != true {
                    do {
                        try await model.checkHealth()
                        break
                    } catch {
                        seen = error as? LanguageModelError
                        #expect(seen?.code == .serverUnavailable, "\(error)")
                    }
                }
                guard seen?.message.contains("Loading model") == true else { continue }
                // Asked now, it answers 503, and again once it is ready.
                let patient = remote.model(settings: Ask.settings(retries: 100))
                let answer = try await patient.stream(Ask.question, options: Ask.options(4)).collect()
                #expect(answer.summary?.newTokens == 4)
                return
            }
            Issue.record("llama-server was never met while it loaded its model")
        }
    }
}
