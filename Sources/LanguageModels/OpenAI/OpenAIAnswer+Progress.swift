import Foundation

extension OpenAIAnswer {
    /// How far an answer has come; the attempt and what looks after it share it.
    final class Progress: Sendable {
        private struct State {
            var assembler: AnswerAssembler?
            var hasBegun = false
            var hasAnswer = false
            var hasEnded = false
        }

        private let state = Guarded(State())

        /// Whether a part of the answer was passed on.
        var hasBegun: Bool { self.state.withLock { $0.hasBegun } }
        /// Whether the server sent anything that belongs to an answer.
        var hasAnswer: Bool { self.state.withLock { $0.hasAnswer } }
        /// Whether the model said that its answer ends.
        var isFinished: Bool { self.state.withLock { $0.assembler?.isFinished ?? false } }
        /// Whether the last delta was made.
        var hasEnded: Bool { self.state.withLock { $0.hasEnded } }

        func reset(_ assembler: AnswerAssembler) {
            self.state.withLock { $0 = State(assembler: assembler) }
        }

        func begin() {
            self.state.withLock { $0.hasBegun = true }
        }

        /// Takes a piece of the answer as JSON.
        func take(_ data: Data, isError: Bool = false) throws(OpenAIFailure) -> [GenerationDelta] {
            if isError { throw .brokenOff(WireError(body: Array(data))) }
            let chunk: CompletionChunk
            do {
                chunk = try JSONDecoder().decode(CompletionChunk.self, from: data)
            } catch {
                let start = SafeName.shown(String(decoding: data.prefix(100), as: UTF8.self), longest: 80)
                throw .malformed("'\(start)' is not the JSON of an answer", cause: error)
            }
            if chunk.isBareError { throw .brokenOff(WireError(body: Array(data))) }
            let result = self.state.withLock { state -> Result<[GenerationDelta], OpenAIFailure> in
                state.hasAnswer = state.hasAnswer || chunk.choices?.isEmpty == false
                return Result { () throws(OpenAIFailure) in try state.assembler?.take(chunk, now: .now) ?? [] }
            }
            return try result.get()
        }

        /// The last delta; once alone.
        func finish(isOutOfTime: Bool) throws(OpenAIFailure) -> GenerationDelta? {
            let result = self.state.withLock { state -> Result<GenerationDelta?, OpenAIFailure> in
                defer { state.assembler = nil }
                return Result { () throws(OpenAIFailure) in
                    let delta = try state.assembler?.finish(now: .now, isOutOfTime: isOutOfTime)
                    state.hasEnded = state.hasEnded || delta != nil
                    return delta
                }
            }
            return try result.get()
        }
    }
}
