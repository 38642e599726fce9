internal import NIOCore
internal import NIOWebSocket

/// A rule of RFC 6455 that the peer broke, as the code to close with.
struct WebSocketViolation: Error {
    let code: WebSocketErrorCode
}

/// Checks a client's WebSocket frames and puts the fragments of a message together.
struct WebSocketMessageAssembler {
    enum Message {
        case text([UInt8])
        case binary([UInt8])
    }

    private let maximumBytes: Int
    private var opcode: WebSocketOpcode?
    private var bytes: [UInt8] = []

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Checks what every frame of a client must obey.
    static func check(_ frame: WebSocketFrame) throws(WebSocketViolation) {
        guard frame.reservedBits.isEmpty, frame.maskKey != nil else { throw WebSocketViolation(code: .protocolError) }
        switch frame.opcode {
        case .text, .binary, .continuation, .ping, .pong, .connectionClose: return
        default: throw WebSocketViolation(code: .protocolError)
        }
    }

    /// Takes a data frame and returns the message once it is whole.
    mutating func receive(_ frame: WebSocketFrame) throws(WebSocketViolation) -> Message? {
        switch (frame.opcode, self.opcode) {
        case (.text, nil), (.binary, nil): self.opcode = frame.opcode
        case (.continuation, .some): break
        default: throw WebSocketViolation(code: .protocolError)
        }
        guard self.bytes.count + frame.length <= self.maximumBytes else {
            throw WebSocketViolation(code: .messageTooLarge)
        }
        Self.append(frame, to: &self.bytes)
        guard frame.fin else { return nil }
        defer {
            self.bytes = []
            self.opcode = nil
        }
        return self.opcode == .text ? .text(self.bytes) : .binary(self.bytes)
    }

    /// The payload of a control frame without its mask.
    static func payload(of frame: WebSocketFrame) -> [UInt8] {
        var bytes: [UInt8] = []
        Self.append(frame, to: &bytes)
        return bytes
    }

    /// Takes the mask off while copying, so that the payload is walked once.
    private static func append(_ frame: WebSocketFrame, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: frame.data.readableBytesView)
        guard let key = frame.maskKey else { return }
        let mask = (key[0], key[1], key[2], key[3])
        bytes.withUnsafeMutableBufferPointer { buffer in
            var index = start
            while index + 4 <= buffer.count {
                buffer[index] ^= mask.0
                buffer[index + 1] ^= mask.1
                buffer[index + 2] ^= mask.2
                buffer[index + 3] ^= mask.3
                index += 4
            }
            while index < buffer.count {
                buffer[index] ^= key[(index - start) & 3]
                index += 1
            }
        }
    }
}
