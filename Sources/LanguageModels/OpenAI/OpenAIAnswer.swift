import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// One answer of a server, from the request to the last delta.
struct OpenAIAnswer: Sendable {
    let model: OpenAIModel
    let prompt: ModelPrompt
    let options: GenerationOptions
    let writer: AnswerWriter
    private let start = ContinuousClock.Instant.now

    private var connection: OpenAIConnection { self.model.connection }

    /// The longest whole answer.
    private static let longest = 64 << 20

    init(model: OpenAIModel, prompt: ModelPrompt, options: GenerationOptions, writer: AnswerWriter) {
        self.model = model
        self.prompt = prompt
        self.options = options
        self.writer = writer
    }

    /// Asks, and passes the answer on to its end.
    func run() async {
        do {
            try await self.answer()
            self.writer.channel.finish(.success(()))
        } catch {
            self.writer.channel.finish(.failure(error))
        }
    }

    /// Leaves turns out for as long as the prompt is too long and the request allows it.
    private func answer() async throws {
        var prompt = self.prompt
        var dropped = 0
        while true {
            do {
                return try await self.attempts(prompt, dropped: dropped)
            } catch let failure as Unanswered {
                guard let overflow = failure.failure.contextOverflow, self.options.overflow != .refuse,
                    case .chat(let messages) = prompt,
                    let shorter = OldestTurns.dropped(from: messages, keeping: Self.share(overflow))
                else { throw failure.error }
                dropped += messages.count - shorter.count
                prompt = .chat(shorter)
            }
        }
    }

    /// The part of a prompt that may stay; a little less, since lengths in bytes and tokens differ.
    private static func share(_ overflow: WireError) -> Double {
        guard let needed = overflow.promptTokens, let available = overflow.contextLength, needed > 0 else { return 1 }
        return Double(available) / Double(needed) * 0.95
    }

    /// A request that failed for good before anything of its answer was passed on.
    private struct Unanswered: Error {
        let failure: OpenAIFailure
        let error: LanguageModelError
    }

