#if Llama
    import CMartletLlama
    import LanguageModels
    import Synchronization

    @testable import MartletLlama

    /// What an engine asked of its back end, and what came of it.
    final class DecodeRecord: Sendable {
        private struct State {
            var batches: [[DecodeToken]] = []
            var logits: [[Int32]: [Float]] = [:]
            var held: [[Int32]] = []
            var faults: [String] = []
        }

        private let state = Mutex(State())

        /// The batches, also those that were not evaluated.
        var batches: [[DecodeToken]] { self.state.withLock { $0.batches } }

        /// Logits by all tokens before them.
        var logits: [[Int32]: [Float]] { self.state.withLock { $0.logits } }

        /// The tokens of each sequence at the last decode's end.
        var held: [[Int32]] { self.state.withLock { $0.held } }

        /// Where the engine, the record and llama.cpp did not agree on what sequences hold.
        var faults: [String] { self.state.withLock { $0.faults } }

        /// The most sequences that a batch had tokens of.
        var mostSequences: Int { self.batches.map { Set($0.map(\.sequence)).count }.max() ?? 0 }

        fileprivate func note(_ batch: [DecodeToken]) -> Int {
            self.state.withLock { state in
                state.batches.append(batch)
                return state.batches.count
            }
        }

        fileprivate func note(_ logits: [Float], after tokens: [Int32]) {
            self.state.withLock { $0.logits[tokens] = logits }
        }

        fileprivate func note(held: [[Int32]]) {
            self.state.withLock { $0.held = held }
        }

        fileprivate func note(fault: String) {
            self.state.withLock { $0.faults.append(fault) }
        }
    }

    /// What a test does at each decode; the numbers of decodes begin with 1.
    struct DecodeHooks: Sendable {
        /// Whether logits are kept.
        var keepsLogits = false
        /// Called on the engine's thread before a decode.
        var before: @Sendable (_ number: Int, _ batch: [DecodeToken]) -> Void = { _, _ in }
        /// Called on the engine's thread after a decode, before the engine hears of it.
        var after: @Sendable (_ number: Int) -> Void = { _ in }
        /// After how many of its tokens a decode ends early, as llama.cpp ends it between two micro-batches; nil for
        /// not at all.
        var endsAfter: @Sendable (_ number: Int, _ batch: [DecodeToken]) -> Int? = { _, _ in nil }
    }

    /// llama.cpp as a back end, with a look at each decode, and at what each sequence holds.
    final class RecordingBackend: InferenceBackend {
        private let inner: LlamaBackend
        private let weights: LlamaWeights
        private let record: DecodeRecord
        private let hooks: DecodeHooks
        /// What each sequence holds by what was asked for; nil where that is not known.
        private var held: [[Int32]?]

        init(_ inner: LlamaBackend, weights: LlamaWeights, record: DecodeRecord, hooks: DecodeHooks) {
            self.inner = inner
            self.weights = weights
            self.record = record
            self.hooks = hooks
            self.held = Array(repeating: [], count: inner.limits.sequenceCount)
        }

        var limits: InferenceLimits { self.inner.limits }
        var stateIdentity: String { self.inner.stateIdentity }
        var stateSeal: StateSeal? { self.inner.stateSeal }

        func decode(_ batch: [DecodeToken]) -> DecodeResult {
            let number = self.record.note(batch)
            self.hooks.before(number, batch)
            self.compareLengths(number, batch)
            let count = self.hooks.endsAfter(number, batch) ?? batch.count
            let evaluated = Array(batch.prefix(count))
            if !evaluated.isEmpty {
                let result = self.inner.decode(evaluated)
                guard case .done = result else {
                    self.takeBeginnings(evaluated)
                    return result
                }
                self.take(evaluated)
            }
            self.record.note(held: self.held.map { $0 ?? [] })
            self.hooks.after(number)
            return count < batch.count ? .aborted : .done
        }

        private func take(_ batch: [DecodeToken]) {
            for (index, token) in batch.enumerated() {
                self.held[token.sequence]?.append(token.token)
                guard self.hooks.keepsLogits, token.isOutput, let tokens = self.held[token.sequence],
                    let logits = martlet_logits(self.inner.context, Int32(index), nil)
                else { continue }
                let values = Array(UnsafeBufferPointer(start: logits, count: self.weights.vocabularySize))
                self.record.note(values, after: tokens)
            }
        }

        /// Notes how much of a batch was evaluated before it was ended.
        private func takeBeginnings(_ batch: [DecodeToken]) {
            for (sequence, tokens) in Dictionary(grouping: batch, by: \.sequence) {
                guard let before = self.held[sequence]?.count else { continue }
                let more = self.inner.length(of: sequence) - before
                guard (0...tokens.count).contains(more) else {
                    self.held[sequence] = nil
                    continue
                }
                self.held[sequence]? += tokens.prefix(more).map(\.token)
            }
        }

        /// The engine goes on where the sequence ends, and llama.cpp holds as much as it was given.
        private func compareLengths(_ number: Int, _ batch: [DecodeToken]) {
            for sequence in self.held.indices {
                let length = self.inner.length(of: sequence)
                if let known = self.held[sequence], known.count != length {
                    self.record.note(fault: "step \(number): sequence \(sequence) holds \(length), not \(known.count)")
                }
                guard let first = batch.first(where: { $0.sequence == sequence }) else { continue }
                if first.position != length {
                    self.record.note(fault: "step \(number): \(sequence) goes on at \(first.position), not \(length)")
                }
            }
        }

        func makeSampler(
            options: GenerationOptions,
            seed: UInt32,
            prompt: [Int32]
        ) throws(LanguageModelError) -> any TokenSampler {
            try self.inner.makeSampler(options: options, seed: seed, prompt: prompt)
        }

        func piece(of token: Int32) -> [UInt8] { self.inner.piece(of: token) }

        func isEndOfGeneration(_ token: Int32) -> Bool { self.inner.isEndOfGeneration(token) }

        func truncate(sequence: Int, to position: Int) -> Bool {
            guard self.inner.truncate(sequence: sequence, to: position) else { return false }
            self.held[sequence] = position == 0 ? [] : self.held[sequence].map { Array($0.prefix(position)) }
            return true
        }

        func share(from source: Int, to destination: Int, count: Int) -> Bool {
            guard self.inner.share(from: source, to: destination, count: count) else { return false }
            self.held[destination] = self.held[source].map { Array($0.prefix(count)) }
            return true
        }

        func shift(sequence: Int, forgetting range: Range<Int>) -> Bool {
            guard self.inner.shift(sequence: sequence, forgetting: range) else { return false }
            self.held[sequence]?.removeSubrange(range)
            return true
        }

        func clear() {
            self.inner.clear()
            self.held = self.held.map { _ in [] }
        }

        func save(sequence: Int) -> [UInt8]? { self.inner.save(sequence: sequence) }

        func restore(_ bytes: [UInt8], into sequence: Int) -> RestoreResult {
            self.held[sequence] = nil
            return self.inner.restore(bytes, into: sequence)
        }

        func length(of sequence: Int) -> Int { self.inner.length(of: sequence) }
    }
#endif
