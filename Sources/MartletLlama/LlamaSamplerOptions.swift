#if Llama
    import CMartletLlama
    import LanguageModels

    /// A request's options as the shim takes them.
    struct LlamaSamplerOptions {
        private var values: martlet_sampler_options
        private let biases: [martlet_token_bias]
        private let breakers: [String]
        private let constraint: SamplerConstraint?

        /// Converts options.
        ///
        /// - Parameters:
        ///   - options: The request's options, already checked.
        ///   - seed: The random number seed.
        ///   - windows: How many tokens the penalties and DRY look back.
        /// - Throws: A ``LanguageModelError`` of code `invalidOption` for a form that no grammar is known for.
        init(
            options: GenerationOptions,
            seed: UInt32,
            windows: (penalties: Int, dry: Int)
        ) throws(LanguageModelError) {
            var values = martlet_sampler_default_options()
            values.penalty_window = Int32(clamping: windows.penalties)
            values.repetition_penalty = Float(options.repetitionPenalty)
            values.frequency_penalty = Float(options.frequencyPenalty)
            values.presence_penalty = Float(options.presencePenalty)
            values.top_k = Int32(clamping: options.topK)
            values.typical_p = Float(options.typicalP)
            values.top_p = Float(options.topP)
            values.min_p = Float(options.minP)
            values.temperature = Float(options.temperature)
            // The greatest number would mean "choose one".
            values.seed = min(seed, UInt32.max - 1)
            values.dynamic_temperature_range = Float(options.dynamicTemperatureRange)
            values.dynamic_temperature_exponent = Float(options.dynamicTemperatureExponent)
            values.top_n_sigma = Float(options.topNSigma)
            values.xtc_probability = Float(options.xtcProbability)
            values.xtc_threshold = Float(options.xtcThreshold)
            values.dry_multiplier = Float(options.dryMultiplier)
            values.dry_base = Float(options.dryBase)
            values.dry_allowed_length = Int32(clamping: options.dryAllowedLength)
            values.dry_window = Int32(clamping: windows.dry)
            if let mirostat = options.mirostat {
                values.mirostat = Int32(clamping: mirostat.version)
                values.mirostat_tau = Float(mirostat.tau)
                values.mirostat_eta = Float(mirostat.eta)
            }
            self.values = values
            // Beyond a million a number only costs the logit's last digits.
            self.biases = options.logitBias.sorted { $0.key < $1.key }.map { token, bias in
                martlet_token_bias(token: token, bias: bias.isFinite ? Float(max(-1e6, min(bias, 1e6))) : -.infinity)
            }
            self.breakers = options.drySequenceBreakers
            self.constraint = try Self.constraint(options)
        }

        private static func constraint(_ options: GenerationOptions) throws(LanguageModelError) -> SamplerConstraint? {
            if let constraint = options.constraint { return constraint }
            switch options.format {
            case nil: return nil
            case .grammar(let text): return SamplerConstraint(grammar: text)
            case .json, .jsonSchema:
                throw LanguageModelError(
                    .invalidOption,
                    "The format was not made into a grammar for this model; ask through an InferenceEngine, "
                        + "or give a grammar."
                )
            }
        }

        /// Makes the shim's sampler.
        ///
        /// - Parameter weights: The model, which must outlive it.
        /// - Returns: The sampler; the caller frees it.
        /// - Throws: A ``LanguageModelError`` of code `invalidOption` or `outOfMemory`.
        func makeSampler(weights: LlamaWeights) throws(LanguageModelError) -> OpaquePointer {
            let texts = [self.constraint?.grammar].compactMap { $0 } + (self.constraint?.triggers ?? [])
            guard !texts.contains(where: { $0.utf8.contains(0) }) else {
                throw LanguageModelError(
                    .invalidOption,
                    "A grammar or trigger contains a zero character; write it as an escape, or leave it out."
                )
            }
            let size = weights.vocabularySize
            if let token = self.biases.first(where: { $0.token < 0 || Int($0.token) >= size })?.token {
                throw LanguageModelError(
                    .invalidOption,
                    "A logit bias is given for token \(token), and the model's vocabulary has \(size) tokens; "
                        + "give ids below \(size)."
                ).about(.logitBias)
            }
            var error = martlet_error()
            let made = self.biases.withUnsafeBufferPointer { biases in
                CStrings.with(self.breakers) { breakers in
                    CStrings.with(self.constraint?.triggers ?? []) { triggers in
                        CStrings.with([self.constraint?.grammar ?? ""]) { grammar in
                            var values = self.values
                            values.biases = biases.baseAddress
                            values.bias_count = biases.count
                            values.dry_breakers = breakers.baseAddress
                            values.dry_breaker_count = breakers.count
                            values.triggers = triggers.baseAddress
                            values.trigger_count = triggers.count
                            values.grammar = self.constraint == nil ? nil : grammar[0]
                            return martlet_sampler_create(weights.pointer, values, &error)
                        }
                    }
                }
            }
            if let made { return made }
            guard error.status == MARTLET_INVALID_ARGUMENT else { throw error.generationError() }
            throw LanguageModelError(.invalidOption, "No sampler can be made: \(error.text); change the options.")
        }
    }

    /// Lends texts to C as an array of pointers.
    enum CStrings {
        /// Lends texts.
        ///
        /// - Parameters:
        ///   - texts: The texts; each ends for C at its first zero.
        ///   - body: Uses the pointers, which end with it.
        static func with<Result>(
            _ texts: [String],
            _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
        ) -> Result {
            var starts: [Int] = []
            var bytes: [CChar] = []
            for text in texts {
                starts.append(bytes.count)
                for byte in text.utf8 { bytes.append(CChar(bitPattern: byte)) }
                bytes.append(0)
            }
            return bytes.withUnsafeBufferPointer { buffer in
                var pointers: [UnsafePointer<CChar>?] = []
                for start in starts { pointers.append(buffer.baseAddress.map { $0 + start }) }
                return pointers.withUnsafeBufferPointer(body)
            }
        }
    }
#endif
