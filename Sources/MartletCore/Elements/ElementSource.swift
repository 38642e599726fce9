public import Foundation

/// Where an element's contents come from.
public enum ElementSource: Hashable, Sendable {
    /// An address that the reader's browser opens.
    case url(String)
    /// A file on the server, which is copied when the element is sent.
    case path(String)
    /// The contents themselves.
    case data(Data)
    /// The contents as text.
    case text(String)
}

extension ElementSource {
    /// The start of the contents, from which their type can be told; nil for an address or a file that cannot be read.
    var head: Data? {
        switch self {
        case .url: nil
        case .data(let data): data.prefix(512)
        case .text(let text): Data(text.utf8.prefix(512))
        case .path(let path):
            FileHandle(forReadingAtPath: path).flatMap { handle in
                defer { try? handle.close() }
                return try? handle.read(upToCount: 512)
            }
        }
    }

    /// The file name that it carries, if any.
    var fileName: String? {
        switch self {
        case .url(let url): URL(string: url)?.lastPathComponent
        case .path(let path): URL(filePath: path).lastPathComponent
        case .data, .text: nil
        }
    }
}
