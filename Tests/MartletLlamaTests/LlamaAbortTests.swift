#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Calls that llama.cpp answers by ending the process, each in a process of its own: it has to live on.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaAbortTests {
        /// What a probe works with.
        private struct Probe {
            let weights: LlamaWeights
            let context: OpaquePointer

            init(change: (inout martlet_context_options) -> Void = { _ in }) throws {
                self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true
                }
                var options = martlet_context_options(
                    cache_length: 256,
                    batch_length: 16,
                    sequence_count: 4,
                    threads: 1
                )
                change(&options)
                self.context = try #require(martlet_context_create(self.weights.pointer, options, nil, nil, nil))
            }

            /// Calls, and ends the process as failed unless the call is refused with a reason.
            func refuses(_ call: (inout martlet_error) -> Void) {
                var error = martlet_error()
                call(&error)
                precondition(error.status != MARTLET_OK && !error.text.isEmpty)
            }
        }

        @Test func `a batch that is too long`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe()
                let batch = (0..<Int32(17)).map {
                    martlet_batch_token(token: 5, position: $0, sequence: 0, output: true)
                }
                probe.refuses { _ = martlet_decode(probe.context, batch, batch.count, &$0) }
            }
        }

        @Test func `fewer places in a batch than sequences`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe()
                for (cache, batch, sequences) in [(256, 2, 4), (2, 16, 4), (256, 16, 300)] as [(UInt32, UInt32, UInt32)]
                {
                    let options = martlet_context_options(
                        cache_length: cache,
                        batch_length: batch,
                        sequence_count: sequences,
                        threads: 1
                    )
                    probe.refuses { _ = martlet_context_create(probe.weights.pointer, options, nil, nil, &$0) }
                }
            }
        }

        @Test func `sampling where nothing was computed`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe()
                probe.refuses { _ = martlet_logits(probe.context, 0, &$0) }
                let batch = (0..<Int32(3)).map {
                    martlet_batch_token(token: 5, position: $0, sequence: 0, output: $0 == 2)
                }
                precondition(martlet_decode(probe.context, batch, 3, nil) == MARTLET_OK)
                for index in [Int32(0), 1, 3, -1] {
                    probe.refuses { _ = martlet_logits(probe.context, index, &$0) }
                    probe.refuses { _ = martlet_likeliest(probe.context, index, nil, &$0) }
                }
            }
        }

        @Test func `sequences that do not exist`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe()
                for sequence in [Int32(-1), 4, 255, 256, Int32.max, Int32.min] {
                    probe.refuses { _ = martlet_memory_remove(probe.context, sequence, 0, -1, &$0) }
                    probe.refuses { _ = martlet_memory_share(probe.context, sequence, 0, 1, &$0) }
                    probe.refuses { _ = martlet_memory_shift(probe.context, sequence, 0, -1, 1, &$0) }
                    probe.refuses { _ = martlet_state_size(probe.context, sequence, &$0) }
                    probe.refuses { _ = martlet_state_load(probe.context, sequence, [1, 2, 3], 3, &$0) }
                }
            }
        }

        @Test func `tokens that do not exist`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe()
                for token in [Int32(-1), Int32(probe.weights.vocabularySize), Int32.max, Int32.min] {
                    probe.refuses { _ = martlet_token_piece(probe.weights.pointer, token, true, nil, 0, &$0) }
                    probe.refuses { _ = martlet_token_text(probe.weights.pointer, token, nil, 0, &$0) }
                    probe.refuses { _ = martlet_detokenize(probe.weights.pointer, [token], 1, true, true, nil, 0, &$0) }
                    precondition(!martlet_token_is_special(probe.weights.pointer, token))
                    precondition(!martlet_token_is_end_of_generation(probe.weights.pointer, token))
                }
            }
        }

        @Test func `texts that do not fit into what is computed at once`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe { options in
                    options.embeddings = true
                    options.micro_batch_length = 4
                }
                let tokens = [Int32](repeating: 5, count: 17)
                probe.refuses { _ = martlet_embed(probe.context, tokens, [17], 1, &$0) }
                // What is computed at once is then a whole batch, whatever was asked for.
                precondition(martlet_embed(probe.context, tokens, [16], 1, nil) == MARTLET_OK)
            }
        }

        @Test func `kinds of cache that do not fit, and keys that cannot be moved`() async {
            await #expect(processExitsWith: .success) {
                let probe = try Probe { $0.key_type = LlamaCacheType.q8_0.kind }
                let batch = (0..<Int32(3)).map {
                    martlet_batch_token(token: 5, position: $0, sequence: 0, output: true)
                }
                precondition(martlet_decode(probe.context, batch, 3, nil) == MARTLET_OK)
                probe.refuses { _ = martlet_memory_shift(probe.context, 0, 0, -1, 4, &$0) }
                let next = martlet_batch_token(token: 5, position: 3, sequence: 0, output: true)
                precondition(martlet_decode(probe.context, [next], 1, nil) == MARTLET_OK)
                for kind in [Int32(-1), 9, 99] {
                    var options = martlet_context_options(
                        cache_length: 256,
                        batch_length: 16,
                        sequence_count: 4,
                        threads: 1
                    )
                    options.key_type = kind
                    probe.refuses { _ = martlet_context_create(probe.weights.pointer, options, nil, nil, &$0) }
                }
            }
        }
    }
#endif
