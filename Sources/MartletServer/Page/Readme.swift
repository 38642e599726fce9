import Foundation

/// The text behind the page's Readme button: `martlet.md`, or `chainlit.md`, in the reader's language if there is one.
struct Readme: Sendable {
    let folder: URL

    /// The text for a language.
    ///
    /// - Parameter language: A code such as `de-DE`, already checked to be one.
    /// - Returns: The text, or nil when there is none or it is empty.
    func text(language: String) -> String? {
        for name in ["martlet", "chainlit"] {
            for file in ["\(name)_\(language).md", "\(name).md"] {
                let url = self.folder.appending(path: file)
                guard let data = try? Data(contentsOf: url) else { continue }
                let text = String(decoding: data, as: UTF8.self)
                return text.allSatisfy(\.isWhitespace) ? nil : text
            }
        }
        return nil
    }
}
