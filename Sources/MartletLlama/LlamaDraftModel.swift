#if Llama
    import Foundation
    import LanguageModels

    /// A small model that guesses what a large one says next, so that the large one checks several tokens at once.
    ///
    /// Answers are the same as without, and faster where the small model is often right and much smaller. Both need the
    /// same vocabulary, as models of one family have: the smallest of a family is a good choice. It costs its weights,
    /// and a cache for two requests of the context length. Where guesses do not pay, there are none for a while.
    ///
    /// ```swift
    /// let model = try await LlamaModel("qwen2.5-7b-instruct-q4_k_m.gguf", draftModel: "qwen2.5-0.5b-instruct-q8_0.gguf")
    /// ```
    ///
    /// llama.cpp: `--model-draft`.
    public struct LlamaDraftModel: Hashable, Sendable, ExpressibleByStringLiteral {
        /// A path; a folder; `hf:owner/repo/file.gguf`; or `owner/repo`, of which the smallest file is taken.
        ///
        /// llama.cpp: `--model-draft`, `--hf-repo-draft`.
        public var model: String
        /// The file in the folder or repository.
        public var modelFile: String?
        /// The most tokens guessed at once, 1 to 64, default 8.
        ///
        /// Fewer are guessed after guesses that were wrong. llama.cpp: `--spec-draft-n-max`, once `--draft-max`.
        public var longestDraft: Int
        /// A guess ends before a token that is less likely than this, from 0 to 1, default 0.5.
        ///
        /// It is the likelihood among all tokens of the vocabulary. llama.cpp: `--draft-p-min`.
        public var leastProbability: Double
        /// Layers to compute on the graphics processor, default 0; -1 means all.
        ///
        /// llama.cpp: `--gpu-layers-draft`.
        public var gpuLayers: Int

        /// Names a draft model.
        ///
        /// - Parameters:
        ///   - model: A path or a reference, as `LlamaModel` takes it.
        ///   - modelFile: The file in the folder or repository.
        ///   - longestDraft: The most tokens guessed at once, 1 to 64.
        ///   - leastProbability: The least probability of a guessed token, from 0 to 1.
        ///   - gpuLayers: Layers to compute on the graphics processor; -1 means all.
        public init(
            _ model: String,
            modelFile: String? = nil,
            longestDraft: Int = 8,
            leastProbability: Double = 0.5,
            gpuLayers: Int = 0
        ) {
            self.model = model
            self.modelFile = modelFile
            self.longestDraft = longestDraft
            self.leastProbability = leastProbability
            self.gpuLayers = gpuLayers
        }

        /// Names a draft model by its path or reference alone.
        public init(stringLiteral value: String) {
            self.init(value)
        }

        func validate() throws(LanguageModelError) {
            try LlamaLoadOptions.check("longestDraft", self.longestDraft, 1...64, nil)
            try LlamaLoadOptions.check("gpuLayers of the draft model", self.gpuLayers, -1...100_000, "-1 being all")
            guard (0...1).contains(self.leastProbability) else {
                throw LanguageModelError(
                    .invalidOption,
                    "leastProbability is \(self.leastProbability); give a number from 0 to 1."
                )
            }
        }

        /// Finds the file; the result names it by its path alone.
        func located() async throws -> LlamaDraftModel {
            var located = self
            located.model = LlamaModelFile.firstPart(
                of: try await ModelLocator.locate(self.model, modelFile: self.modelFile).path
            )
            located.modelFile = nil
            return located
        }
    }
#endif
