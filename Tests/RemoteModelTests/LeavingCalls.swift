import LanguageModels
import Testing

extension RemoteCalls {
    /// Clients that leave, and clients that are slow.
    @Suite struct Leaving {
        /// One answer at a time, so that a place that is not given back is missed.
        private static let setup = RemoteServer.Setup(places: 1, contextLength: 16_384)

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a reader that leaves ends the answer at the server`(server: RemoteServer) async throws {
            try await server.with(Self.setup) { remote in
                for _ in 0..<3 {
                    for try await delta in remote.model().stream(Ask.story, options: Ask.endless())
                    where !delta.text.isEmpty {
                        if server == .llamaServer { #expect(try await remote.countRunning() == 1) }
                        break
                    }
                    try await remote.untilFree()
                }
                #expect(try await remote.model().stream(Ask.question, options: Ask.options(4)).collect().text != "")
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present, [true, false])
        func `a task that is cancelled ends the answer at the server`(server: RemoteServer, stream: Bool) async throws {
            try await server.with(Self.setup) { remote in
                var options = Ask.endless()
                options.stream = stream
                let task = Task { [options] in
                    try await remote.model().stream(Ask.story, options: options).collect().text
                }
                var running = 0
                for _ in 0..<500 where running == 0 {
                    running = try await remote.countRunning()
                    if running == 0 { try await Task.sleep(for: .milliseconds(5)) }
                }
                #expect(running == 1)
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                try await remote.untilFree()
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a slow reader holds up nobody else, and gets all of its answer`(server: RemoteServer) async throws {
            try await server.with { remote in
                let options = Ask.endless(600)
                var iterator = remote.model().stream(Ask.story, options: options).makeAsyncIterator()
                var (text, summary) = ("", GenerationSummary?.none)
                func take(_ delta: GenerationDelta) {
                    text += delta.text
                    summary = delta.summary ?? summary
                }
                if let delta = try await iterator.next() { take(delta) }
                for _ in 0..<3 {
                    let other = try await remote.model().stream(Ask.question, options: Ask.options(4)).collect()
                    #expect(other.summary?.newTokens == 4)
                    try await Task.sleep(for: .milliseconds(100))
                }
                while let delta = try await iterator.next() { take(delta) }
                #expect(summary?.newTokens == 600 && text.count >= 600)
                try await remote.untilFree()
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a request's time limit ends its answer, here and there`(server: RemoteServer) async throws {
            try await server.with(Self.setup) { remote in
                var options = Ask.endless()
                options.timeLimit = .milliseconds(400)
                let answer = try await remote.model().stream(Ask.story, options: options).collect()
                #expect(answer.summary?.finishReason == .timeLimit && !answer.text.isEmpty)
                try await remote.untilFree()
            }
        }
    }
}
