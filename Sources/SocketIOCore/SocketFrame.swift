/// One Socket.IO packet for the default namespace, encoded once and ready for any number of sockets.
///
/// The text is built in a single buffer of the right size; sending it to a thousand sockets shares that buffer.
public struct SocketFrame: Sendable, Hashable {
    /// The Engine.IO text packet, such as `42["name",{}]`.
    public let text: [UInt8]

    /// The binary packets that must follow the text at once.
    public let attachments: [[UInt8]]

    /// How many bytes the frame holds in all.
    public let byteCount: Int

    /// Makes an event with at most one argument.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - json: The argument as well-formed JSON, which is not checked; `nil` for an event without arguments.
    ///   - attachments: The bytes that placeholders in the JSON point at.
    ///   - offset: The event's place in what a client with connection state recovery can be sent again; it goes out as
    ///     one more argument, a string. Such a client takes every event's last argument for it that is a string.
    public init(event: String, json: [UInt8]? = nil, attachments: [[UInt8]] = [], offset: String? = nil) {
        self.init(event: event, json: json, attachments: attachments, acknowledgementID: nil, offset: offset)
    }

    /// Makes an event with any number of arguments.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - arguments: The arguments and their attachments.
    public init(event: String, arguments: SocketArguments) {
        self.init(event: event, arguments: arguments, acknowledgementID: nil)
    }

    /// Makes an event with at most one argument that may ask for an acknowledgement.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - json: The argument as well-formed JSON, which is not checked.
    ///   - attachments: The bytes that placeholders in the JSON point at.
    ///   - acknowledgementID: The id under which the client shall answer.
    public init(event: String, json: [UInt8]?, attachments: [[UInt8]] = [], acknowledgementID: Int?) {
        self.init(
            event: event,
            json: json,
            attachments: attachments,
            acknowledgementID: acknowledgementID,
            offset: nil
        )
    }

    private init(
        event: String,
        json: [UInt8]?,
        attachments: [[UInt8]],
        acknowledgementID: Int?,
        offset: String?
    ) {
        let kind: WireKind = attachments.isEmpty ? .event : .binaryEvent
        var text = Self.header(
            kind,
            attachments: attachments.count,
            id: acknowledgementID,
            room: event.utf8.count + (json?.count ?? 0) + (offset.map { $0.utf8.count + 3 } ?? 0)
        )
        text.append(UInt8(ascii: "["))
        JSONWriter.append(event, to: &text)
        if let json {
            text.append(UInt8(ascii: ","))
            text.append(contentsOf: json)
        }
        if let offset {
            text.append(UInt8(ascii: ","))
            JSONWriter.append(offset, to: &text)
        }
        text.append(UInt8(ascii: "]"))
        self.init(text: text, attachments: attachments)
    }

    /// Makes an event with any number of arguments that may ask for an acknowledgement.
    ///
    /// - Parameters:
    ///   - event: The event's name.
    ///   - arguments: The arguments and their attachments.
    ///   - acknowledgementID: The id under which the client shall answer.
    public init(event: String, arguments: SocketArguments, acknowledgementID: Int?) {
        let attachments = arguments.attachments
        let kind: WireKind = attachments.isEmpty ? .event : .binaryEvent
        let room = event.utf8.count + arguments.jsonByteCount
        var text = Self.header(kind, attachments: attachments.count, id: acknowledgementID, room: room)
        text.append(UInt8(ascii: "["))
        JSONWriter.append(event, to: &text)
        if !arguments.isEmpty {
            text.append(UInt8(ascii: ","))
            arguments.append(to: &text)
        }
        text.append(UInt8(ascii: "]"))
        self.init(text: text, attachments: attachments)
    }

    /// Makes the answer to an event that asked for one.
    ///
    /// - Parameters:
    ///   - id: The id that the event carried.
    ///   - arguments: What to answer.
    public init(acknowledging id: Int, with arguments: SocketArguments) {
        let attachments = arguments.attachments
        let kind: WireKind = attachments.isEmpty ? .acknowledgement : .binaryAcknowledgement
        var text = Self.header(kind, attachments: attachments.count, id: id, room: arguments.jsonByteCount)
        text.append(UInt8(ascii: "["))
        arguments.append(to: &text)
        text.append(UInt8(ascii: "]"))
        self.init(text: text, attachments: attachments)
    }

    /// Makes `40{"sid":…}`, which tells a client that it is connected.
    ///
    /// - Parameters:
    ///   - socketID: The socket's id, which differs from the Engine.IO session's.
    ///   - privateID: What the client shows when it comes back after a lost connection, so that it is sent what it missed;
    ///     it follows as `"pid"`. `nil` offers nothing.
    /// - Returns: The frame.
    public static func connected(socketID: String, privateID: String? = nil) -> SocketFrame {
        let room = socketID.utf8.count + (privateID?.utf8.count ?? 0) + 20
        var text = Self.header(.connect, attachments: 0, id: nil, room: room)
        text.append(contentsOf: "{\"sid\":".utf8)
        JSONWriter.append(socketID, to: &text)
        if let privateID {
            text.append(contentsOf: ",\"pid\":".utf8)
            JSONWriter.append(privateID, to: &text)
        }
        text.append(UInt8(ascii: "}"))
        return SocketFrame(text: text, attachments: [])
    }

    /// Makes `44{"message":…}`, which refuses a client.
    ///
    /// - Parameters:
    ///   - message: Why, in words for a person.
    ///   - data: More for the client, as well-formed JSON.
    /// - Returns: The frame.
    public static func refused(message: String, data: [UInt8]? = nil) -> SocketFrame {
        var text = Self.header(
            .connectError,
            attachments: 0,
            id: nil,
            room: message.utf8.count + (data?.count ?? 0) + 24
        )
        text.append(contentsOf: "{\"message\":".utf8)
        JSONWriter.append(message, to: &text)
        if let data {
            text.append(contentsOf: ",\"data\":".utf8)
            text.append(contentsOf: data)
        }
        text.append(UInt8(ascii: "}"))
        return SocketFrame(text: text, attachments: [])
    }

    /// Makes the refusal of a namespace that does not exist, in python-socketio's form: `44/name,"Unable to connect"`.
    ///
    /// - Parameter namespace: The namespace, with its leading slash.
    /// - Returns: The frame.
    public static func refused(namespace: String) -> SocketFrame {
        SocketFrame(text: Array("44\(namespace),\"Unable to connect\"".utf8), attachments: [])
    }

    /// `41`: the server ends the connection.
    public static let disconnect = SocketFrame(text: Array("41".utf8), attachments: [])

    private enum WireKind: UInt8 {
        case connect = 0x30
        case event = 0x32
        case acknowledgement = 0x33
        case connectError = 0x34
        case binaryEvent = 0x35
        case binaryAcknowledgement = 0x36
    }

    private init(text: [UInt8], attachments: [[UInt8]]) {
        self.text = text
        self.attachments = attachments
        self.byteCount = attachments.reduce(text.count) { $0 + $1.count }
    }

    /// Begins a packet in a buffer that has room for the rest: brackets, quotes, comma and `room` bytes.
    private static func header(_ kind: WireKind, attachments: Int, id: Int?, room: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(room + 28)
        text.append(UInt8(ascii: "4"))
        text.append(kind.rawValue)
        if attachments > 0 {
            JSONWriter.append(attachments, to: &text)
            text.append(UInt8(ascii: "-"))
        }
        if let id { JSONWriter.append(id, to: &text) }
        return text
    }
}
