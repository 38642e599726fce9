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
            "icons": .array(self.icons(icon.data, icon.type)),
        ]
        if !self.interface.description.isEmpty { members["description"] = .string(self.interface.description) }
        if let language = self.interface.language { members["lang"] = .string(language) }
        return .object(members)
    }

    /// The app's icon; one that browsers do not take for an installed app has Martlet's beside it.
    private func icons(_ data: Data, _ type: String) -> [JSONValue] {
        let size = Self.pixels(data)
        let own: JSONValue = [
            "src": .string(self.prefix + "/favicon"), "sizes": .string(size.map { "\($0)x\($1)" } ?? "any"),
            "type": .string(type), "purpose": "any",
        ]
        let isLarge = size.map { min($0, $1) >= 144 } ?? ["image/svg+xml", "image/webp"].contains(type)
        guard !isLarge else { return [own] }
        let spare: JSONValue = [
            "src": .string(self.prefix + "/assets/logo_light.svg"), "sizes": "any", "type": "image/svg+xml",
            "purpose": "any",
        ]
        return [own, spare]
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

    /// A PNG's width and height, which stand in its first bytes; nil for other pictures.
    private static func pixels(_ data: Data) -> (Int, Int)? {
        let bytes = [UInt8](data.prefix(24))
        guard bytes.count == 24, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
        let numbers = [bytes[16..<20], bytes[20..<24]].map { $0.reduce(0) { $0 << 8 | Int($1) } }
        return (numbers[0], numbers[1])
    }
}
