#if Llama
    import Foundation
    import LanguageModels

    /// A model file that was looked at before llama.cpp sees it, so that a broken file costs an error and not the process.
    struct LlamaModelFile: Sendable {
        /// The path to load; of a model in several files the first.
        let path: String
        /// The paths of all files.
        let parts: [String]
        /// What the header says; long arrays, such as the vocabulary, are left out.
        let metadata: [String: GGUFValue]
        /// Whether it has a head that gives scores instead of tokens.
        let hasClassifier: Bool
        /// How many positions the model has vectors of its own for, or nil if it computes them.
        let positionCount: Int?

        /// Arrays with more elements than this are not kept.
        private static let longestKeptArray = 64

        /// Reads and checks a file and, of a model in several files, all the others.
        ///
        /// - Parameters:
        ///   - path: The file's path, of a model in several files any one's.
        ///   - forEmbeddings: Whether the model need not generate text.
        /// - Throws: A ``LanguageModelError`` that says what is wrong with which file.
        init(checking path: String, forEmbeddings: Bool = false) throws(LanguageModelError) {
            let header = try Self.header(path)
            let count = header.metadata["split.count"]?.integer ?? 1
            let paths = count > 1 ? try Self.splitPaths(path, count: count) : [path]
            var headers: [GGUFHeader] = []
            for (number, part) in paths.enumerated() {
                let next = part == path ? header : try Self.header(part)
                guard count <= 1 || next.metadata["split.no"]?.integer == number else {
                    throw LanguageModelError(
                        .notAModelFile,
                        "'\(part)' is not part \(number + 1) of \(count), as its name says; download it again."
                    )
                }
                headers.append(next)
            }
            try self.init(paths: paths, headers: headers, forEmbeddings: forEmbeddings)
        }

        private init(paths: [String], headers: [GGUFHeader], forEmbeddings: Bool) throws(LanguageModelError) {
            let (path, header) = (paths[0], headers[0])
            guard let architecture = header.architecture, !architecture.isEmpty else {
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' does not name its architecture, so it is no language model; choose another file."
                )
            }
            if header.modelValue("attention.causal")?.bool == false, !forEmbeddings {
                throw LanguageModelError(
                    .unsupportedModel,
                    "'\(path)' is an embedding model (\(architecture)) and generates no text; choose a chat model."
                )
            }
            try Self.checkSanity(of: header, path: path)
            self.path = path
            self.parts = paths
            let tensors = headers.flatMap(\.tensors)
            self.hasClassifier = tensors.contains { $0.name == "cls.weight" || $0.name == "cls.output.weight" }
            self.positionCount = tensors.first { $0.name == "position_embd.weight" }
                .flatMap { $0.dimensions.count > 1 ? Int(exactly: $0.dimensions[1]) : nil }
            self.metadata = header.metadata.filter { ($0.value.array?.count ?? 0) <= Self.longestKeptArray }
        }

        private static func header(_ path: String) throws(LanguageModelError) -> GGUFHeader {
            do {
                return try GGUFHeader(path: path)
            } catch {
                throw error.languageModelError
            }
        }

        /// The bytes of all files together.
        var size: Int64 {
            self.parts.reduce(0) { sum, part in
                // A cache's files are links.
                let file = URL(fileURLWithPath: part).resolvingSymlinksInPath().path
                return sum + ((try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int64) ?? 0)
            }
        }

        /// The path of the first file of a model whose file is named, if it is in several and the first one is there.
        static func firstPart(of path: String) -> String {
            guard let match = path.wholeMatch(of: /(?<stem>.*)-\d{5}-of-(?<count>\d{5})\.gguf/) else { return path }
            let first = "\(match.stem)-00001-of-\(match.count).gguf"
            return FileManager.default.fileExists(atPath: first) ? first : path
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
            guard count <= 9999 else {
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' says that the model has \(count) files; download it again."
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
