extension GGUFHeader {
    /// The architecture's name, such as `llama`; nil if the file does not say.
    public var architecture: String? { self.metadata["general.architecture"]?.string }

    /// The model's name as its maker wrote it.
    public var name: String? { self.metadata["general.name"]?.string }

    /// How many numbers the tensors hold in all, which is what people call the parameters.
    public var parameterCount: UInt64 {
        self.tensors.reduce(0) { $0 &+ $1.elementCount }
    }

    /// The context length the model was trained on, in tokens.
    public var contextLength: Int? { self.modelValue("context_length")?.integer }

    /// How many blocks (layers) the model has.
    public var blockCount: Int? { self.modelValue("block_count")?.integer }

    /// The length of the model's embeddings.
    public var embeddingLength: Int? { self.modelValue("embedding_length")?.integer }

    /// How many tokens the vocabulary has.
    public var vocabularySize: Int? {
        self.metadata["tokenizer.ggml.tokens"]?.array?.count ?? self.modelValue("vocab_size")?.integer
    }

    /// The kind of tokenizer, such as `llama` (SentencePiece) or `gpt2` (byte-pair).
    public var tokenizer: String? { self.metadata["tokenizer.ggml.model"]?.string }

    /// The chat template in Jinja, or nil if the file has none.
    public var chatTemplate: String? { self.metadata["tokenizer.chat_template"]?.string }

    /// How the model is quantised, such as `Q4_K_M`, from `general.file_type`, else from the commonest tensor type.
    public var quantization: String? {
        if let number = self.metadata["general.file_type"]?.integer, let name = Self.fileTypes[number] {
            return name
        }
        var elements: [GGUFTensorType: UInt64] = [:]
        for tensor in self.tensors {
            elements[tensor.type, default: 0] &+= tensor.elementCount
        }
        return elements.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key.description
    }

    /// A metadata value whose key begins with the architecture's name.
    ///
    /// - Parameter key: The key's second part, such as `context_length`.
    /// - Returns: The value, or nil if the file has none or does not name its architecture.
    public func modelValue(_ key: String) -> GGUFValue? {
        self.architecture.flatMap { self.metadata["\($0).\(key)"] }
    }

    /// The file types of llama.cpp; gaps are types that were withdrawn.
    private static let fileTypes: [Int: String] = [
        0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
        12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K",
        19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL",
        26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0",
        37: "TQ2_0", 38: "MXFP4_MOE", 39: "NVFP4", 40: "Q1_0", 41: "Q2_0",
    ]
}
