/// Files beside the joined one.
extension PageJoiner {
    /// A module that is loaded later: what it takes from joined modules comes from the joined file.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - source: Its source.
    /// - Returns: The module to serve in its place.
    /// - Throws: A ``JoiningError`` that names the file and what is in the way.
    func lateModule(_ path: String, source: [UInt8]) throws(JoiningError) -> [UInt8] {
        let module = try Self.naming(path) { () throws(JoiningError) in try ScriptModuleParser.module(of: source) }
        var (taken, head): (Set<String>, [String]) = ([], [])
        var edits: [ScriptModule.Edit] = []
        for link in module.links {
            let target = try Self.path(link.target, from: path)
            guard let name = self.name(of: target) else { continue }
            let offered = self.offered(by: target)
            for binding in link.names where !offered.contains(binding.exported) {
                throw JoiningError(
                    file: path,
                    reason: "It imports \(binding.exported), which \(target) does not export."
                )
            }
            taken.insert(target)
            head += link.kind == .takes ? Self.constants(link, of: name) : self.exports(link, from: target, name)
            edits.append(ScriptModule.Edit(range: link.range, text: ";"))
        }
        for use in module.dynamicImports where use.target.hasPrefix(".") {
            let target = try Self.path(use.target, from: path)
            guard let name = self.name(of: target) else { continue }
            taken.insert(target)
            edits.append(ScriptModule.Edit(range: use.range, text: "Promise.resolve(\(name))"))
        }
        let start = taken.isEmpty ? "" : self.taking(taken.sorted(), for: path) + head.joined()
        return Array(start.utf8) + module.text(replacing: edits)
    }

    /// What a late module passes on of a joined one.
    private func exports(_ link: ScriptModule.Link, from target: String, _ name: String) -> [String] {
        if let namespace = link.namespace { return ["export const \(namespace)=\(name);\n"] }
        let names =
            link.kind == .passesOn
            ? link.names
            : self.offered(by: target).sorted().filter { $0 != "default" }
                .map { ScriptModule.Binding(exported: $0, local: $0) }
        return names.map { binding in
            let start = binding.local == "default" ? "export default " : "export const \(binding.local)="
            return "\(start)\(name).\(binding.exported);\n"
        }
    }

    /// What is served at a joined module's own address, for modules that the joiner does not know, such as an author's.
    ///
    /// - Parameter path: The module's path.
    /// - Returns: A module that offers the joined module's exports; nil where none is joined there.
    func proxy(_ path: String) -> [UInt8]? {
        guard let name = self.name(of: path), path != self.root else { return nil }
        let names = self.offered(by: path).sorted()
        var text = self.taking([path], for: path)
        let plain = names.filter { $0 != "default" }
        if !plain.isEmpty { text += "export const{\(plain.joined(separator: ","))}=\(name);\n" }
        if names.contains("default") { text += "export default \(name).default;\n" }
        return Array(text.utf8)
    }

    private func taking(_ joined: [String], for path: String) -> String {
        let names = joined.map { "\"\($0)\" as \(self.name(of: $0) ?? "")" }
        return "import{\(names.joined(separator: ","))}from\"\(Self.target(self.root, from: path))\";\n"
    }
}
