#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Saving, loading and moving what sequences hold, as the shim offers it.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaStateTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
        }

        /// A context that is freed with its holder.
        private final class Context {
            let pointer: OpaquePointer
            private let weights: LlamaWeights

            init(_ weights: LlamaWeights, keys: LlamaCacheType = .f16) throws {
                var error = martlet_error()
                var options = martlet_context_options(
                    cache_length: 256,
                    batch_length: 64,
                    sequence_count: 4,
                    threads: 1
                )
                options.key_type = keys.kind
                self.pointer = try #require(martlet_context_create(weights.pointer, options, nil, nil, &error))
                self.weights = weights
            }

            deinit { martlet_context_free(self.pointer) }

            /// Evaluates tokens, and gives the logits after the last one back.
            @discardableResult
            func decode(_ tokens: some Sequence<Int32>, sequence: Int32 = 0, from start: Int32 = 0) throws -> [Float] {
                var batch = tokens.enumerated().map { index, token in
                    martlet_batch_token(token: token, position: start + Int32(index), sequence: sequence, output: false)
                }
                batch[batch.count - 1].output = true
                var error = martlet_error()
                try #require(martlet_decode(self.pointer, batch, batch.count, &error) == MARTLET_OK, "\(error.text)")
                let logits = try #require(martlet_logits(self.pointer, Int32(batch.count - 1), &error))
                return Array(UnsafeBufferPointer(start: logits, count: self.weights.vocabularySize))
            }

            func range(_ sequence: Int32) -> ClosedRange<Int32>? {
                var (first, last): (Int32, Int32) = (-1, -1)
                _ = martlet_memory_range(self.pointer, sequence, &first, &last, nil)
                return last < 0 ? nil : first...last
            }

            func remove(_ sequence: Int32, from: Int32, to: Int32 = -1) {
                #expect(martlet_memory_remove(self.pointer, sequence, from, to, nil) == MARTLET_OK)
            }

            func shift(_ sequence: Int32, from: Int32, to: Int32 = -1, by delta: Int32) -> Int32 {
                var error = martlet_error()
                let status = martlet_memory_shift(self.pointer, sequence, from, to, delta, &error)
                #expect(status == error.status)
                #expect(status == MARTLET_OK || !error.text.isEmpty)
                return status
            }

            func save(_ sequence: Int32) throws -> [UInt8] {
                var error = martlet_error()
                let size = martlet_state_size(self.pointer, sequence, &error)
                try #require(size > 0, "\(error.text)")
                var written: Int64 = 0
                let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
                    written = martlet_state_save(self.pointer, sequence, buffer.baseAddress, buffer.count, &error)
                    count = Int(max(written, 0))
                }
                #expect(written == size)
                return bytes
            }

            func load(_ bytes: [UInt8], into sequence: Int32) -> Int32 {
                var error = martlet_error()
                let status = martlet_state_load(self.pointer, sequence, bytes, bytes.count, &error)
                #expect(status == MARTLET_OK || (!error.text.isEmpty && self.range(sequence) == nil))
                return status
            }
        }

        private let tokens = (0..<24).map { Int32(5 + $0 * 7 % 400) }
        private let invalid = Int32(MARTLET_INVALID_ARGUMENT)

        private func difference(_ left: [Float], _ right: [Float]) -> Float {
            zip(left, right).map { abs($0 - $1) }.max() ?? .infinity
        }

        @Test(arguments: [LlamaCacheType.f16, .q8_0])
        func `a state that was saved gives the same logits in another sequence and context`(
            keys: LlamaCacheType
        ) throws {
            let context = try Context(self.weights, keys: keys)
            try context.decode(self.tokens)
            let state = try context.save(0)
            context.remove(0, from: 23)
            let expected = try context.decode([self.tokens[23]], from: 23)
            for target in [context, try Context(self.weights, keys: keys)] {
                #expect(target.load(state, into: 2) == MARTLET_OK)
                #expect(target.range(2) == 0...23)
                target.remove(2, from: 23)
                let found = try target.decode([self.tokens[23]], sequence: 2, from: 23)
                #expect(self.difference(found, expected) <= 1e-5)
            }
        }

        @Test func `a state that was cut or is none is refused and leaves the sequence empty`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            let state = try context.save(0)
            for length in [0, 1, 31, 32, 40, state.count / 2, state.count - 1] {
                try context.decode(self.tokens.prefix(3), sequence: 1)
                #expect(context.load(Array(state.prefix(length)), into: 1) == self.invalid)
            }
            // What tells what it is, how long, and of which model.
            for place in 0..<24 {
                var changed = state
                changed[place] ^= 0x10
                #expect(context.load(changed, into: 1) == self.invalid)
            }
            #expect(context.load(state + [0], into: 1) == self.invalid)
            #expect(context.range(0) == 0...23)
            #expect(context.load(state, into: 1) == MARTLET_OK)
        }

        @Test func `a seal tells whether a state was changed`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            func isIntact(_ bytes: [UInt8]) -> Bool { martlet_state_check(bytes, bytes.count) }
            var state = try context.save(0)
            #expect(!isIntact(state))
            let isSealed = martlet_state_seal(&state, state.count)
            #expect(isSealed)
            #expect(isIntact(state))
            // All but the model's mark, which loading compares.
            let places = [0, 7, 8, 15, 24, 31, 32, state.count - 1]
            for place in places + Array(stride(from: 33, to: state.count, by: max(state.count / 97, 1))) {
                var changed = state
                changed[place] ^= 0x10
                #expect(!isIntact(changed))
            }
            for length in [0, 1, 31, 32, 40, state.count - 1] {
                #expect(!isIntact(Array(state.prefix(length))))
            }
            let isNothingIntact = martlet_state_check(nil, 0)
            #expect(!isNothingIntact)
            #expect(context.load(state, into: 1) == MARTLET_OK)
            #expect(context.range(1) == 0...23)
            var none: [UInt8] = Array(repeating: 1, count: 40)
            let isNoneSealed = martlet_state_seal(&none, none.count)
            #expect(!isNoneSealed)
            #expect(none == Array(repeating: 1, count: 40))
        }

        @Test func `a state is not saved where there is too little room`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            let size = try context.save(0).count
            for room in [0, 31, 32, 33, size / 2, size - 1] {
                var error = martlet_error()
                var buffer: [UInt8] = Array(repeating: 7, count: size)
                let written = martlet_state_save(context.pointer, 0, &buffer, room, &error)
                #expect(written == -Int64(self.invalid))
                #expect(error.text.contains("\(size) bytes"))
                #expect(buffer[room...].allSatisfy { $0 == 7 })
            }
            let written = martlet_state_save(context.pointer, 0, nil, size, nil)
            #expect(written == -Int64(self.invalid))
            #expect(context.range(0) == 0...23)
        }

        @Test func `a state of another kind of cache is refused`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            let other = try Context(self.weights, keys: .q8_0)
            #expect(other.load(try context.save(0), into: 0) == self.invalid)
        }

        @Test func `a state that finds no room is told so`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            let state = try context.save(0)
            for start in stride(from: Int32(0), to: 220, by: 44) {
                try context.decode((0..<44).map { 5 + $0 }, sequence: 1, from: start)
            }
            #expect(context.load(state, into: 2) == MARTLET_NO_SPACE)
            context.remove(1, from: 0)
            #expect(context.load(state, into: 2) == MARTLET_OK)
        }

        @Test(arguments: [-1, 4, Int32.max])
        func `states of sequences that do not exist`(sequence: Int32) throws {
            let context = try Context(self.weights)
            var error = martlet_error()
            #expect(martlet_state_size(context.pointer, sequence, &error) < 0)
            #expect(martlet_state_save(context.pointer, sequence, nil, 0, &error) < 0)
            #expect(martlet_state_load(context.pointer, sequence, nil, 0, &error) == self.invalid)
            #expect(context.shift(sequence, from: 0, by: 1) == self.invalid)
        }

        @Test func `a fingerprint tells what states depend on`() throws {
            func fingerprint(_ context: Context) -> String? {
                LlamaWeights.string { martlet_state_fingerprint(context.pointer, $0, $1) }
            }
            let plain = try #require(fingerprint(try Context(self.weights)))
            #expect(plain.contains("keys f16"))
            #expect(plain == fingerprint(try Context(self.weights)))
            #expect(plain != fingerprint(try Context(self.weights, keys: .q8_0)))
        }

        // MARK: Moving

        @Test func `what follows a removed part moves down and goes on`() throws {
            let context = try Context(self.weights)
            #expect(martlet_memory_can_shift(context.pointer))
            try context.decode(self.tokens)
            context.remove(0, from: 4, to: 10)
            #expect(context.shift(0, from: 10, by: -6) == MARTLET_OK)
            #expect(context.range(0) == 0...17)
            try context.decode([9], from: 18)
            // As good as evaluating what remains afresh, but for what the removed part had told the rest.
            let fresh = try Context(self.weights)
            try fresh.decode(self.tokens.prefix(4) + self.tokens.dropFirst(10))
            #expect(fresh.range(0) == 0...17)
        }

        @Test func `a sequence moved as a whole gives the same logits`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            let expected = try context.decode([9], from: 24)
            context.remove(0, from: 24)
            // Rotary positions are relative.
            #expect(context.shift(0, from: 0, by: 40) == MARTLET_OK)
            #expect(context.range(0) == 40...63)
            let moved = try context.decode([9], from: 64)
            #expect(self.difference(moved, expected) < 0.02)
        }

        @Test func `quantised keys are not moved, which llama.cpp would end the process for`() throws {
            let context = try Context(self.weights, keys: .q8_0)
            try context.decode(self.tokens)
            #expect(!martlet_memory_can_shift(context.pointer))
            #expect(context.shift(0, from: 0, by: 4) == MARTLET_FAILED)
            try context.decode([9], from: 24)
        }

        @Test func `what another sequence shares is not moved`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            #expect(martlet_memory_share(context.pointer, 0, 1, 8, nil) == MARTLET_OK)
            #expect(martlet_memory_share(context.pointer, 1, 2, 6, nil) == MARTLET_OK)
            let expected = try context.decode([9], sequence: 2, from: 6)
            context.remove(2, from: 6)
            context.remove(0, from: 2, to: 4)
            #expect(context.shift(0, from: 4, by: -2) == self.invalid)
            #expect(context.shift(1, from: 0, by: 5) == self.invalid)
            // The sequence in the middle goes, and the others share still.
            context.remove(1, from: 0)
            #expect(context.shift(0, from: 4, by: -2) == self.invalid)
            #expect(self.difference(try context.decode([9], sequence: 2, from: 6), expected) <= 1e-5)
            context.remove(2, from: 0)
            #expect(context.shift(0, from: 4, by: -2) == MARTLET_OK)
            #expect(context.range(0) == 0...21)
        }

        @Test func `a part of one's own beyond what is shared moves`() throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens.prefix(8))
            #expect(martlet_memory_share(context.pointer, 0, 1, 8, nil) == MARTLET_OK)
            try context.decode(self.tokens.dropFirst(8), sequence: 1, from: 8)
            context.remove(1, from: 8, to: 12)
            #expect(context.shift(1, from: 12, by: -4) == MARTLET_OK)
            #expect(context.range(1) == 0...19)
            #expect(context.range(0) == 0...7)
        }

        @Test(arguments: [(0, -1, -1), (10, -1, -2), (4, 8, 2), (-3, -1, 1), (8, 8, 1), (0, -1, Int32.max)])
        func `places that are taken or do not exist are not moved to`(from: Int32, to: Int32, delta: Int32) throws {
            let context = try Context(self.weights)
            try context.decode(self.tokens)
            #expect(context.shift(0, from: from, to: to, by: delta) == self.invalid)
            #expect(context.range(0) == 0...23)
        }
    }
#endif
