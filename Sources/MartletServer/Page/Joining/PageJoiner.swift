/// Makes one file of a module and all that it imports.
///
/// Each module becomes a function that is run once, in the order in which a browser would run the modules, and returns
/// what the module exports. Modules that are loaded later, by `import("./a.js")`, stay files of their own; they take
/// what is in the joined file from there, so that no module is there twice.
struct PageJoiner: Sendable {
    /// What the joined file is.
    enum Form: Sendable {
        /// A module, which shows others what it holds.
        case module
        /// A script for places that know no modules.
        case classic
    }

    /// The path of the first module, which the joined file takes.
    let root: String
    let form: Form
    /// The modules in their order, each after those that it imports.
    private(set) var order: [String] = []
    private(set) var modules: [String: ScriptModule] = [:]
    private var numbers: [String: Int] = [:]

    /// Follows the imports of a module.
    ///
    /// - Parameters:
    ///   - root: Its path, such as `assets/app.js`.
    ///   - form: What to make of it.
    ///   - read: Gives the contents of a path; nil where there is no such file.
    /// - Throws: A ``JoiningError`` that names the file that cannot be joined.
    init(root: String, form: Form = .module, read: (String) -> [UInt8]?) throws(JoiningError) {
        self.root = root
        self.form = form
        var open: [String] = []
        try self.visit(root, &open, read)
        for path in self.order { try self.check(path) }
    }

    /// The joined file.
    ///
    /// - Throws: A ``JoiningError`` where a script asks for its own address, which only a module has.
    func script() throws(JoiningError) -> [UInt8] {
        var result: [UInt8] = []
        for path in self.order { result += try self.definition(of: path) }
        switch self.form {
        case .module:
            // By their paths, so that a page of an older version never takes one for another.
            let names = self.order.map { "\(self.name(of: $0) ?? "") as\"\($0)\"" }
            return result + Array("export{\(names.joined(separator: ","))};\n".utf8)
        case .classic:
            return Array("(()=>{\"use strict\";\n".utf8) + result + Array("})();\n".utf8)
        }
    }
}

extension PageJoiner {
    private mutating func visit(
        _ path: String,
        _ open: inout [String],
        _ read: (String) -> [UInt8]?
    ) throws(JoiningError) {
        guard self.numbers[path] == nil else { return }
        guard !open.contains(path) else {
            throw JoiningError(file: path, reason: "It imports itself by way of \(open.last ?? path).")
        }
        guard let source = read(path) else { throw JoiningError(file: path, reason: "There is no such file.") }
        open.append(path)
        let module = try Self.naming(path) { () throws(JoiningError) in try ScriptModuleParser.module(of: source) }
        for link in module.links {
            try self.visit(try Self.path(link.target, from: path), &open, read)
        }
        open.removeLast()
        self.numbers[path] = self.order.count
        self.order.append(path)
        self.modules[path] = module
    }

    /// Has what goes wrong with a file name it.
    static func naming<Value>(
        _ path: String,
        _ body: () throws(JoiningError) -> Value
    ) throws(JoiningError) -> Value {
        do {
            return try body()
        } catch {
            throw JoiningError(file: path, reason: error.reason)
        }
    }

