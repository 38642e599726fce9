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

        /// llama.cpp reports its normal work as information and much that is harmless as warnings; all that is for debugging.
        private static func log(level: Int32, text: UnsafePointer<CChar>?) {
            guard let text else { return }
            let logger = Logger(label: Self.loggerLabel)
            logger.log(
                level: level >= 4 ? .warning : level >= 3 ? .debug : .trace,
                "llama.cpp",
                metadata: ["llama.message": "\(String(cString: text))"]
            )
        }
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
