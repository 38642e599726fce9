#if Llama
    import CMartletLlama
    import LanguageModels

    /// What contexts for answers and for embeddings have in common: making one.
    enum LlamaContext {
        /// Makes a context; it is used and freed on the calling thread alone.
        ///
        /// - Parameters:
        ///   - weights: The model, which must outlive it.
        ///   - options: What it can hold.
        ///   - user: Handed to the abort callback.
        ///   - abort: Polled while a decode computes.
        /// - Throws: A ``LanguageModelError`` that says what to change.
        static func create(
            weights: LlamaWeights,
            options: martlet_context_options,
            user: UnsafeMutableRawPointer?,
            abort: @escaping martlet_abort_callback
        ) throws(LanguageModelError) -> OpaquePointer {
            var error = martlet_error()
            if let context = martlet_context_create(weights.pointer, options, abort, user, &error) { return context }
            switch error.status {
            case Int32(MARTLET_OUT_OF_MEMORY):
                throw LanguageModelError(
                    .outOfMemory,
                    "A cache of \(options.cache_length) tokens does not fit into memory (\(error.text)); "
                        + "load the model with a shorter contextLength."
                )
            case Int32(MARTLET_INVALID_ARGUMENT):
                throw LanguageModelError(.invalidOption, "\(error.text.capitalizedFirst); change the load options.")
            default:
                throw LanguageModelError(
                    .unsupportedModel,
                    "No context can be made for the model (\(error.text)); choose another model or other options."
                )
            }
        }
    }

    /// A context with all that it computes with, which it is freed before.
    final class LlamaContextOwner {
        let pointer: OpaquePointer
        let weights: LlamaWeights
        private let adapters: [LlamaLoadedAdapter]
        private let abort: DecodeAbort
        /// The context whose threads it computes with, if it has none of its own.
        private let threadsOf: LlamaContextOwner?

        /// Makes a context.
        ///
        /// - Parameters:
        ///   - weights: The model.
        ///   - options: What it can hold.
        ///   - adapters: What changes the model's answers.
        ///   - threadsOf: The context whose threads it computes with, never both at once; nil means threads of its own.
        ///   - abort: What ends a decode.
        /// - Throws: A ``LanguageModelError`` that says what to change.
        init(
            weights: LlamaWeights,
            options: martlet_context_options,
            adapters: [LlamaLoadedAdapter],
            threadsOf: LlamaContextOwner?,
            abort: DecodeAbort
        ) throws(LanguageModelError) {
            var options = options
            options.threads_of = threadsOf?.pointer
            let user = Unmanaged.passUnretained(abort).toOpaque()
            self.weights = weights
            self.adapters = adapters
            self.threadsOf = threadsOf
            self.abort = abort
            self.pointer = try LlamaContext.create(weights: weights, options: options, user: user) { user in
                guard let user else { return false }
                return Unmanaged<DecodeAbort>.fromOpaque(user).takeUnretainedValue().isRequested
            }
        }

        deinit {
            martlet_context_free(self.pointer)
        }
    }

    extension martlet_context_options {
        /// Options with the defaults in all else.
        init(cache_length: UInt32, batch_length: UInt32, sequence_count: UInt32, threads: Int32) {
            self.init()
            self.cache_length = cache_length
            self.batch_length = batch_length
            self.sequence_count = sequence_count
            self.threads = threads
        }

        /// Takes over what the caller of a load chose.
        mutating func apply(_ options: LlamaContextOptions) {
            self.batch_threads = Int32(options.batchThreads ?? 0)
            self.micro_batch_length = UInt32(options.microBatchSize ?? 0)
            self.key_type = options.keyCacheType.kind
            self.value_type = options.valueCacheType.kind
            self.flash_attention =
                switch options.flashAttention {
                case .automatic: Int32(MARTLET_FLASH_AUTO)
                case .on: Int32(MARTLET_FLASH_ON)
                case .off: Int32(MARTLET_FLASH_OFF)
                }
            self.cache_on_cpu = !options.offloadsCache
            self.short_sliding_window = !options.keepsFullSlidingWindow
            guard let scaling = options.ropeScaling else { return }
            self.rope_scaling =
                switch scaling.method {
                case nil: Int32(MARTLET_ROPE_MODEL)
                case LlamaRopeScaling.Method.none?: Int32(MARTLET_ROPE_NONE)
                case .linear?: Int32(MARTLET_ROPE_LINEAR)
                case .yarn?: Int32(MARTLET_ROPE_YARN)
                case .longRope?: Int32(MARTLET_ROPE_LONGROPE)
                }
            self.rope_frequency_base = Float(scaling.frequencyBase ?? 0)
            self.rope_frequency_scale = Float(scaling.frequencyScale ?? 0)
            self.yarn_extrapolation = Float(scaling.extrapolationFactor ?? 0)
            self.yarn_attention = Float(scaling.attentionFactor ?? 0)
            self.yarn_beta_fast = Float(scaling.betaFast ?? 0)
            self.yarn_beta_slow = Float(scaling.betaSlow ?? 0)
            self.yarn_original_context = UInt32(scaling.originalContextLength ?? 0)
        }
    }

    extension LlamaCacheType {
        /// The shim's number for it.
        var kind: Int32 {
            let kind =
                switch self {
                case .f16: MARTLET_CACHE_F16
                case .f32: MARTLET_CACHE_F32
                case .bf16: MARTLET_CACHE_BF16
                case .q8_0: MARTLET_CACHE_Q8_0
                case .q4_0: MARTLET_CACHE_Q4_0
                case .q4_1: MARTLET_CACHE_Q4_1
                case .q5_0: MARTLET_CACHE_Q5_0
                case .q5_1: MARTLET_CACHE_Q5_1
                case .iq4_nl: MARTLET_CACHE_IQ4_NL
                }
            return Int32(kind)
        }
    }
#endif
