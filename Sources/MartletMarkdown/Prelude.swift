/// Source that is parsed before other source for the sake of the links it defines.
struct Prelude: Sendable {
    /// Ends the stretch before it: a rule keeps a list or a paragraph from going on in what follows.
    ///
    /// No empty line comes first, for a code block that a list leaves open would take it in.
    private static let separator = Array("___\n\n".utf8)
    /// How many lines the separator has.
    static let separatorLines = 2

    /// The stretches, each with a rule after it.
    private(set) var source: [UInt8] = []
    /// How many lines the source has.
    private(set) var lines = 0

    /// Adds a stretch of source that ends with a line end.
    mutating func append(_ stretch: ArraySlice<UInt8>) {
        let closed = stretch + Self.separator
        self.source.append(contentsOf: closed)
        self.lines += LineTable(of: closed).completeLines
    }
}
