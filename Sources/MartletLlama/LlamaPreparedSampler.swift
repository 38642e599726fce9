#if Llama
    import CMartletLlama
    import LanguageModels

    /// A sampler on its way from the task that made it to the engine's thread.
    struct LlamaPreparedSampler: PreparedSampler {
        /// Used by one thread at a time: the task's, and then the engine's, with the engine's mailbox between them.
        private nonisolated(unsafe) let made: LlamaSampler

        init(_ made: LlamaSampler) {
            self.made = made
        }

        func sampler(for backend: any InferenceBackend) -> any TokenSampler { self.made }
    }

    extension LlamaBackend {
        /// Grammars and sequence breakers may take long to read, and need the vocabulary alone.
        var samplerPreparation: SamplerPreparation? {
            // Not used before the engine's thread samples, which has the back end.
            nonisolated(unsafe) let context = self.context
            return { [weights = self.weights, limits = self.limits] options, seed, prompt throws(LanguageModelError) in
                LlamaPreparedSampler(
                    try LlamaSampler(
                        options: options,
                        seed: seed,
                        prompt: prompt,
                        contextLength: limits.contextLength,
                        context: context,
                        weights: weights
                    )
                )
            }
        }
    }
#endif
