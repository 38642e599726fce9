internal import NIOCore
internal import NIOWebSocket

extension ByteBuffer {
    /// Appends one unmasked, unfragmented frame, as a server sends it.
    mutating func writeWebSocketFrame(_ opcode: WebSocketOpcode, _ payload: [UInt8]) {
        self.writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch payload.count {
        case ...125: self.writeInteger(UInt8(payload.count))
        case ...0xFFFF:
            self.writeInteger(UInt8(126))
            self.writeInteger(UInt16(payload.count))
        default:
            self.writeInteger(UInt8(127))
            self.writeInteger(UInt64(payload.count))
        }
        self.writeBytes(payload)
    }
}
