/// Takes apart a body of type `multipart/form-data` as its bytes come in, in pieces of any size.
///
/// It holds no more than the head of one part and one delimiter's length of contents, however long the body is.
struct MultipartParser {
    /// What was read.
    enum Event: Equatable {
        /// A part begins, with these header fields.
        case began(MultipartHead)
        /// More of the part's contents.
        case contents(ArraySlice<UInt8>)
        /// The part is complete.
        case ended
    }

    /// What is wrong with a body, as the end of a sentence that begins with "The upload".
    struct Flaw: Error, Equatable {
        let reason: String
    }

    private enum State: Equatable {
        /// Before the first delimiter.
        case preamble
        /// Right behind a delimiter, where it shows whether a part follows.
        case delimiter
        case head
        case contents
        /// Behind the last delimiter; what follows means nothing.
        case epilogue
    }

    /// The most bytes of one part's header fields.
    static let longestHead = 32 << 10
    /// The most bytes before the first part.
    static let longestPreamble = 4 << 10

    /// A line break, two hyphens and the boundary: what ends a part's contents.
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What has come and is not told yet.
    ///
    /// The first delimiter may stand at the very start, so a line break is put there.
    private var waiting: [UInt8] = [13, 10]
    private var preambleLength = 0

    /// Whether the last delimiter was read.
    var isComplete: Bool { self.state == .epilogue }

    /// Makes a parser.
    ///
    /// - Parameter boundary: What stands between the parts, without hyphens, as the content type names it.
    init(boundary: String) {
        self.delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Takes in the next piece of the body.
    ///
    /// - Parameters:
    ///   - piece: The piece.
    ///   - tell: Told of what was read, in order.
    /// - Throws: A ``Flaw`` when the body is malformed, and what `tell` throws; nothing may be parsed after that.
    mutating func parse(_ piece: some Collection<UInt8>, _ tell: (Event) throws -> Void) throws {
        guard self.state != .epilogue else { return }
        self.waiting.append(contentsOf: piece)
        // Taken out, so that slices of it that are told do not make it be copied.
        var bytes = self.waiting[...]
        self.waiting = []
        while try self.step(&bytes, tell) {}
        self.waiting = Array(bytes)
    }

    /// One step forward.
    ///
    /// - Returns: Whether there may be another one with what has come so far.
    private mutating func step(_ bytes: inout ArraySlice<UInt8>, _ tell: (Event) throws -> Void) throws -> Bool {
        switch self.state {
        case .preamble: try self.stepPreamble(&bytes)
        case .delimiter: try self.stepDelimiter(&bytes)
        case .head: try self.stepHead(&bytes, tell)
        case .contents: try self.stepContents(&bytes, tell)
        case .epilogue: self.drop(&bytes)
        }
    }

    private func drop(_ bytes: inout ArraySlice<UInt8>) -> Bool {
        bytes = []
        return false
    }

    private mutating func stepPreamble(_ bytes: inout ArraySlice<UInt8>) throws -> Bool {
        let (end, isFound) = self.endOfContents(bytes)
        self.preambleLength += end - bytes.startIndex
        guard self.preambleLength <= Self.longestPreamble else { throw Flaw(reason: "has no boundary where it begins") }
        bytes = bytes[end...]
        guard isFound else { return false }
        bytes = bytes.dropFirst(self.delimiter.count)
        self.state = .delimiter
        return true
    }

    private mutating func stepDelimiter(_ bytes: inout ArraySlice<UInt8>) throws -> Bool {
        // Spaces may stand between the boundary and the end of its line.
        let padding = bytes.prefix { $0 == 32 || $0 == 9 }
        guard padding.count <= 256 else { throw Flaw(reason: "has a boundary with too much behind it") }
        let rest = bytes[padding.endIndex...].prefix(2)
        guard rest.count == 2 else {
            guard rest.isEmpty || rest.first == 45 || rest.first == 13 else { throw Self.boundaryFlaw }
            return false
        }
        if rest.elementsEqual([45, 45]) {
            self.state = .epilogue
        } else if rest.elementsEqual([13, 10]) {
            // The line break is left, so that the end of an empty head looks like that of any other.
            bytes = bytes[padding.endIndex...]
            self.state = .head
        } else {
            throw Self.boundaryFlaw
        }
        return true
    }

    private static let boundaryFlaw = Flaw(reason: "has a boundary that is followed by something else")

    private mutating func stepHead(_ bytes: inout ArraySlice<UInt8>, _ tell: (Event) throws -> Void) throws -> Bool {
        guard let end = Self.emptyLine(in: bytes) else {
            guard bytes.count <= Self.longestHead else { throw Flaw(reason: "has a part with too many header fields") }
            return false
        }
        guard end - bytes.startIndex <= Self.longestHead else {
            throw Flaw(reason: "has a part with too many header fields")
        }
        let head = try MultipartHead(lines: bytes[..<end])
        bytes = bytes[(end + 4)...]
        self.state = .contents
        try tell(.began(head))
        return true
    }

    private mutating func stepContents(_ bytes: inout ArraySlice<UInt8>, _ tell: (Event) throws -> Void) throws -> Bool
    {
        let (end, isFound) = self.endOfContents(bytes)
        let contents = bytes[..<end]
        bytes = bytes[end...]
        if !contents.isEmpty { try tell(.contents(contents)) }
        guard isFound else { return false }
        bytes = bytes.dropFirst(self.delimiter.count)
        self.state = .delimiter
        try tell(.ended)
        return true
    }

    /// Where contents end: before the next delimiter, or before what may turn out to begin one.
    private func endOfContents(_ bytes: ArraySlice<UInt8>) -> (end: Int, isFound: Bool) {
        var index = bytes.startIndex
        while let candidate = bytes[index...].firstIndex(of: 13) {
            let rest = bytes[candidate...].prefix(self.delimiter.count)
            if self.delimiter.starts(with: rest) { return (candidate, rest.count == self.delimiter.count) }
            index = candidate + 1
        }
        return (bytes.endIndex, false)
    }

    private static func emptyLine(in bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while let candidate = bytes[index...].firstIndex(of: 13) {
            let rest = bytes[candidate...].prefix(4)
            if rest.elementsEqual([13, 10, 13, 10]) { return candidate }
            if rest.count < 4 { return nil }
            index = candidate + 1
        }
        return nil
    }
}
