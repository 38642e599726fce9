import Foundation

/// The process's environment as huggingface_hub reads it.
struct HubEnvironment {
    private let variables: [String: String]

    init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// A variable's value, or nil if it is unset or empty.
    subscript(name: String) -> String? {
        self.variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func isTrue(_ name: String) -> Bool {
        ["1", "ON", "YES", "TRUE"].contains(self[name]?.uppercased())
    }

    /// The folder with the cache, its token and the rest.
    private var home: URL {
        if let path = self["HF_HOME"] { return self.folder(path) }
        let caches = self["XDG_CACHE_HOME"].map(self.folder) ?? self.folder("~/.cache")
        return caches.appendingPathComponent("huggingface", isDirectory: true)
    }

    var cacheDirectory: URL {
        if let path = self["HF_HUB_CACHE"] ?? self["HUGGINGFACE_HUB_CACHE"] { return self.folder(path) }
        return self.home.appendingPathComponent("hub", isDirectory: true)
    }

    var token: HubToken? {
        if let text = self["HF_TOKEN"] ?? self["HUGGING_FACE_HUB_TOKEN"] { return HubToken(text) }
        guard !self.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") else { return nil }
        let file = self["HF_TOKEN_PATH"].map(self.folder) ?? self.home.appendingPathComponent("token")
        guard let data = try? Data(contentsOf: file) else { return nil }
        return HubToken(String(decoding: data, as: UTF8.self))
    }

    /// A path with `~` and `$NAME` filled in, as a shell would have done.
    private func folder(_ path: String) -> URL {
        var path = path
        let home = self["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
        if path == "~" || path.hasPrefix("~/") {
            path = home + path.dropFirst()
        }
        let expanded = path.replacing(/\$\{([A-Za-z0-9_]+)\}|\$([A-Za-z0-9_]+)/) { match in
            let name = String(match.output.1 ?? match.output.2 ?? "")
            return self.variables[name] ?? String(match.output.0)
        }
        return URL(fileURLWithPath: expanded, isDirectory: true)
    }
}
