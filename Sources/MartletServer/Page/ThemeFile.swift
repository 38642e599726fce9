import Foundation
import MartletCore

/// The app's colours and fonts: `public/theme.json`.
struct ThemeFile: Sendable, Hashable {
    /// Style variables for light and dark, as JSON; nil when there are none.
    var variables: JSONValue?
    /// Style sheets with fonts, in place of the page's own; nil when the file does not speak of fonts.
    var fonts: [String]?

    /// A theme that changes nothing.
    static let none = ThemeFile()

    /// Reads a file's contents.
    ///
    /// - Parameter data: The contents.
    /// - Returns: The theme, or nil when they are no JSON object.
    static func read(_ data: Data) -> ThemeFile? {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: data), case .object = value else {
            return nil
        }
        var fonts: [String]?
        if case .array(let entries) = value["custom_fonts"] { fonts = entries.compactMap(\.stringValue) }
        return ThemeFile(variables: value["variables"], fonts: fonts)
    }
}
