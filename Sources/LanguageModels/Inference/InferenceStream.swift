/// One answer's deltas; the request is made when the first one is asked for.
struct InferenceStream: AsyncSequence, Sendable {
    typealias Element = GenerationDelta
    typealias Failure = any Error

    let begin: @Sendable () async throws -> InferenceRequest

    struct AsyncIterator: AsyncIteratorProtocol {
        private enum State {
            case new(@Sendable () async throws -> InferenceRequest)
            case open(InferenceRequest)
            case ended
        }

        private var state: State

        init(begin: @escaping @Sendable () async throws -> InferenceRequest) {
            self.state = .new(begin)
        }

        mutating func next() async throws -> GenerationDelta? {
            try await self.next(isolation: nil)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
            let request: InferenceRequest
            switch self.state {
            case .new(let begin):
                self.state = .ended
                try Task.checkCancellation()
                request = try await begin()
                self.state = .open(request)
            case .open(let opened):
                request = opened
            case .ended:
                return nil
            }
            do {
                let delta = try await request.channel.next()
                if delta == nil { self.state = .ended }
                return delta
            } catch {
                self.state = .ended
                throw error
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(begin: self.begin)
    }
}

/// A submitted request as its reader holds it; letting go of it ends the generation.
final class InferenceRequest: Sendable {
    let channel: GenerationChannel
    private let onEnd: @Sendable () -> Void

    init(channel: GenerationChannel, onEnd: @escaping @Sendable () -> Void) {
        self.channel = channel
        self.onEnd = onEnd
    }

    deinit {
        self.channel.cancel()
        self.onEnd()
    }
}
