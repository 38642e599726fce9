#if Llama
    import CMartletLlama
    import LanguageModels
    import Synchronization
    import Testing

    @testable import MartletLlama

    /// Counts how often llama.cpp asks whether to go on, and says no from a given time on.
    final class AbortPolls: Sendable {
        private let asked = Atomic(0)
        private let allowed = Atomic(Int.max)

        var count: Int { self.asked.load(ordering: .relaxed) }

        /// Starts to count anew.
        ///
        /// - Parameter allowed: How many times the answer is to go on.
        func restart(allowed: Int = .max) {
            self.asked.store(0, ordering: .relaxed)
            self.allowed.store(allowed, ordering: .relaxed)
        }

        fileprivate func isOver() -> Bool {
            self.asked.add(1, ordering: .relaxed).newValue > self.allowed.load(ordering: .relaxed)
        }
    }

    /// A context as the shim offers it, freed with its holder.
    final class LlamaTestContext {
        let pointer: OpaquePointer
        private let weights: LlamaWeights
        private let polls: AbortPolls?

        init(
            _ weights: LlamaWeights,
            cacheLength: UInt32 = 2048,
            polls: AbortPolls? = nil,
            change: (inout martlet_context_options) -> Void = { _ in }
        ) throws {
            var error = martlet_error()
            var options = martlet_context_options(
                cache_length: cacheLength,
                batch_length: 512,
                sequence_count: 16,
                threads: 1
            )
            change(&options)
            let user = polls.map { Unmanaged.passUnretained($0).toOpaque() }
            let context = martlet_context_create(
                weights.pointer,
                options,
                { user in
                    guard let user else { return false }
                    return Unmanaged<AbortPolls>.fromOpaque(user).takeUnretainedValue().isOver()
                },
                user,
                &error
            )
            self.pointer = try #require(context, "\(error.text)")
            self.weights = weights
            self.polls = polls
        }

        deinit { martlet_context_free(self.pointer) }

        /// Evaluates tokens in one batch, the last one as an output.
        ///
        /// - Returns: The shim's status.
        func decode(_ tokens: some Collection<Int32>, sequence: Int32 = 0, from start: Int) -> Int32 {
            let batch = tokens.enumerated().map { index, token in
                martlet_batch_token(
                    token: token,
                    position: Int32(start + index),
                    sequence: sequence,
                    output: index + 1 == tokens.count
                )
            }
            return martlet_decode(self.pointer, batch, batch.count, nil)
        }

        /// The logits of an output of the last batch.
        func logits(_ index: Int) throws -> [Float] {
            let logits = try #require(martlet_logits(self.pointer, Int32(index), nil))
            return Array(UnsafeBufferPointer(start: logits, count: self.weights.vocabularySize))
        }

        /// Evaluates tokens piece by piece, and gives the logits after the last one back.
        @discardableResult
        func evaluate(
            _ tokens: [Int32],
            pieces: [Int],
            sequence: Int32 = 0,
            from start: Int = 0
        ) throws -> [Float] {
            var done = 0
            for length in pieces {
                let piece = tokens[done..<done + length]
                try #require(self.decode(piece, sequence: sequence, from: start + done) == MARTLET_OK)
                done += length
            }
            try #require(done == tokens.count)
            return try self.logits((pieces.last ?? 1) - 1)
        }

        /// How many positions a sequence holds, the first being 0.
        func length(_ sequence: Int32) -> Int {
            var (first, last): (Int32, Int32) = (-1, -1)
            #expect(martlet_memory_range(self.pointer, sequence, &first, &last, nil) == MARTLET_OK)
            #expect(first <= 0)
            return Int(last) + 1
        }

        func share(_ source: Int32, with destination: Int32, count: Int) {
            #expect(martlet_memory_share(self.pointer, source, destination, Int32(count), nil) == MARTLET_OK)
        }

        func truncate(_ sequence: Int32, to count: Int) {
            #expect(martlet_memory_remove(self.pointer, sequence, Int32(count), -1, nil) == MARTLET_OK)
        }
    }

    /// Lists of logits compared.
    enum Logits {
        /// The greatest difference between two lists; infinite for different lengths.
        static func difference(_ left: [Float], _ right: [Float]) -> Float {
            guard left.count == right.count, !left.isEmpty else { return .infinity }
            return zip(left, right).reduce(0) { greatest, pair in
                let difference = abs(pair.0 - pair.1)
                return difference.isNaN ? .infinity : max(greatest, difference)
            }
        }

        /// Lengths of equal pieces that make up a whole, the last one being what is left.
        static func pieces(of count: Int, length: Int) -> [Int] {
            stride(from: 0, to: count, by: length).map { min(length, count - $0) }
        }
    }
#endif
