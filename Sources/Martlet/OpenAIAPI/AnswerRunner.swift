import LanguageModels
import Logging
import MartletServer

/// Has a model write the choices of one reply side by side, and sends them whole or as they come.
struct AnswerRunner: Sendable {
    /// One choice.
    struct Request: Sendable {
        let stream: GenerationStream
        /// Which of the request's prompts it answers.
        let prompt: Int
    }

    /// The most choices of one reply that are asked for at once: a model's queue is there for others too.
    private static let mostAtOnce = 16

    let format: any AnswerFormat
    let requests: [Request]
    let includesUsage: Bool
    /// The model, for the numbers.
    let model: ModelIdentity
    let logger: Logger
    /// After so long without a word a stream says that it is still there: proxies and clients give up after a minute.
    var patience = Duration.seconds(15)

    /// Waits for all choices.
    ///
    /// - Returns: The reply.
    /// - Throws: What the model throws.
    func whole() async throws -> ServerExtensionResponse {
        let choices = try await Self.inParallel(self.requests) { request in
            var answer = WholeAnswer()
            do {
                answer.end = try await BegunAnswer(request.stream).read { delta in
                    answer.text += delta.text
                    answer.calls += delta.toolCalls
                }
            } catch let failure as AnswerFailure {
                throw failure.cause
            }
            self.record(answer.end)
            return answer
        }
        let usage = TokenUsage(of: zip(self.requests, choices).map { ($0.prompt, $1.end) })
        return ServerExtensionResponse(json: self.format.whole(choices, usage: usage))
    }

    /// Waits until the first choices have begun, or for as long as its patience lasts, and sends all as they are written.
    ///
    /// - Returns: The reply, as server-sent events.
    /// - Throws: What the model throws before it begins, unless that takes long.
    func streamed() async throws -> ServerExtensionResponse {
        let answers = BeginningAnswers {
            try await Self.inParallel(self.requests.prefix(Self.mostAtOnce)) { try await BegunAnswer($0.stream) }
        }
        if try await answers.haveBegun(within: self.patience) { _ = try await answers.all }
        return ServerExtensionResponse(
            headers: [
                ("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-cache"),
                // Proxies such as nginx would keep the pieces until the end.
                ("X-Accel-Buffering", "no"),
            ],
            body: .stream { writer in
                let patient = PatientWriter(writer, patience: self.patience)
                try await patient.keepingAlive { try await self.send(answers, to: patient) }
            }
        )
    }

    private func send(_ answers: BeginningAnswers, to writer: PatientWriter) async throws {
        do {
            let begun: [BegunAnswer]
            do { begun = try await answers.all } catch { throw AnswerFailure(cause: error) }
            let ends = try await Self.inParallel(self.requests.enumerated()) { choice, request in
                let answer: BegunAnswer
                do {
                    answer = choice < begun.count ? begun[choice] : try await BegunAnswer(request.stream)
                } catch {
                    throw AnswerFailure(cause: error)
                }
                return try await self.send(answer, as: choice, to: writer)
            }
            if self.includesUsage {
                let usage = TokenUsage(of: zip(self.requests, ends).map { ($0.prompt, $1) })
                try await writer.write(ServerSentEvent.data(self.format.usage(usage)))
            }
            try await writer.write(ServerSentEvent.done)
        } catch let failure as AnswerFailure {
            if failure.cause is CancellationError { throw CancellationError() }
            // The status is sent already; clients look for an error among the events.
            try await writer.write(ServerSentEvent.data(self.failure(failure.cause).json))
        }
    }

    private func send(_ answer: BegunAnswer, as choice: Int, to writer: PatientWriter) async throws -> AnswerEnd {
        var calls = 0
        if let start = self.format.start(of: choice) { try await writer.write(ServerSentEvent.data(start)) }
        let end = try await answer.read { delta in
            if !delta.text.isEmpty {
                try await writer.write(ServerSentEvent.data(self.format.piece(delta.text, of: choice)))
            } else if delta.activity != nil {
                // Keeps the connection from looking dead while the request waits or a long prompt is read.
                try await writer.write(ServerSentEvent.comment)
            }
            for call in delta.toolCalls {
                guard let piece = self.format.call(call, number: calls, of: choice) else { continue }
                calls += 1
                try await writer.write(ServerSentEvent.data(piece))
            }
        }
        self.record(end)
        try await writer.write(ServerSentEvent.data(self.format.end(end.reason, of: choice)))
        return end
    }

    private func record(_ end: AnswerEnd) {
        // Whatever models an app asks are counted by themselves.
        guard self.model.type != AppModel.type else { return }
        AnswerMetrics.shared.record(end.summary, model: self.model)
    }

    private func failure(_ error: any Error) -> APIFailure {
        if let failure = APIFailure(error) { return failure }
        self.logger.error("A model failed", metadata: ["model.name": "\(self.model.name)", "error": "\(error)"])
        return .server
    }

    /// Does work for several elements at once, with results in the elements' order; the first error cancels the rest.
    private static func inParallel<Elements: Sequence, Value: Sendable>(
        _ elements: Elements,
        _ work: @escaping @Sendable (Elements.Element) async throws -> Value
    ) async throws -> [Value] where Elements.Element: Sendable {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var rest = elements.enumerated().makeIterator()
            var results: [Int: Value] = [:]
            for _ in 0..<Self.mostAtOnce {
                guard let (index, element) = rest.next() else { break }
                group.addTask { (index, try await work(element)) }
            }
            while let (index, value) = try await group.next() {
                results[index] = value
                guard let (index, element) = rest.next() else { continue }
                group.addTask { (index, try await work(element)) }
            }
            return results.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}

/// Server-sent events as bytes.
enum ServerSentEvent {
    /// The event after the last one.
    static let done = Array("data: [DONE]\n\n".utf8)
    /// A line that clients pass over.
    static let comment = Array(":\n\n".utf8)

    /// An event.
    ///
    /// - Parameter json: What it tells, on one line.
    static func data(_ json: [UInt8]) -> [UInt8] {
        Array("data: ".utf8) + json + Array("\n\n".utf8)
    }
}
