#if Llama
    import LanguageModels

    /// How numbers are kept in a model's cache of keys and values, by llama.cpp's names.
    ///
    /// The smaller the kind, the more tokens fit into the same memory, and the less exact answers become: `q8_0` takes
    /// about half of `f16` and is hardly noticed, the kinds of four and five bits are.
    ///
    /// llama.cpp: `--cache-type-k`, `--cache-type-v`.
    public enum LlamaCacheType: String, Hashable, Sendable, CaseIterable {
        /// 16 bits, the default.
        case f16
        /// 32 bits.
        case f32
        /// 16 bits with the range of 32.
        case bf16
        /// 8 bits; heads of a multiple of 32 numbers only, as all kinds below.
        case q8_0
        /// 4 bits.
        case q4_0
        /// 4 bits with an offset for each block.
        case q4_1
        /// 5 bits.
        case q5_0
        /// 5 bits with an offset for each block.
        case q5_1
        /// 4 bits, unevenly spaced.
        case iq4_nl

        /// Whether the kind keeps blocks of rounded numbers.
        var isQuantized: Bool { ![.f16, .f32, .bf16].contains(self) }
    }

    /// Whether attention is computed in one fused step that needs less memory.
    ///
    /// llama.cpp: `--flash-attn`.
    public enum LlamaFlashAttention: String, Hashable, Sendable, CaseIterable {
        /// Where the device has it and the model allows it, the default.
        case automatic = "auto"
        /// Always.
        case on
        /// Never; a cache of quantised values is then not possible.
        case off
    }

    /// How a context differs from what the model was made for: the kind of cache, attention, positions and threads.
    public struct LlamaContextOptions: Hashable, Sendable {
        /// How keys are kept, default ``LlamaCacheType/f16``.
        ///
        /// llama.cpp: `--cache-type-k`.
        public var keyCacheType: LlamaCacheType
        /// How values are kept, default ``LlamaCacheType/f16``; quantised ones need flash attention.
        ///
        /// llama.cpp: `--cache-type-v`.
        public var valueCacheType: LlamaCacheType
        /// Whether attention is computed in one step, default ``LlamaFlashAttention/automatic``.
        public var flashAttention: LlamaFlashAttention
        /// Whether the cache of layers on a graphics processor lies there too, default true.
        ///
        /// llama.cpp: `--no-kv-offload` turns it off.
        public var offloadsCache: Bool
        /// Whether layers that look at a window of recent tokens only keep all tokens all the same, default true.
        ///
        /// False saves memory, and a prompt that differs from an earlier one is then evaluated from its start.
        /// llama.cpp: `--swa-full`.
        public var keepsFullSlidingWindow: Bool
        /// Threads for prompts and for several chats together, 1 to 512; nil means as many as for one chat.
        ///
        /// llama.cpp: `--threads-batch`.
        public var batchThreads: Int?
        /// The most tokens computed at once within a batch, 1 to 65,536; nil means 512, or the batch if that is
        /// smaller.
        ///
        /// llama.cpp: `--ubatch-size`.
        public var microBatchSize: Int?
        /// How positions are stretched; nil means as the model asks.
        public var ropeScaling: LlamaRopeScaling?

        /// Creates context options; all have the defaults of llama.cpp.
        ///
        /// - Parameters:
        ///   - keyCacheType: How keys are kept.
        ///   - valueCacheType: How values are kept.
        ///   - flashAttention: Whether attention is computed in one step.
        ///   - offloadsCache: Whether the cache of layers on a graphics processor lies there too.
        ///   - keepsFullSlidingWindow: Whether layers with a window keep all tokens.
        ///   - batchThreads: Threads for prompts and for several chats together.
        ///   - microBatchSize: The most tokens computed at once.
        ///   - ropeScaling: How positions are stretched.
        public init(
            keyCacheType: LlamaCacheType = .f16,
            valueCacheType: LlamaCacheType = .f16,
            flashAttention: LlamaFlashAttention = .automatic,
            offloadsCache: Bool = true,
            keepsFullSlidingWindow: Bool = true,
            batchThreads: Int? = nil,
            microBatchSize: Int? = nil,
            ropeScaling: LlamaRopeScaling? = nil
        ) {
            self.keyCacheType = keyCacheType
            self.valueCacheType = valueCacheType
            self.flashAttention = flashAttention
            self.offloadsCache = offloadsCache
            self.keepsFullSlidingWindow = keepsFullSlidingWindow
            self.batchThreads = batchThreads
            self.microBatchSize = microBatchSize
            self.ropeScaling = ropeScaling
        }

        func validate() throws(LanguageModelError) {
            if let threads = self.batchThreads {
                try LlamaLoadOptions.check("batchThreads", threads, 1...512, "nil for as many as threads")
            }
            if let size = self.microBatchSize {
                try LlamaLoadOptions.check("microBatchSize", size, 1...65_536, "nil for 512")
            }
            if self.valueCacheType.isQuantized, self.flashAttention == .off {
                throw LanguageModelError(
                    .invalidOption,
                    "valueCacheType is \(self.valueCacheType.rawValue), which needs flash attention; leave "
                        + "flashAttention automatic, or keep values as f16."
                )
            }
            try self.ropeScaling?.validate()
        }

        /// What differs from the defaults, as names and values fit to be shown.
        var parameters: [String: String] {
            var parameters: [String: String] = [:]
            if self.keyCacheType != .f16 { parameters["key_cache_type"] = self.keyCacheType.rawValue }
            if self.valueCacheType != .f16 { parameters["value_cache_type"] = self.valueCacheType.rawValue }
            if self.flashAttention != .automatic { parameters["flash_attention"] = self.flashAttention.rawValue }
            return parameters
        }
    }
#endif