    private func attempts(_ prompt: ModelPrompt, dropped: Int) async throws {
        let request = try self.request(prompt)
        let progress = Progress()
        if dropped > 0 {
            try await self.writer.send(GenerationDelta(text: "", activity: .shortened(messages: dropped, tokens: 0)))
        }
        let limit = self.options.timeLimit.map { (instant: self.start + $0, duration: $0) }
        var retry = OpenAIRetry(self.connection.settings.retries)
        while true {
            var assembler = AnswerAssembler(
                options: self.options,
                contextLength: self.model.contextLength,
                seed: request.seed,
                start: self.start
            )
            assembler.droppedMessages = dropped
            progress.reset(assembler)
            do {
                return try await self.attempt(request, progress, limit: limit)
            } catch let failure as OpenAIFailure {
                if progress.hasBegun {
                    guard case .timeout(.timeLimit) = failure else {
                        throw self.connection.reporter.error(failure, hasBegun: true)
                    }
                    return try await self.end(progress, isOutOfTime: true)
                }
                guard let pause = retry.pause(after: failure) else {
                    throw Unanswered(failure: failure, error: self.connection.reporter.error(failure))
                }
                if let limit, .now + pause >= limit.instant {
                    throw self.connection.reporter.error(.timeout(.timeLimit(limit.duration)))
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    private struct Request: Sendable {
        let path: String
        let bytes: [UInt8]
        let seed: UInt32?
    }

    private func request(_ prompt: ModelPrompt) throws -> Request {
        var options = self.options
        // These two take a seed for each request as it comes, so that the summary can tell which one it was.
        if options.seed == nil, self.model.dialect == .llamaServer || self.model.dialect == .ollama {
            options.seed = .random(in: 0...UInt32(Int32.max))
        }
        let body = try RequestBody(
            model: self.model.identity.name,
            prompt: prompt,
            options: options,
            api: self.model.api,
            dialect: self.model.dialect,
            contextLength: self.model.contextLength,
            parameters: self.connection.settings.parameters
        )
        return Request(
            path: body.isChat ? "chat/completions" : "completions",
            bytes: body.bytes,
            seed: options.seed
        )
    }

    /// Makes the request once, and watches over it.
    private func attempt(
        _ request: Request,
        _ progress: Progress,
        limit: (instant: ContinuousClock.Instant, duration: Duration)?
    ) async throws {
        let watch = AnswerWatch(self.connection.settings.timeouts, limit: limit)
        do {
            try await watch.run { try await self.attempt(request, progress, watch) }
        } catch {
            // What happens after the summary takes nothing away from the answer.
            if progress.hasEnded { return }
            guard case OpenAIFailure.timeout(.betweenChunks) = error, progress.isFinished else { throw error }
            // The model has said that its answer ends: what is missing is the server's word that the stream does.
            try await self.end(progress)
        }
    }

    private func attempt(_ request: Request, _ progress: Progress, _ watch: AnswerWatch) async throws {
        let response = try await self.connection.send(.POST, request.path, body: request.bytes)
        let type = response.headers.first(name: "Content-Type")?.lowercased() ?? ""
        // Some servers and proxies answer in one piece though a stream was asked for, and the other way round.
        if type.hasPrefix("text/event-stream") || (self.options.stream && !type.hasPrefix("application/json")) {
            try await self.readEvents(response.body, progress, watch)
        } else {
            try await self.readWhole(response.body, progress)
        }
        watch.pause()
        try await self.end(progress)
    }

    /// Passes the summary on, unless that was done the moment before.
    private func end(_ progress: Progress, isOutOfTime: Bool = false) async throws {
        guard let delta = try progress.finish(isOutOfTime: isOutOfTime) else { return }
        progress.begin()
        try await self.writer.send(delta)
    }

    private func readWhole(_ body: HTTPClientResponse.Body, _ progress: Progress) async throws {
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: Self.longest)
        } catch is NIOTooManyBytesError {
            throw OpenAIFailure.malformed("it is longer than \(Self.longest) bytes", cause: nil)
        } catch {
            throw try OpenAIFailure(network: error)
        }
        let deltas = try progress.take(Data(buffer: buffer))
        guard progress.isFinished else {
            throw OpenAIFailure.malformed("the server sent no answer and no reason why it ended", cause: nil)
        }
        // Without streaming there is one delta with all the text.
        let text = deltas.map(\.text).joined()
        if !text.isEmpty { try await self.send([GenerationDelta(text: text)], progress) }
    }

    private func readEvents(_ body: HTTPClientResponse.Body, _ progress: Progress, _ watch: AnswerWatch) async throws {
        var events = ServerSentEvents()
        var iterator = body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await iterator.next()
            } catch {
                // A connection that breaks after the answer has ended takes nothing away from it.
                let failure = try OpenAIFailure(network: error)
                if progress.isFinished { return }
                throw failure
            }
            let batch = try Self.read(piece, &events)
            watch.pause()
            for event in batch {
                if event.data.elementsEqual("[DONE]".utf8) {
                    guard progress.hasAnswer else {
                        throw OpenAIFailure.malformed("the stream has no answer in it", cause: nil)
                    }
                    guard progress.isFinished else {
                        throw OpenAIFailure.malformed("the stream ended in the midst of it", cause: nil)
                    }
                    try await self.end(progress)
                    // A request that is left before the end of its body takes its connection with it.
                    watch.beginRest()
                    while (try? await iterator.next()) != nil {}
                    return
                }
                try await self.send(try progress.take(Data(event.data), isError: event.name == "error"), progress)
            }
            guard piece != nil else {
                guard progress.isFinished else {
                    throw OpenAIFailure.malformed("the stream ended in the midst of it", cause: nil)
                }
                return
            }
            watch.begin()
        }
    }

    private static func read(
        _ piece: ByteBuffer?,
        _ events: inout ServerSentEvents
    ) throws(OpenAIFailure) -> [ServerSentEvents.Event] {
        do {
            guard let piece else { return try events.finish().map { [$0] } ?? [] }
            return try events.take(piece.readableBytesView)
        } catch {
            throw .malformed("an event is longer than \(error.limit) bytes", cause: nil)
        }
    }

    private func send(_ deltas: [GenerationDelta], _ progress: Progress) async throws {
        let shown = self.options.stream ? deltas : Self.joined(deltas)
        for delta in shown {
            // Activities are no part of the answer: after them a request can still be made again.
            if delta.activity == nil { progress.begin() }
            try await self.writer.send(delta)
        }
    }

    private static func joined(_ deltas: [GenerationDelta]) -> [GenerationDelta] {
        let text = deltas.map(\.text).joined()
        return text.isEmpty ? [] : [GenerationDelta(text: text)]
    }
}
