#if Llama
    import CMartletLlama
    import Foundation
    import LanguageModels

    /// A LoRA adapter: a small GGUF file that changes what a model says.
    ///
    /// It counts for all chats of the model that it is loaded with; the same model without it, or with another one, is
    /// another load, which shares no more than the pages of a mapped file.
    ///
    /// llama.cpp: `--lora`, `--lora-scaled`.
    public struct LlamaAdapter: Hashable, Sendable {
        /// A path, or a reference such as `hf:owner/repo/adapter.gguf`.
        public var path: String
        /// How much it counts, default 1; 0 is not at all, and less than 0 the opposite.
        public var scale: Double

        /// Names an adapter.
        ///
        /// - Parameters:
        ///   - path: A path, or a reference such as `hf:owner/repo/adapter.gguf`.
        ///   - scale: How much it counts.
        public init(_ path: String, scale: Double = 1) {
            self.path = path
            self.scale = scale
        }

        /// Finds the adapters' files.
        static func locate(_ adapters: [LlamaAdapter]) async throws -> [LlamaAdapter] {
            var located: [LlamaAdapter] = []
            for adapter in adapters {
                guard adapter.scale.isFinite, abs(adapter.scale) <= 1e6 else {
                    throw LanguageModelError(
                        .invalidOption,
                        "The scale of the adapter '\(adapter.path)' is \(adapter.scale); give a number such as 1."
                    )
                }
                located.append(LlamaAdapter(try await ModelLocator.locate(adapter.path).path, scale: adapter.scale))
            }
            return located
        }
    }

    /// An adapter in memory.
    ///
    /// `@unchecked Sendable`: llama.cpp only reads an adapter after it is loaded, and the shim guards loading and freeing.
    final class LlamaLoadedAdapter: @unchecked Sendable {
        let pointer: OpaquePointer
        let scale: Double
        /// The adapter is freed before the weights that it belongs to.
        private let weights: LlamaWeights

        /// Loads an adapter on the calling thread, which it blocks.
        ///
        /// - Parameters:
        ///   - adapter: The file and how much it counts.
        ///   - weights: The model it is for.
        /// - Throws: A ``LanguageModelError`` that says what is wrong with the file, or that it is for another model.
        init(_ adapter: LlamaAdapter, weights: LlamaWeights) throws(LanguageModelError) {
            try Self.check(adapter.path, architecture: weights.metadata("general.architecture") ?? "")
            var error = martlet_error()
            guard let pointer = martlet_adapter_load(weights.pointer, adapter.path, &error) else {
                throw LanguageModelError(
                    .unsupportedModel,
                    "The adapter '\(adapter.path)' does not fit the model '\(weights.summary)' (\(error.text)); "
                        + "give one that was made for this model."
                )
            }
            self.pointer = pointer
            self.scale = adapter.scale
            self.weights = weights
        }

        deinit {
            martlet_adapter_free(self.pointer)
        }

        /// The kinds of tensors that adapters are made of; others would end the process while it computes.
        private static let tensorTypes: Set<UInt32> = [0, 1, 2, 3, 6, 7, 8, 30]

        /// Checks what llama.cpp would end the process for.
        private static func check(_ path: String, architecture: String) throws(LanguageModelError) {
            let header: GGUFHeader
            do { header = try GGUFHeader(path: path) } catch { throw error.languageModelError }
            guard header.metadata["general.type"]?.string == "adapter",
                header.metadata["adapter.type"]?.string == "lora"
            else {
                let type = header.metadata["general.type"]?.string ?? "none"
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' is no LoRA adapter (its general.type is '\(type)'); give a file that "
                        + "convert_lora_to_gguf.py made."
                )
            }
            guard header.architecture == architecture else {
                throw LanguageModelError(
                    .unsupportedModel,
                    "The adapter '\(path)' is for the architecture '\(header.architecture ?? "")' and the model is a "
                        + "'\(architecture)'; give one that was made for this model."
                )
            }
            if let alpha = header.metadata["adapter.lora.alpha"] {
                guard case .float32(let value) = alpha, value.isFinite else {
                    throw LanguageModelError(
                        .notAModelFile,
                        "'\(path)' is damaged: adapter.lora.alpha is no 32-bit number; convert the adapter again."
                    )
                }
            }
            let names = header.tensors.map(\.name).filter { $0.hasSuffix(".lora_a") || $0.hasSuffix(".lora_b") }
            guard !names.isEmpty else {
                throw LanguageModelError(.notAModelFile, "'\(path)' has no LoRA tensors; convert the adapter again.")
            }
            if let tensor = header.tensors.first(where: { !Self.tensorTypes.contains($0.type.rawValue) }) {
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' has the tensor '\(tensor.name)' as \(tensor.type); convert the adapter to F16 or F32."
                )
            }
        }
    }
#endif
