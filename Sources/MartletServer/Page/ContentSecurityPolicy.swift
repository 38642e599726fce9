import Foundation
import MartletCore

/// What a page may load and do.
enum ContentSecurityPolicy {
    /// The policy of a page.
    ///
    /// - Parameters:
    ///   - kind: Whose page it is.
    ///   - interface: What the author adds to it.
    ///   - theme: The author's theme.
    /// - Returns: The header's value.
    static func text(for kind: PageShell.Kind, _ interface: InterfaceSettings, _ theme: ThemeFile) -> String {
        switch kind {
        case .own: Self.own(interface, theme)
        case .build: Self.build
        }
    }

    /// Martlet's page loads its own things, remote images once the reader asked for them, and what the author names.
    private static func own(_ interface: InterfaceSettings, _ theme: ThemeFile) -> String {
        let scripts = Self.origins([interface.customJS])
        let fonts = Self.origins(theme.fonts ?? [])
        let styles = Self.origins([interface.customCSS]) + fonts
        // A style sheet of fonts may name files of further hosts.
        let fontFiles = fonts.isEmpty ? [] : ["font-src 'self' data: https:"]
        return
            ([
                "default-src 'self'", "img-src 'self' data: blob: https: http:",
                "media-src 'self' data: blob: https: http:", "connect-src 'self' ws: wss:",
                (["script-src 'self'"] + scripts).joined(separator: " "),
                (["style-src 'self' 'unsafe-inline'"] + styles).joined(separator: " "),
            ] + fontFiles + ["object-src 'none'", "base-uri 'self'"]).joined(separator: "; ")
    }

    /// Chainlit's page is told things by an inline script, evaluates custom elements, and shows players of other sites.
    private static let build =
        "default-src 'self' data: blob: https: http: ws: wss: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; "
        + "base-uri 'self'"

    private static func origins(_ addresses: [String?]) -> [String] {
        addresses.compactMap { address in
            guard let address, let url = URL(string: address.hasPrefix("//") ? "https:" + address : address),
                let scheme = url.scheme, ["http", "https"].contains(scheme), let host = url.host(),
                host.allSatisfy({ $0.isLetter || $0.isNumber || ".-[]:".contains($0) })
            else { return nil }
            return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        }
    }
}
