#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Calls that llama.cpp would end the process for: through the shim each is an error.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaGuardTests {
        private let weights: LlamaWeights

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
        }

        /// Makes a small context, lends it, and frees it.
        private func withContext(_ body: (OpaquePointer) throws -> Void) throws {
            var error = martlet_error()
            let options = martlet_context_options(cache_length: 256, batch_length: 16, sequence_count: 4, threads: 1)
            let context = try #require(martlet_context_create(self.weights.pointer, options, nil, nil, &error))
            defer { martlet_context_free(context) }
            try body(context)
        }

        private func batch(_ count: Int, sequence: Int32 = 0, from start: Int32 = 0, output: Bool = false)
            -> [martlet_batch_token]
        {
            (0..<Int32(count)).map {
                martlet_batch_token(token: 5, position: start + $0, sequence: sequence, output: output)
            }
        }

        private func status(_ context: OpaquePointer, _ batch: [martlet_batch_token]) -> Int32 {
            var error = martlet_error()
            let status = martlet_decode(context, batch, batch.count, &error)
            #expect(status == error.status)
            #expect(status == MARTLET_OK || !error.text.isEmpty)
            return status
        }

        private let invalid = Int32(MARTLET_INVALID_ARGUMENT)

        @Test func `batches that are too long, empty or not in order`() throws {
            try self.withContext { context in
                #expect(self.status(context, self.batch(17)) == self.invalid)
                #expect(self.status(context, []) == self.invalid)
                #expect(self.status(context, self.batch(2, from: 1)) == self.invalid)
                #expect(self.status(context, self.batch(2)) == MARTLET_OK)
                #expect(self.status(context, self.batch(1, from: 1)) == self.invalid)
                #expect(self.status(context, self.batch(1, from: 3)) == self.invalid)
                #expect(self.status(context, self.batch(1, from: 2)) == MARTLET_OK)
                #expect(
                    self.status(context, [self.batch(1, from: 3), self.batch(1, from: 3)].flatMap { $0 })
                        == self.invalid
                )
            }
        }

        @Test(arguments: [-1, 4, 255, 256, Int32.max])
        func `sequences that do not exist`(sequence: Int32) throws {
            try self.withContext { context in
                var error = martlet_error()
                #expect(self.status(context, self.batch(1, sequence: sequence)) == self.invalid)
                #expect(martlet_memory_remove(context, sequence, 0, -1, &error) == self.invalid)
                #expect(martlet_memory_share(context, 0, sequence, 1, &error) == self.invalid)
                #expect(martlet_memory_share(context, sequence, 0, 1, &error) == self.invalid)
                var (first, last): (Int32, Int32) = (0, 0)
                #expect(martlet_memory_range(context, sequence, &first, &last, &error) == self.invalid)
            }
        }

        @Test(arguments: [-1, 1 << 20, Int32.max, Int32.min])
        func `tokens outside the vocabulary`(token: Int32) throws {
            try self.withContext { context in
                let batch = [martlet_batch_token(token: token, position: 0, sequence: 0, output: true)]
                #expect(self.status(context, batch) == self.invalid)
            }
            #expect(throws: LanguageModelError.self) { try self.weights.piece(of: token) }
            #expect(throws: LanguageModelError.self) { try self.weights.text(of: token) }
            #expect(throws: LanguageModelError.self) {
                try self.weights.detokenize([token], removeSpecial: false, unparseSpecial: true)
            }
            #expect(!self.weights.isEndOfGeneration(token))
            #expect(!martlet_token_is_special(self.weights.pointer, token))
        }

        @Test func `sampling where there is no output`() throws {
            try self.withContext { context in
                var error = martlet_error()
                let options = martlet_sampler_default_options()
                let sampler = try #require(martlet_sampler_create(self.weights.pointer, options, &error))
                defer { martlet_sampler_free(sampler) }
                for index in [Int32(0), -1, 7] {
                    #expect(martlet_sampler_sample(sampler, context, index, &error) < 0)
                    #expect(error.status == self.invalid)
                }
                var batch = self.batch(3)
                batch[2].output = true
                #expect(self.status(context, batch) == MARTLET_OK)
                #expect(martlet_sampler_sample(sampler, context, 1, &error) < 0)
                #expect(martlet_logits(context, 0, &error) == nil)
                #expect(martlet_sampler_sample(sampler, context, 2, &error) >= 0)
                #expect(martlet_sampler_accept(sampler, -5, &error) == self.invalid)
                // A failed decode leaves no outputs behind.
                #expect(self.status(context, self.batch(99)) == self.invalid)
                #expect(martlet_sampler_sample(sampler, context, 2, &error) < 0)
            }
        }

        @Test func `contexts that cannot be`() throws {
            let cases: [(UInt32, UInt32, UInt32, Int32)] = [
                (256, 2, 4, 1), (2, 16, 4, 1), (256, 16, 0, 1), (256, 512, 257, 1), (256, 16, 4, 0), (256, 16, 4, 513),
                (UInt32.max, 16, 4, 1),
            ]
            for (cache, batch, sequences, threads) in cases {
                var error = martlet_error()
                let options = martlet_context_options(
                    cache_length: cache,
                    batch_length: batch,
                    sequence_count: sequences,
                    threads: threads
                )
                #expect(martlet_context_create(self.weights.pointer, options, nil, nil, &error) == nil)
                #expect(error.status == self.invalid)
            }
        }

        @Test func `a vocabulary alone has no context`() throws {
            let vocabulary = try LlamaWeights(
                path: LlamaTestModel.path,
                options: LlamaTestModel.options,
                vocabularyOnly: true
            ) { _ in true }
            var error = martlet_error()
            let options = martlet_context_options(cache_length: 256, batch_length: 16, sequence_count: 4, threads: 1)
            #expect(martlet_context_create(vocabulary.pointer, options, nil, nil, &error) == nil)
            #expect(error.status == self.invalid)
        }

        @Test func `sharing into a sequence that is not empty`() throws {
            try self.withContext { context in
                var error = martlet_error()
                #expect(self.status(context, self.batch(4)) == MARTLET_OK)
                #expect(martlet_memory_share(context, 0, 1, 2, &error) == MARTLET_OK)
                #expect(martlet_memory_share(context, 0, 1, 2, &error) == self.invalid)
                #expect(martlet_memory_share(context, 0, 0, 2, &error) == self.invalid)
                var (first, last): (Int32, Int32) = (0, 0)
                #expect(martlet_memory_range(context, 1, &first, &last, &error) == MARTLET_OK)
                #expect((first, last) == (0, 1))
            }
        }

        @Test func `a full cache is told and changes nothing`() throws {
            try self.withContext { context in
                for start in stride(from: Int32(0), to: 256, by: 16) {
                    #expect(self.status(context, self.batch(16, from: start)) == MARTLET_OK)
                }
                #expect(self.status(context, self.batch(1, sequence: 1)) == MARTLET_NO_SPACE)
                var error = martlet_error()
                #expect(martlet_memory_remove(context, 0, 200, -1, &error) == MARTLET_OK)
                #expect(self.status(context, self.batch(1, sequence: 1)) == MARTLET_OK)
            }
        }

        @Test func `a decode can be ended from outside`() throws {
            var error = martlet_error()
            let options = martlet_context_options(cache_length: 256, batch_length: 16, sequence_count: 4, threads: 1)
            let context = try #require(
                martlet_context_create(self.weights.pointer, options, { _ in true }, nil, &error)
            )
            defer { martlet_context_free(context) }
            #expect(self.status(context, self.batch(8)) == MARTLET_ABORTED)
        }
    }
#endif
