#if Llama
    import LanguageModels

    /// How a model's rotary positions are stretched, so that it takes longer texts than it was trained on.
    ///
    /// A model that was trained on 4096 tokens takes about 8192 with a `frequencyScale` of 0.5.
    ///
    /// llama.cpp: `--rope-scaling`, `--rope-freq-base`, `--rope-freq-scale` and the `--yarn-` options.
    public struct LlamaRopeScaling: Hashable, Sendable {
        /// A way to stretch.
        public enum Method: String, Hashable, Sendable, CaseIterable {
            /// Not at all, even if the model's file asks for it.
            case none
            /// All frequencies alike.
            case linear
            /// High frequencies less than low ones (YaRN).
            case yarn
            /// With factors that the model's file holds.
            case longRope = "longrope"
        }

        /// The way; nil means the model's.
        public var method: Method?
        /// The base of the frequencies, above 0 and at most 1e12; nil means the model's.
        public var frequencyBase: Double?
        /// What positions are multiplied with, above 0; nil means the model's.
        ///
        /// A context grows by its reciprocal.
        public var frequencyScale: Double?
        /// YaRN: how much is extrapolated instead of interpolated, above 0; nil means the model's.
        public var extrapolationFactor: Double?
        /// YaRN: what attention is multiplied with, above 0; nil means what follows from the scale.
        public var attentionFactor: Double?
        /// YaRN: turns above which frequencies are kept, above 0; nil means the model's.
        public var betaFast: Double?
        /// YaRN: turns below which frequencies are interpolated in full, above 0; nil means the model's.
        public var betaSlow: Double?
        /// YaRN: the context length that the model was first trained on, at least 1; nil means the model's.
        public var originalContextLength: Int?

        /// Creates a way to stretch positions.
        ///
        /// - Parameters:
        ///   - method: The way.
        ///   - frequencyBase: The base of the frequencies.
        ///   - frequencyScale: What positions are multiplied with.
        ///   - extrapolationFactor: YaRN's share of extrapolation.
        ///   - attentionFactor: YaRN's factor of attention.
        ///   - betaFast: YaRN's upper number of turns.
        ///   - betaSlow: YaRN's lower number of turns.
        ///   - originalContextLength: YaRN's first context length.
        public init(
            method: Method? = nil,
            frequencyBase: Double? = nil,
            frequencyScale: Double? = nil,
            extrapolationFactor: Double? = nil,
            attentionFactor: Double? = nil,
            betaFast: Double? = nil,
            betaSlow: Double? = nil,
            originalContextLength: Int? = nil
        ) {
            self.method = method
            self.frequencyBase = frequencyBase
            self.frequencyScale = frequencyScale
            self.extrapolationFactor = extrapolationFactor
            self.attentionFactor = attentionFactor
            self.betaFast = betaFast
            self.betaSlow = betaSlow
            self.originalContextLength = originalContextLength
        }

        func validate() throws(LanguageModelError) {
            try Self.check("frequencyBase", self.frequencyBase, most: 1e12)
            try Self.check("frequencyScale", self.frequencyScale)
            try Self.check("extrapolationFactor", self.extrapolationFactor)
            try Self.check("attentionFactor", self.attentionFactor)
            try Self.check("betaFast", self.betaFast)
            try Self.check("betaSlow", self.betaSlow)
            if let length = self.originalContextLength {
                try LlamaLoadOptions.check("originalContextLength", length, 1...16_777_216, "nil for the model's")
            }
        }

        private static func check(_ name: String, _ value: Double?, most: Double = 1e6) throws(LanguageModelError) {
            // Smaller ones would be nothing at all to llama.cpp, which computes with 32 bits.
            guard let value, !(value >= 1e-6 && value <= most) else { return }
            throw LanguageModelError(
                .invalidOption,
                "\(name) is \(value); give a number from 1e-6 to \(most), or nil for the model's."
            )
        }

        /// How many times longer than in training a text can be.
        var stretch: Double {
            guard self.method != Method.none, let scale = self.frequencyScale, scale < 1 else { return 1 }
            return 1 / scale
        }
    }
#endif
