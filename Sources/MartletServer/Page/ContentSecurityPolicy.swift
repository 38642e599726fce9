import Crypto
import Foundation
import MartletCore

/// What a page may load and do.
struct ContentSecurityPolicy: Sendable {
    private let interface: InterfaceSettings
    private let embedders: [String]?
    private let scriptHash: String?

    /// Takes what does not change while the server runs.
    ///
    /// - Parameters:
    ///   - interface: What the author adds to the page.
    ///   - embedders: Origins of other sites that may show the page in a frame; `*` among them for all, nil for none.
    ///   - inlineScript: The script that stands in the page's HTML.
    init(interface: InterfaceSettings, embedders: [String]? = nil, inlineScript: String? = nil) {
        self.interface = interface
        self.embedders = embedders
        self.scriptHash = inlineScript.map { script in
            "'sha256-" + Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString() + "'"
        }
    }

    /// The policy of a page.
    ///
    /// - Parameters:
    ///   - kind: Whose page it is.
    ///   - theme: The author's theme.
    /// - Returns: The header's value.
    func text(for kind: PageShell.Kind, _ theme: ThemeFile) -> String {
        switch kind {
        case .own: self.own(theme)
        case .build: Self.build
        }
    }

    /// Martlet's page loads its own things, remote images once the reader asked for them, and what the author names.
    private func own(_ theme: ThemeFile) -> String {
        let fonts = Self.origins(theme.fonts ?? [])
        let scripts = [self.scriptHash].compactMap { $0 } + Self.origins([self.interface.customJS])
        let styles = Self.origins([self.interface.customCSS]) + fonts
        var rules = [
            "default-src 'self'",
            "img-src 'self' data: blob: https: http:",
            "media-src 'self' data: blob: https: http:",
            (["script-src 'self'"] + scripts).joined(separator: " "),
            (["style-src 'self'"] + styles).joined(separator: " "),
            // PDFs are shown in frames.
            "frame-src 'self' blob:",
            "object-src 'none'", "base-uri 'none'", "form-action 'self'", self.frameAncestors,
            // A style sheet of another host may name files of further ones.
            "font-src 'self' data:" + (styles.isEmpty ? "" : " https:"),
        ]
        // An author's script was not written for trusted types, and may do as it likes anyway.
        if self.interface.customJS == nil {
            rules += ["require-trusted-types-for 'script'", "trusted-types martlet"]
        }
        return rules.joined(separator: "; ")
    }

    /// Who may show the page in a frame: those whose pages may use the app.
    private var frameAncestors: String {
        guard let embedders = self.embedders else { return "frame-ancestors 'self'" }
        if embedders.contains("*") { return "frame-ancestors *" }
        return (["frame-ancestors 'self'"] + Self.origins(embedders)).joined(separator: " ")
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
