/// The content types of the files that a page is made of.
enum ContentType {
    private static let byExtension: [String: String] = [
        "html": "text/html; charset=utf-8", "js": "application/javascript; charset=utf-8",
        "mjs": "application/javascript; charset=utf-8", "jsx": "application/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8", "json": "application/json", "map": "application/json",
        "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
        "webp": "image/webp", "avif": "image/avif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2",
        "ttf": "font/ttf", "txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8",
        "pdf": "application/pdf", "xml": "application/xml", "csv": "text/csv; charset=utf-8", "otf": "font/otf",
        "mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4", "flac": "audio/flac", "wav": "audio/wav",
        "mp4": "video/mp4", "webm": "video/webm",
        "wasm": "application/wasm", "webmanifest": "application/manifest+json",
    ]

    /// The content type of a file name.
    static func of(_ fileName: String) -> String {
        guard let dot = fileName.lastIndex(of: ".") else { return "application/octet-stream" }
        return Self.byExtension[fileName[fileName.index(after: dot)...].lowercased()] ?? "application/octet-stream"
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
