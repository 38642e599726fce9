#if Llama
    import CMartletLlama
    import LanguageModels

    /// A loaded model file: weights and vocabulary, without any context.
    ///
    /// `@unchecked Sendable`: llama.cpp only reads a model after it is loaded, and allows that from any thread.
    final class LlamaWeights: @unchecked Sendable {
        let pointer: OpaquePointer

        /// Loads a file on the calling thread, which it blocks.
        ///
        /// - Parameters:
        ///   - path: The file's path, checked before.
        ///   - options: How to load it.
        ///   - vocabularyOnly: Whether to leave the weights out.
        ///   - progress: Called with numbers from 0 to 1; returning false cancels.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        init(
            path: String,
            options: LlamaLoadOptions,
            vocabularyOnly: Bool = false,
            progress: (Double) -> Bool
        ) throws {
            try options.model.validate(devices: try LlamaDevice.all())
            var parameters = martlet_model_options()
            parameters.gpu_layers = Int32(options.gpuLayers)
            parameters.memory_map = options.memoryMap
            parameters.memory_lock = options.memoryLock
            parameters.vocabulary_only = vocabularyOnly
            parameters.check_tensors = options.model.checksTensors
            parameters.direct_io = options.model.directIO
            parameters.main_gpu = Int32(options.model.mainGPU)
            parameters.split =
                switch options.model.split {
                case .layers: Int32(MARTLET_SPLIT_LAYERS)
                case .none: Int32(MARTLET_SPLIT_NONE)
                case .rows: Int32(MARTLET_SPLIT_ROWS)
                }
            let shares = options.model.tensorSplit.map(Float.init)
            var error = martlet_error()
            let pointer = withoutActuallyEscaping(progress) { progress in
                // The box lives on this stack frame for as long as the call that uses it.
                var box = progress
                return withUnsafeMutablePointer(to: &box) { box in
                    shares.withUnsafeBufferPointer { shares in
                        parameters.tensor_split = shares.baseAddress
                        parameters.tensor_split_count = shares.count
                        return martlet_model_load(
                            path,
                            parameters,
                            { fraction, user in
                                guard let user else { return true }
                                return user.assumingMemoryBound(to: ((Double) -> Bool).self).pointee(Double(fraction))
                            },
                            box,
                            &error
                        )
                    }
                }
            }
            guard let pointer else { throw Self.loadError(error, path: path) }
            self.pointer = pointer
        }

        deinit {
            martlet_model_free(self.pointer)
        }

        private static func loadError(_ error: martlet_error, path: String) -> any Error {
            switch error.status {
            case Int32(MARTLET_CANCELLED):
                return CancellationError()
            case Int32(MARTLET_INVALID_ARGUMENT):
                return LanguageModelError(.invalidOption, "\(error.text.capitalizedFirst); change the load options.")
            case Int32(MARTLET_UNKNOWN_ARCHITECTURE):
                let library = LlamaLibrary.version.map { " (version \($0))" } ?? ""
                return LanguageModelError(
                    .unsupportedModel,
                    "'\(path)' has the architecture '\(error.text)', which this llama.cpp\(library) does not know; "
                        + "choose another model."
                )
            case Int32(MARTLET_OUT_OF_MEMORY):
                return LanguageModelError(
                    .outOfMemory,
                    "'\(path)' does not fit into memory (\(error.text)); choose a smaller quantisation of the model."
                )
            default:
                return LanguageModelError(
                    .notAModelFile,
                    "llama.cpp cannot load '\(path)' (\(error.text)); download the file again, or choose another model."
                )
            }
        }

        // MARK: What the model is

        var trainingContextLength: Int { Int(martlet_model_training_context(self.pointer)) }
        var embeddingLength: Int { Int(martlet_model_embedding_length(self.pointer)) }
        var size: Int64 { Int64(clamping: martlet_model_size(self.pointer)) }
        var parameterCount: Int64 { Int64(clamping: martlet_model_parameter_count(self.pointer)) }
        /// Numbers in an embedding that leaves the model.
        var embeddingOutputLength: Int { Int(martlet_model_embedding_output_length(self.pointer)) }
        var summary: String {
            Self.string { martlet_model_description(self.pointer, $0, $1) } ?? ""
        }
        var chatTemplate: String? {
            self.chatTemplate(named: nil)
        }

        /// A template by its name; nil names the default one.
        func chatTemplate(named name: String?) -> String? {
            Self.string { martlet_model_chat_template(self.pointer, name, $0, $1) }
        }

        /// A value of the file's metadata as text; arrays are none.
        func metadata(_ key: String) -> String? {
            Self.string { martlet_model_metadata(self.pointer, key, $0, $1) }
        }

        /// The bytes of cache that one token takes; 0 if the file does not tell, or the kinds do not fit the model.
        func cacheBytesPerToken(keys: LlamaCacheType = .f16, values: LlamaCacheType = .f16) -> Int64 {
            Int64(clamping: martlet_model_cache_bytes_per_token(self.pointer, keys.kind, values.kind))
        }

        /// Whether the model continues text, and is neither an encoder nor a diffusion model.
        var generatesText: Bool {
            martlet_model_has_decoder(self.pointer) && !martlet_model_has_encoder(self.pointer)
                && !martlet_model_is_diffusion(self.pointer)
        }

        /// Calls for a length first, and then for that many bytes.
        static func string(_ copy: (UnsafeMutablePointer<CChar>?, Int) -> Int64) -> String? {
            let length = copy(nil, 0)
            guard length >= 0 else { return nil }
            let bytes = [CChar](unsafeUninitializedCapacity: Int(length)) { buffer, count in
                count = Int(max(0, min(copy(buffer.baseAddress, buffer.count), length)))
            }
            return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
#endif
