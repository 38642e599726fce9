#if Llama
    import CMartletLlama
    import LanguageModels
    import Logging

    /// The library as a whole: preparing it once, its log, and its errors in Swift's words.
    enum LlamaLibrary {
        /// Where the engine's own lines and those of llama.cpp go.
        static let loggerLabel = "martlet.llama"

        /// Prepares the library; later calls cost nothing.
        ///
        /// - Throws: A ``LanguageModelError`` when library and header do not belong together.
        static func prepare() throws(LanguageModelError) {
            var error = martlet_error()
            let status = martlet_initialise(
                { level, text, _ in LlamaLibrary.log(level: level, text: text) },
                nil,
                &error
            )
            guard status == MARTLET_OK else {
                throw LanguageModelError(
                    .unsupportedModel,
                    "llama.cpp cannot be used, since \(error.text); run Scripts/setup-llama and build again."
                )
            }
        }

        /// The library's version, or nil where it does not tell.
        static var version: String? {
            let text = String(cString: martlet_library_version())
            return text.isEmpty ? nil : text
        }

        private static func log(level: Int32, text: UnsafePointer<CChar>?) {
            guard let text else { return }
            let message = String(cString: text)
            Logger(label: Self.loggerLabel).log(
                level: Self.level(of: message, reportedAs: level),
                "llama.cpp",
                metadata: ["llama.message": "\(message)"]
            )
        }

        /// llama.cpp reports its normal work as information, much that is harmless as warnings, and each step that was stopped
        /// on request as three errors; all that is for debugging.
        static func level(of message: String, reportedAs level: Int32) -> Logger.Level {
            let tellsOfStop = Self.endingsOfStop.contains { message.hasSuffix($0) }
            return level >= 4 && !tellsOfStop ? .warning : level >= 3 ? .debug : .trace
        }

        /// What llama.cpp says when its abort callback stopped a step: ggml's status 1, and 2 from `llama_decode`.
        private static let endingsOfStop = [
            "graph_compute_async failed with error 1", "failed to compute graph, compute status: 1",
            "failed to decode, ret = 2",
        ]
    }

    extension martlet_error {
        /// The message as a string.
        var text: String {
            withUnsafeBytes(of: self.message) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
        }

        /// Whether the call succeeded.
        var isSuccess: Bool { self.status == MARTLET_OK }

        /// The error of a call that generates.
        func generationError() -> LanguageModelError {
            switch self.status {
            case Int32(MARTLET_OUT_OF_MEMORY):
                LanguageModelError(
                    .outOfMemory,
                    "Memory ran out while generating (\(self.text)); load the model with a shorter context."
                )
            default:
                LanguageModelError(
                    .generationFailed,
                    "Generating failed: \(self.text); ask again, and report it if it happens again."
                )
            }
        }
    }
#endif
