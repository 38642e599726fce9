#if Llama
    import CMartletLlama

    /// How the vectors of a text's tokens become one.
    ///
    /// llama.cpp: `--pooling`.
    public enum LlamaPooling: String, Hashable, Sendable, CaseIterable {
        /// Not at all; each token has a vector of its own.
        case none
        /// Their mean.
        case mean
        /// The first token's.
        case first = "cls"
        /// The last token's.
        case last
        /// The scores of the model's classification head.
        case rank

        /// The shim's number for it; without one, the model's own.
        static func kind(_ pooling: LlamaPooling?) -> Int32 {
            let kind =
                switch pooling {
                case nil: MARTLET_POOLING_MODEL
                case LlamaPooling.none?: MARTLET_POOLING_NONE
                case .mean?: MARTLET_POOLING_MEAN
                case .first?: MARTLET_POOLING_FIRST
                case .last?: MARTLET_POOLING_LAST
                case .rank?: MARTLET_POOLING_RANK
                }
            return Int32(kind)
        }
    }
#endif
