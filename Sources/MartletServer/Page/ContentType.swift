import MartletCore

/// The content types of the files that a page is made of.
enum ContentType {
    /// The content type of a file name; texts are UTF-8.
    static func of(_ fileName: String) -> String {
        let type = MIMEType.ofFile(named: fileName) ?? "application/octet-stream"
        return type.hasPrefix("text/") ? type + "; charset=utf-8" : type
    }

    private static let compressible: Set<String> = [
        "html", "js", "mjs", "jsx", "css", "json", "map", "svg", "txt", "md", "webmanifest", "wasm", "ttf", "xml",
    ]

    /// Whether a file of this name becomes smaller when it is compressed.
    static func isCompressible(_ fileName: String) -> Bool {
        guard let dot = fileName.lastIndex(of: ".") else { return false }
        return Self.compressible.contains(fileName[fileName.index(after: dot)...].lowercased())
    }
}
