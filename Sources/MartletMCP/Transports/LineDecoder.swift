import NIOCore

/// Cuts what a program writes into lines, none longer than a limit.
struct LineDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    struct TooLong: Error {}

    let limit: Int
    /// How far the bytes at hand were looked through already.
    private var scanned = 0

    init(limit: Int) {
        self.limit = limit
    }

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let view = buffer.readableBytesView
        let start = view.index(view.startIndex, offsetBy: self.scanned)
        guard let newline = view[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            self.scanned = view.count
            guard view.count <= self.limit else { throw TooLong() }
            return .needMoreData
        }
        let length = view.distance(from: view.startIndex, to: newline)
        self.scanned = 0
        guard length <= self.limit, let line = buffer.readSlice(length: length) else { throw TooLong() }
        buffer.moveReaderIndex(forwardBy: 1)
        context.fireChannelRead(self.wrapInboundOut(line))
        return .continue
    }

    mutating func decodeLast(
        context: ChannelHandlerContext,
        buffer: inout ByteBuffer,
        seenEOF: Bool
    ) throws -> DecodingState {
        // What has no line break at its end is half a message.
        try self.decode(context: context, buffer: &buffer)
    }
}
