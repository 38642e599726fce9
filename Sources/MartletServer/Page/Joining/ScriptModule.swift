/// A module's source, and what it takes from other modules and offers to them.
struct ScriptModule: Sendable {
    /// A name in one module for a name in another.
    struct Binding: Hashable, Sendable {
        /// The name that the offering module exports.
        let exported: String
        /// The name where it is used, or, in a list of exports, the expression that it stands for.
        let local: String
    }

    /// A statement that names another module.
    struct Link: Hashable, Sendable {
        enum Kind: Sendable {
            case takes
            /// `export {…} from`.
            case passesOn
            /// `export * from`.
            case passesOnAll
        }

        let kind: Kind
        /// The other module, as it is written.
        let target: String
        var names: [Binding] = []
        /// The name for all of the other module's exports.
        var namespace: String?
        let range: Range<Int>
    }

    /// Bytes that give way to others.
    struct Edit: Hashable, Sendable {
        let range: Range<Int>
        let text: String
    }

    /// A module that is loaded when it is wanted: `import("./a.js")`.
    struct DynamicImport: Hashable, Sendable {
        let target: String
        /// All of the expression.
        let range: Range<Int>
        /// What lies between its brackets.
        let argument: Range<Int>
    }

    /// The source, without comments.
    let source: [UInt8]
    var links: [Link] = []
    /// The names that it declares and exports.
    var exports: [Binding] = []
    /// What turns its exports into plain declarations.
    var edits: [Edit] = []
    var dynamicImports: [DynamicImport] = []
    /// Where it asks for its own address.
    var addresses: [Range<Int>] = []

    init(source: [UInt8]) {
        self.source = source
    }

    /// The source with bytes replaced.
    ///
    /// - Parameter edits: The replacements, which do not overlap.
    /// - Returns: The text.
    func text(replacing edits: [Edit]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(self.source.count)
        var position = 0
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            result += self.source[position..<edit.range.lowerBound]
            result += Array(edit.text.utf8)
            position = edit.range.upperBound
        }
        result += self.source[position...]
        return result
    }
}
