/// A file that is not GGUF, told from its first bytes, so that the error can say what it is.
struct GGUFForeignFile {
    /// The file's first bytes.
    let start: [UInt8]

    func error(path: String) -> GGUFError {
        if self.start.isEmpty {
            return GGUFError(.notGGUF, "'\(path)' is empty: download the model again.")
        }
        if let container = self.legacyContainer {
            return GGUFError(
                .legacyContainer,
                """
                '\(path)' is a \(container) container from before GGUF, which llama.cpp no longer reads: get a GGUF \
                file of the model, or convert it.
                """
            )
        }
        return GGUFError(.notGGUF, "'\(path)' is not a GGUF file but \(self.kind): \(self.remedy)")
    }

    /// Legacy containers begin with a number of four letters, least significant byte first.
    private var legacyContainer: String? {
        [("lmgg", "GGML"), ("fmgg", "GGMF"), ("tjgg", "GGJT"), ("algg", "GGLA")]
            .first { self.begins(with: $0.0) }?.1
    }

    private var isPointer: Bool { self.begins(with: "version https://git-lfs") }

    private var isPage: Bool {
        let text = String(decoding: self.start, as: UTF8.self).lowercased()
        let trimmed = text.drop { $0.isWhitespace }
        return trimmed.hasPrefix("<!doctype html") || trimmed.hasPrefix("<html")
    }

    private var kind: String {
        if self.isPointer { return "a Git LFS pointer, which stands for the file" }
        if self.isPage { return "an HTML page" }
        if self.begins(with: "PK\u{3}\u{4}") { return "a ZIP archive, as PyTorch saves its models" }
        if self.start.count > 8, self.start[8] == UInt8(ascii: "{"), self.start[6] == 0, self.start[7] == 0 {
            return "probably a safetensors file"
        }
        return "something else"
    }

    private var remedy: String {
        if self.isPointer { return "run 'git lfs pull', or download it with 'martlet model pull'." }
        if self.isPage { return "download the file itself, with 'martlet model pull'." }
        return "get a file that ends in .gguf, or convert the model."
    }

    private func begins(with text: String) -> Bool {
        self.start.starts(with: Array(text.utf8))
    }
}
