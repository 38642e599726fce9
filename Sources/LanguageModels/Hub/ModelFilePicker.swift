/// Picks the file of a repository or folder that is meant, as ctransformers does.
struct ModelFilePicker {
    /// The file that was asked for by name.
    let file: String?
    /// The quantisation that was asked for.
    let quantization: String?
    /// What the files belong to, for error messages.
    let subject: String

    init(file: String? = nil, quantization: String? = nil, subject: String) {
        self.file = file
        self.quantization = quantization
        self.subject = subject
    }

    init(reference: ModelReference) {
        self.init(
            file: reference.file,
            quantization: reference.quantization,
            subject: reference.repository.description
        )
    }

    /// The name of the file, the first part of a model in several.
    ///
    /// Picked is the smallest model by size, by name where sizes are equal. Files of `.gguf` come before those of
    /// `.bin`, which llama.cpp reads only if they are GGUF files under another name. Projectors of vision models and
    /// importance matrices are never picked, as they are no models.
    func pick(from files: [HubFile]) throws -> String {
        if let file = self.file {
            guard files.contains(where: { $0.path == file }) else {
                var near = NearNames.of(file, in: files.map(\.path))
                if near.isEmpty { near = Array(Self.models(in: files, suffix: ".gguf").map(\.path).prefix(3)) }
                throw self.missing("'\(SafeName.shown(file))'", near: near)
            }
            return file
        }
        for suffix in [".gguf", ".bin"] {
            var candidates = Self.models(in: files, suffix: suffix)
            if let quantization = self.quantization {
                candidates = candidates.filter { Self.has(quantization, in: $0.path) }
            }
            if let best = candidates.min(by: { ($0.size ?? .max, $0.path) < ($1.size ?? .max, $1.path) }) {
                return best.path
            }
        }
        let names = Self.models(in: files, suffix: ".gguf").map(\.path)
        guard let quantization = self.quantization else {
            throw self.missing("file that ends in .gguf or .bin", near: [])
        }
        throw self.missing("GGUF file of the quantisation '\(quantization)'", near: Array(names.prefix(8)))
    }

    /// The models among the files; of those in several files the first one, with the size of all.
    private static func models(in files: [HubFile], suffix: String) -> [HubFile] {
        var sizes: [String: Int64?] = [:]
        for file in files { sizes[file.path] = file.size }
        return files.compactMap { file in
            let name = file.path.lowercased()
            guard name.hasSuffix(suffix), !name.contains("mmproj"), !name.contains("imatrix") else { return nil }
            let parts = Self.parts(of: file.path)
            guard parts.first == file.path, parts.allSatisfy({ sizes[$0] != nil }) else { return nil }
            let known = parts.compactMap { sizes[$0] ?? nil }
            return HubFile(path: file.path, size: known.count == parts.count ? known.reduce(0, +) : nil)
        }
    }

    /// All files of the model that a file belongs to: itself, or all parts if its name says that it is one.
    static func parts(of file: String) -> [String] {
        guard let match = file.wholeMatch(of: /(.*)-(\d{5})-of-(\d{5})(\.gguf)/.ignoresCase()),
            let count = Int(match.output.3), let index = Int(match.output.2), (1...999).contains(count),
            (1...count).contains(index)
        else { return [file] }
        return (1...count).map { part in
            let digits = String(part)
            let number = String(repeating: "0", count: 5 - digits.count) + digits
            return "\(match.output.1)-\(number)-of-\(match.output.3)\(match.output.4)"
        }
    }

    /// Whether a file's name has the quantisation as a word of its own: `Q4_K` is not in `model.Q4_K_M.gguf`.
    static func has(_ quantization: String, in path: String) -> Bool {
        let words = path.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return words.contains(Substring(quantization.lowercased()))
    }

    private func missing(_ what: String, near: [String]) -> LanguageModelError {
        let list = near.isEmpty ? "" : "; it has " + near.map { "'\(SafeName.shown($0))'" }.joined(separator: ", ")
        return LanguageModelError(
            .fileNotFound,
            "'\(self.subject)' has no \(what)\(list): name a file that is there."
        )
    }
}

/// Names that someone may have meant.
enum NearNames {
    /// The names most like the given one, at most three.
    static func of(_ name: String, in names: [String]) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        let limit = max(3, wanted.count / 3)
        return names.map { (distance: Self.distance(wanted, Array($0.lowercased().utf8), limit: limit), name: $0) }
            .filter { $0.distance <= limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3)
            .map(\.name)
    }

    /// How many letters must be added, dropped or changed; only whether it is above the limit matters there.
    private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int {
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let change = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
