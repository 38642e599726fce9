#if Llama
    import Foundation
    import LanguageModels

    /// A model file that was looked at before llama.cpp sees it, so that a broken file costs an error and not the process.
    struct LlamaModelFile: Sendable {
        /// The path to load; of a model in several files the first.
        let path: String
        /// What the header says; long arrays, such as the vocabulary, are left out.
        let metadata: [String: GGUFValue]

        /// Arrays with more elements than this are not kept.
        private static let longestKeptArray = 64

        /// Reads and checks a file and, of a model in several files, all the others.
        ///
        /// - Parameter path: The file's path.
        /// - Throws: A ``LanguageModelError`` that says what is wrong with which file.
        init(checking path: String) throws(LanguageModelError) {
            let header = try Self.header(path)
            let parts = header.metadata["split.count"]?.integer ?? 1
            if parts > 1 {
                let paths = try Self.splitPaths(path, count: parts)
                for other in paths where other != path {
                    _ = try Self.header(other)
                }
                self = try LlamaModelFile(path: paths[0], header: paths[0] == path ? header : Self.header(paths[0]))
            } else {
                self = try LlamaModelFile(path: path, header: header)
            }
        }

        private init(path: String, header: GGUFHeader) throws(LanguageModelError) {
            guard let architecture = header.architecture, !architecture.isEmpty else {
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' does not name its architecture, so it is no language model; choose another file."
                )
            }
            if header.modelValue("attention.causal")?.bool == false {
                throw LanguageModelError(
                    .unsupportedModel,
                    "'\(path)' is an embedding model (\(architecture)) and generates no text; choose a chat model."
                )
            }
            try Self.checkSanity(of: header, path: path)
            self.path = path
            self.metadata = header.metadata.filter { ($0.value.array?.count ?? 0) <= Self.longestKeptArray }
        }

        private static func header(_ path: String) throws(LanguageModelError) -> GGUFHeader {
            do {
                return try GGUFHeader(path: path)
            } catch {
                throw error.languageModelError
            }
        }

        /// The paths of all files of a model that was split, by llama.cpp's way of naming them.
        static func splitPaths(_ path: String, count: Int) throws(LanguageModelError) -> [String] {
            guard let match = path.wholeMatch(of: /(?<stem>.*)-\d{5}-of-(?<count>\d{5})\.gguf/),
                Int(match.count) == count
            else {
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' is one of \(count) files of a model; give it its own name back, which ends in "
                        + "'-00001-of-\(Self.fiveDigits(count)).gguf'."
                )
            }
            let paths = (1...count).map { "\(match.stem)-\(Self.fiveDigits($0))-of-\(Self.fiveDigits(count)).gguf" }
            if let missing = paths.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
                throw LanguageModelError(
                    .fileNotFound,
                    "The model has \(count) files and '\(missing)' is missing; download it into the same folder."
                )
            }
            return paths
        }

        private static func fiveDigits(_ number: Int) -> String {
            String(repeating: "0", count: max(0, 5 - String(number).count)) + String(number)
        }
    }
#endif
