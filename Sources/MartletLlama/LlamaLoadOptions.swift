#if Llama
    import Foundation
    import LanguageModels

    /// How a model file is loaded; two handles with the same file and options share one loaded model.
    struct LlamaLoadOptions: Hashable, Sendable {
        var threads: Int?
        var contextLength: Int?
        var batchSize: Int
        var gpuLayers: Int
        var memoryMap: Bool
        var memoryLock: Bool
        var sequences: Int
        var cacheLength: Int?
        var model = LlamaModelOptions()
        var context = LlamaContextOptions()
        var scheduling = InferenceConfiguration()
        /// Adapters with the paths of their files.
        var adapters: [LlamaAdapter] = []
        /// What guesses next tokens, with the path of its file.
        var draft: LlamaDraftModel?

        /// The context length that is used when none is asked for, where the model allows so much.
        static let defaultContextLength = 4096

        func validate() throws(LanguageModelError) {
            if let threads = self.threads {
                try Self.check("threads", threads, 1...512, "nil for a fitting number")
            }
            if let contextLength = self.contextLength {
                try Self.check("contextLength", contextLength, 2...16_777_216, "nil for a fitting one")
            }
            try Self.check("batchSize", self.batchSize, 1...65_536, nil)
            try Self.check("gpuLayers", self.gpuLayers, -1...100_000, "-1 being all")
            try Self.check("sequences", self.sequences, 1...256, nil)
            if let cacheLength = self.cacheLength {
                try Self.check("cacheLength", cacheLength, 2...67_108_864, "nil for twice the context length")
                if let contextLength = self.contextLength, cacheLength < contextLength {
                    throw LanguageModelError(
                        .invalidOption,
                        "cacheLength is \(cacheLength), less than the contextLength of \(contextLength); give at least that."
                    )
                }
            }
            try self.model.validate()
            try self.context.validate()
            try self.draft?.validate()
        }

        static func check(
            _ name: String,
            _ value: Int,
            _ range: ClosedRange<Int>,
            _ addition: String?
        ) throws(LanguageModelError) {
            guard range.contains(value) else {
                let more = addition.map { ", or \($0)" } ?? ""
                throw LanguageModelError(
                    .invalidOption,
                    "\(name) is \(value); give a number from \(range.lowerBound) to \(range.upperBound)\(more)."
                )
            }
        }

        /// What differs from the defaults besides numbers, as names and values fit to be shown.
        var parameters: [String: String] {
            var parameters = self.context.parameters
            if !self.adapters.isEmpty {
                parameters["adapters"] = self.adapters.map { "\($0.path) × \($0.scale)" }.joined(separator: ", ")
            }
            if let draft = self.draft { parameters["draft_model"] = draft.model }
            return parameters
        }

        /// The number of threads to compute with: all processors of a small machine, half of a large one.
        var resolvedThreads: Int {
            let processors = ProcessInfo.processInfo.activeProcessorCount
            return self.threads ?? (processors <= 4 ? max(processors, 1) : processors / 2)
        }

        /// The most tokens of one request, for a model trained on so many.
        func resolvedContextLength(training: Int) -> Int {
            let wanted = self.contextLength ?? Self.defaultContextLength
            let longest = Double(training) * (self.context.ropeScaling?.stretch ?? 1)
            return training > 0 ? min(wanted, Int(min(longest, 1e9))) : wanted
        }

        /// The cells to ask for; the library rounds them up to a multiple of 256.
        func resolvedCacheLength(contextLength: Int) -> Int {
            max(self.cacheLength ?? 2 * contextLength, contextLength, self.sequences, 256)
        }
    }
#endif
