public import Foundation
import MartletCore

extension TestElement {
    /// Reads its contents, as a browser would fetch them.
    ///
    /// - Throws: A ``TestFailure`` when they lie elsewhere or are gone.
    public func content() throws -> Data {
        guard let file = self.file else {
            throw TestFailure(
                "The element \"\(self.name)\" has no contents here" + (self.url.map { "; they lie at \($0)." } ?? ".")
            )
        }
        do {
            return try Data(contentsOf: URL(filePath: file.path))
        } catch {
            throw TestFailure("The contents of the element \"\(self.name)\" are gone: \(error.localizedDescription).")
        }
    }

    /// Reads its contents as text.
    ///
    /// - Throws: A ``TestFailure`` when they lie elsewhere or are gone.
    public func text() throws -> String {
        String(decoding: try self.content(), as: UTF8.self)
    }
}