    /// The path that a module means by a relative name.
    static func path(_ target: String, from path: String) throws(JoiningError) -> String {
        guard target.hasPrefix("./") || target.hasPrefix("../") else {
            throw JoiningError(file: path, reason: "It imports \(target); begin with a dot.")
        }
        var parts = path.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                throw JoiningError(file: path, reason: "It imports \(target), which lies outside of the page.")
            }
        }
        return parts.joined(separator: "/")
    }

    /// The name by which one file's module means another file.
    static func target(_ path: String, from other: String) -> String {
        var parts = path.split(separator: "/")[...]
        var others = other.split(separator: "/").dropLast()
        while parts.count > 1, let first = others.first, parts.first == first {
            parts.removeFirst()
            others.removeFirst()
        }
        let way = others.isEmpty ? "./" : String(repeating: "../", count: others.count)
        return way + parts.joined(separator: "/")
    }

    /// A browser refuses a module that imports what is not there, and so does the joiner.
    private func check(_ path: String) throws(JoiningError) {
        guard let module = self.modules[path] else { return }
        for link in module.links {
            let target = try Self.path(link.target, from: path)
            let offered = self.offered(by: target)
            for name in link.names where !offered.contains(name.exported) {
                throw JoiningError(file: path, reason: "It imports \(name.exported), which \(target) does not export.")
            }
        }
    }

    /// The names that a module exports.
    func offered(by path: String) -> Set<String> {
        guard let module = self.modules[path] else { return [] }
        var names = Set(module.exports.map(\.exported))
        for link in module.links {
            switch link.kind {
            case .takes: break
            case .passesOn: names.formUnion(link.namespace.map { [$0] } ?? link.names.map(\.local))
            case .passesOnAll:
                let target = try? Self.path(link.target, from: path)
                names.formUnion(self.offered(by: target ?? "").subtracting(["default"]))
            }
        }
        return names
    }

    /// The name of a joined module inside the joined file; nil for others.
    func name(of path: String) -> String? {
        self.numbers[path].map { "module$\($0)" }
    }
}

extension PageJoiner {
    private func definition(of path: String) throws(JoiningError) -> [UInt8] {
        guard let module = self.modules[path] else { return [] }
        var (head, offers): ([String], [String]) = ([], [])
        var edits = module.edits
        for link in module.links {
            let target = try Self.path(link.target, from: path)
            let name = self.name(of: target) ?? ""
            edits.append(ScriptModule.Edit(range: link.range, text: ";"))
            switch link.kind {
            case .takes: head += Self.constants(link, of: name)
            case .passesOn:
                let names = link.names.map { "\($0.local):\(name).\($0.exported)" }
                offers += link.namespace.map { ["\($0):\(name)"] } ?? names
            case .passesOnAll:
                offers += self.offered(by: target).sorted().filter { $0 != "default" }.map { "\($0):\(name).\($0)" }
            }
        }
        offers += module.exports.map { $0.exported == $0.local ? $0.local : "\($0.exported):\($0.local)" }
        edits += try self.addresses(in: module, at: path)
        let start = "const \(self.name(of: path) ?? "")=(()=>{\n" + head.joined()
        let end = offers.isEmpty ? "return{};\n})();\n" : "return{\(offers.joined(separator: ","))};\n})();\n"
        return Array(start.utf8) + module.text(replacing: edits) + Array(end.utf8)
    }

    /// What a module takes from a joined one, as constants.
    static func constants(_ link: ScriptModule.Link, of name: String) -> [String] {
        var lines: [String] = []
        if !link.names.isEmpty {
            let names = link.names.map { $0.exported == $0.local ? $0.local : "\($0.exported):\($0.local)" }
            lines.append("const{\(names.joined(separator: ","))}=\(name);\n")
        }
        if let namespace = link.namespace { lines.append("const \(namespace)=\(name);\n") }
        return lines
    }

    /// Addresses are seen from where the joined file lies.
    private func addresses(in module: ScriptModule, at path: String) throws(JoiningError) -> [ScriptModule.Edit] {
        var edits: [ScriptModule.Edit] = []
        for use in module.dynamicImports {
            guard use.target.hasPrefix(".") else { continue }
            let target = try Self.path(use.target, from: path)
            if let name = self.name(of: target) {
                edits.append(ScriptModule.Edit(range: use.range, text: "Promise.resolve(\(name))"))
            } else {
                edits.append(
                    ScriptModule.Edit(range: use.argument, text: "\"\(Self.target(target, from: self.root))\"")
                )
            }
        }
        guard self.form == .module || module.addresses.isEmpty else {
            throw JoiningError(file: path, reason: "It asks for its own address, which a script cannot.")
        }
        if path != self.root {
            let own = Self.target(path, from: self.root)
            edits += module.addresses.map {
                ScriptModule.Edit(range: $0, text: "new URL(\"\(own)\",import.meta.url).href")
            }
        }
        return edits
    }
}
