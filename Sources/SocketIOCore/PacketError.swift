/// Why a frame, payload or JSON text from a peer cannot be accepted.
///
/// The ``message`` is one sentence fit for a log line. It never quotes more than a few bytes of what the peer sent.
public struct PacketError: Error, Hashable, CustomStringConvertible {
    /// What kind of rule the peer broke.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case emptyPacket, unknownPacketType, malformedPacket, invalidJSON, nestingTooDeep, invalidUTF8,
                invalidBase64
            case tooManyArguments, tooManyAttachments, attachmentsTooLarge, unexpectedText, unexpectedBinary,
                invalidPlaceholder
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// A packet of zero bytes.
        public static let emptyPacket = Code(.emptyPacket)
        /// The first digit names no packet type, or one this side never receives.
        public static let unknownPacketType = Code(.unknownPacketType)
        /// The header or the shape of the payload breaks the packet grammar.
        public static let malformedPacket = Code(.malformedPacket)
        /// The payload is not JSON as RFC 8259 has it.
        public static let invalidJSON = Code(.invalidJSON)
        /// Arrays and objects nest deeper than the limit.
        public static let nestingTooDeep = Code(.nestingTooDeep)
        /// Text that is not UTF-8.
        public static let invalidUTF8 = Code(.invalidUTF8)
        /// A binary packet of a polling payload that is not base64.
        public static let invalidBase64 = Code(.invalidBase64)
        /// A packet has more arguments than the limit.
        public static let tooManyArguments = Code(.tooManyArguments)
        /// A packet announces more attachments than the limit.
        public static let tooManyAttachments = Code(.tooManyAttachments)
        /// The attachments of one packet together exceed the limit.
        public static let attachmentsTooLarge = Code(.attachmentsTooLarge)
        /// A text packet came while attachments were still owed.
        public static let unexpectedText = Code(.unexpectedText)
        /// A binary packet came that no text packet announced.
        public static let unexpectedBinary = Code(.unexpectedBinary)
        /// A placeholder points at an attachment that does not exist.
        public static let invalidPlaceholder = Code(.invalidPlaceholder)

        /// The code's name.
        public var description: String { self.value.rawValue }
    }

    /// What kind of rule the peer broke.
    public let code: Code

    /// One sentence that names the offending value.
    public let message: String

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: What kind of rule was broken.
    ///   - message: One sentence that names the offending value.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message.
    public var description: String { "\(self.code): \(self.message)" }
}
