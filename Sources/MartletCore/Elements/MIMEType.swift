import Foundation

/// Tells the type of contents by what they begin with, or by a file's name.
public enum MIMEType {
    /// What files of a type begin with, after a number of bytes.
    private static let signatures: [(type: String, offset: Int, bytes: [UInt8])] = [
        ("image/png", 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", 0, [0xFF, 0xD8, 0xFF]),
        ("image/gif", 0, Array("GIF8".utf8)),
        ("image/webp", 8, Array("WEBP".utf8)),
        ("image/avif", 4, Array("ftypavif".utf8)),
        ("image/heic", 4, Array("ftypheic".utf8)),
        ("image/bmp", 0, Array("BM".utf8)),
        ("image/tiff", 0, [0x49, 0x49, 0x2A, 0x00]),
        ("image/tiff", 0, [0x4D, 0x4D, 0x00, 0x2A]),
        ("image/x-icon", 0, [0x00, 0x00, 0x01, 0x00]),
        ("application/pdf", 0, Array("%PDF-".utf8)),
        ("application/zip", 0, [0x50, 0x4B, 0x03, 0x04]),
        ("application/gzip", 0, [0x1F, 0x8B]),
        ("application/x-7z-compressed", 0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        ("application/x-rar-compressed", 0, Array("Rar!".utf8)),
        ("audio/mpeg", 0, Array("ID3".utf8)),
        ("audio/mpeg", 0, [0xFF, 0xFB]),
        ("audio/mpeg", 0, [0xFF, 0xF3]),
        ("audio/mpeg", 0, [0xFF, 0xF2]),
        ("audio/ogg", 0, Array("OggS".utf8)),
        ("audio/flac", 0, Array("fLaC".utf8)),
        ("audio/wav", 8, Array("WAVE".utf8)),
        ("audio/mp4", 4, Array("ftypM4A".utf8)),
        ("video/quicktime", 4, Array("ftypqt".utf8)),
        ("video/mp4", 4, Array("ftyp".utf8)),
        ("video/webm", 0, [0x1A, 0x45, 0xDF, 0xA3]),
        ("video/x-msvideo", 8, Array("AVI ".utf8)),
    ]

    private static let extensions: [String: String] = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
        "avif": "image/avif", "heic": "image/heic", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
        "svg": "image/svg+xml", "ico": "image/x-icon", "pdf": "application/pdf", "zip": "application/zip",
        "gz": "application/gzip", "tar": "application/x-tar", "7z": "application/x-7z-compressed",
        "mp3": "audio/mpeg", "ogg": "audio/ogg", "oga": "audio/ogg", "opus": "audio/ogg", "flac": "audio/flac",
        "wav": "audio/wav", "m4a": "audio/mp4", "aac": "audio/aac", "mov": "video/quicktime", "mp4": "video/mp4",
        "m4v": "video/mp4", "webm": "video/webm", "mkv": "video/x-matroska", "avi": "video/x-msvideo",
        "txt": "text/plain", "log": "text/plain", "md": "text/markdown", "csv": "text/csv",
        "tsv": "text/tab-separated-values", "html": "text/html", "htm": "text/html", "css": "text/css",
        "xml": "application/xml", "json": "application/json", "jsonl": "application/jsonl", "yaml": "application/yaml",
        "yml": "application/yaml", "toml": "application/toml", "js": "application/javascript",
        "mjs": "application/javascript", "jsx": "text/javascript", "map": "application/json",
        "webmanifest": "application/manifest+json",
        "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf",
        "ts": "text/x-typescript", "py": "text/x-python", "swift": "text/x-swift", "c": "text/x-c", "h": "text/x-c",
        "cpp": "text/x-c++", "hpp": "text/x-c++", "rs": "text/x-rust", "go": "text/x-go", "java": "text/x-java",
        "sh": "application/x-sh", "sql": "application/sql", "wasm": "application/wasm",
        "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ]

    /// The endings that people expect of types with several.
    private static let usualExtensions = [
        "text/plain": "txt", "text/html": "html", "audio/ogg": "ogg", "video/mp4": "mp4", "text/x-c": "c",
        "application/json": "json", "text/javascript": "js",
    ]

    /// The type of contents, by what they begin with.
    ///
    /// - Parameter head: The first bytes; 16 are enough.
    /// - Returns: The type, or nil when nothing known begins so.
    public static func sniffed(from head: some Collection<UInt8>) -> String? {
        let head = Array(head.prefix(32))
        return Self.signatures.first { signature in
            head.count >= signature.offset + signature.bytes.count
                && head[signature.offset...].starts(with: signature.bytes)
        }?.type
    }

    /// The type of a file, by its name.
    ///
    /// - Parameter fileName: The name, with or without folders.
    /// - Returns: The type, or nil when the ending is not known.
    public static func ofFile(named fileName: String) -> String? {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        return Self.extensions[fileName[fileName.index(after: dot)...].lowercased()]
    }

    /// The ending, with its dot, that files of a type have.
    ///
    /// - Parameter type: The type; parameters after a semicolon do not count.
    /// - Returns: The ending, or an empty text when none is known.
    public static func fileExtension(for type: String) -> String {
        let plain = type.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
        if let usual = Self.usualExtensions[plain] { return "." + usual }
        let matches = Self.extensions.filter { $0.value == plain }.keys
        return matches.min { ($0.count, $0) < ($1.count, $1) }.map { "." + $0 } ?? ""
    }

    /// The type of contents: by what they begin with, else by name.
    static func of(_ source: ElementSource) -> String? {
        if let head = source.head, let type = Self.sniffed(from: head) { return type }
        if let name = source.fileName, let type = Self.ofFile(named: name) { return type }
        if case .text = source { return "text/plain" }
        return nil
    }
}
