#if Llama
    public import Foundation
    public import LanguageModels

    extension LlamaModel {
        /// The file that was loaded.
        ///
        /// ctransformers: `model_path`.
        public var url: URL { URL(fileURLWithPath: self.loaded.file.path) }

        /// What the file says about the model, by key; long arrays such as the vocabulary are left out.
        public var metadata: [String: GGUFValue] { self.loaded.file.metadata }

        /// The name of the architecture.
        ///
        /// ctransformers: `model_type`.
        public var architecture: String { self.metadata["general.architecture"]?.string ?? "" }

        /// Size, architecture and quantisation in a few words, such as `llama 7B Q4_K - Small`.
        public var summary: String { self.loaded.weights.summary }

        /// The most tokens of one request, prompt and answer together.
        ///
        /// ctransformers: `context_length`.
        public var contextLength: Int { self.loaded.engine.limits.contextLength }

        /// The context length that the model was trained on.
        public var trainingContextLength: Int { self.loaded.weights.trainingContextLength }

        /// How many parameters the model has.
        public var parameterCount: Int64 { self.loaded.weights.parameterCount }

        /// The size of all tensors, in bytes.
        public var size: Int64 { self.loaded.weights.size }

        /// The length of the model's embeddings.
        public var embeddingLength: Int { self.loaded.weights.embeddingLength }
    }
#endif
