import Foundation
import MartletCore

/// What an installed app is called and looks like (the web app manifest).
struct WebManifest: Sendable {
    let interface: InterfaceSettings
    /// The root path, empty or beginning with a slash.
    let prefix: String

    /// The manifest.
    ///
    /// - Parameters:
    ///   - icon: The contents of the app's icon and its content type.
    ///   - theme: The author's theme.
    /// - Returns: The manifest's JSON.
    func value(icon: (data: Data, type: String), theme: ThemeFile) -> JSONValue {
        let colour = self.background(theme)
        var members: [String: JSONValue] = [
            "id": .string(self.prefix + "/"), "start_url": .string(self.prefix + "/"),
            "scope": .string(self.prefix + "/"), "display": "standalone",
            "name": .string(self.interface.name), "short_name": .string(String(self.interface.name.prefix(24))),
            "background_color": .string(colour), "theme_color": .string(colour),
            "icons": [
                [
                    "src": .string(self.prefix + "/favicon"), "sizes": .string(Self.size(icon.data)),
                    "type": .string(icon.type), "purpose": "any",
                ]
            ],
        ]
        if !self.interface.description.isEmpty { members["description"] = .string(self.interface.description) }
        if let language = self.interface.language { members["lang"] = .string(language) }
        return .object(members)
    }

    /// The page's background: the theme's, where it names one, else Martlet's own.
    private func background(_ theme: ThemeFile) -> String {
        let isDark = self.interface.defaultTheme == .dark
        let text = theme.variables?[isDark ? "dark" : "light"]?["--background"]?.stringValue ?? ""
        // A hue, a saturation and a lightness, in Chainlit's form.
        let triplet = /\d{1,3}(\.\d+)?(deg)? \d{1,3}(\.\d+)?% \d{1,3}(\.\d+)?%/
        if text.wholeMatch(of: triplet) != nil { return "hsl(\(text))" }
        return isDark ? "#16181c" : "#fbfbfa"
    }

    /// A PNG's size, which stands in its first bytes; other pictures fit anywhere.
    private static func size(_ data: Data) -> String {
        let bytes = [UInt8](data.prefix(24))
        guard bytes.count == 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return "any" }
        let numbers = [bytes[16..<20], bytes[20..<24]].map { $0.reduce(0) { $0 << 8 | Int($1) } }
        return "\(numbers[0])x\(numbers[1])"
    }
}
