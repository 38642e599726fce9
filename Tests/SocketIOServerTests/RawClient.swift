import Dispatch
import Foundation

/// Calls the system's `send`, which the client's own methods of that name would hide, without a signal on a broken pipe.
private func transmit(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if os(Linux)
        send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #else
        send(descriptor, bytes.baseAddress, bytes.count, 0)
    #endif
}

/// A plain TCP client that speaks just enough HTTP and WebSocket to say things that a good client never would.
///
/// Its calls block, so they run on a queue of their own and never on Swift's shared threads.
final class RawClient: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    struct Frame: Sendable, Equatable {
        var opcode: UInt8
        var payload: [UInt8]

        var text: String { String(decoding: self.payload, as: UTF8.self) }
        var closeCode: Int { self.payload.count >= 2 ? Int(self.payload[0]) << 8 | Int(self.payload[1]) : 0 }
    }

    /// What has been received and not read yet.
    ///
    /// `@unchecked`: only touched on the client's serial queue.
    private final class Buffer: @unchecked Sendable {
        var bytes: [UInt8] = []
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "raw-client")
    private let buffer = Buffer()

    init(port: Int) throws {
        #if os(Linux)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        self.descriptor = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        // Ends a test that waits in vain; long, since a busy machine may well be slow.
        var timeout = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "connecting to port \(port) failed with \(errno)") }
    }

    deinit {
        close(self.descriptor)
    }

    // MARK: HTTP

    func request(
        _ method: String = "GET",
        _ path: String,
        headers: [String] = [],
        body: String = ""
    ) async throws -> Answer {
        try await self.sendRequest(method, path, headers: headers, body: body)
        return try await self.answer()
    }

    func sendRequest(_ method: String, _ path: String, headers: [String] = [], body: String = "") async throws {
        var head = ["\(method) \(path) HTTP/1.1", "Host: localhost:1234"] + headers
        if method == "POST" { head.append("Content-Length: \(body.utf8.count)") }
        try await self.send(Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }

    func answer() async throws -> Answer {
        try await self.run { client in
            let head = try client.readLines()
            let status = Int(head[0].split(separator: " ")[1]) ?? 0
            var headers: [String: String] = [:]
            for line in head.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
            let body = try client.read(Int(headers["content-length"] ?? "0") ?? 0)
            return Answer(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
        }
    }

    /// Asks for an upgrade and returns the answer, 101 when it was granted.
    func upgrade(_ path: String, headers: [String] = []) async throws -> Answer {
        try await self.request(
            path: path,
            headers: [
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ] + headers
        )
    }

    private func request(path: String, headers: [String]) async throws -> Answer {
        try await self.request("GET", path, headers: headers)
    }

    // MARK: WebSocket

    func send(text: String) async throws {
        try await self.sendFrame(1, Array(text.utf8))
    }

    func send(binary: [UInt8]) async throws {
        try await self.sendFrame(2, binary)
    }

    func sendFrame(
        _ opcode: UInt8,
        _ payload: [UInt8],
        isFinal: Bool = true,
        isMasked: Bool = true,
        reserved: UInt8 = 0
    ) async throws {
        try await self.send(
            Self.encode(opcode, payload, isFinal: isFinal, isMasked: isMasked, reserved: reserved)
        )
    }

    /// Sends the same frame again and again, many in one write.
    func sendFrames(_ opcode: UInt8, _ payload: [UInt8], count: Int) async throws {
        let frame = Self.encode(opcode, payload, isFinal: true, isMasked: true, reserved: 0)
        let batch = Array(repeating: frame, count: 100).flatMap { $0 }
        for _ in 0..<(count / 100) { try await self.send(batch) }
    }

    private static func encode(
        _ opcode: UInt8,
        _ payload: [UInt8],
        isFinal: Bool,
        isMasked: Bool,
        reserved: UInt8
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved | opcode]
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ...125: bytes.append(maskBit | UInt8(payload.count))
        case ...0xFFFF: bytes += [maskBit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [maskBit | 127] + (0..<8).reversed().map { UInt8(payload.count >> ($0 * 8) & 255) }
        }
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        if isMasked { bytes += key }
        bytes += isMasked ? payload.enumerated().map { $0.element ^ key[$0.offset & 3] } : payload
        return bytes
    }

    func frame() async throws -> Frame {
        try await self.run { client in
            let head = try client.read(2)
            guard head[1] & 0x80 == 0 else { throw Failure(description: "the server masks its frames") }
            guard head[0] & 0xF0 == 0x80 else { throw Failure(description: "the frame is fragmented or reserved") }
            var length = Int(head[1])
            if length == 126 { length = try client.read(2).reduce(0) { $0 << 8 | Int($1) } }
            if length == 127 { length = try client.read(8).reduce(0) { $0 << 8 | Int($1) } }
            return Frame(opcode: head[0] & 15, payload: try client.read(length))
        }
    }

    func text() async throws -> String {
        try await self.frame().text
    }

    /// Reads frames until the server closes, and returns the code it closed with, 0 without a close frame.
    func closeCode() async throws -> Int {
        while true {
            do {
                let frame = try await self.frame()
                if frame.opcode == 8 { return frame.closeCode }
            } catch is EndOfStream {
                return 0
            }
        }
    }

    struct EndOfStream: Error {}

    // MARK: Bytes

    func send(_ bytes: [UInt8]) async throws {
        try await self.run { client in
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes { transmit(client.descriptor, $0) }
                guard count > 0 else { throw Failure(description: "sending failed with \(errno)") }
                sent += count
            }
        }
    }

    func disconnect() {
        shutdown(self.descriptor, Int32(SHUT_RDWR))
    }

    private func run<Value: Sendable>(_ body: @escaping @Sendable (RawClient) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            self.queue.async { continuation.resume(with: Result { try body(self) }) }
        }
    }

    private func readLines() throws -> [String] {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let index = self.buffer.bytes.indices.first(where: { self.buffer.bytes[$0...].starts(with: end) }) {
                let head = String(decoding: self.buffer.bytes[..<index], as: UTF8.self)
                self.buffer.bytes.removeFirst(index + 4)
                return head.components(separatedBy: "\r\n")
            }
            try self.receive()
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        while self.buffer.bytes.count < count { try self.receive() }
        defer { self.buffer.bytes.removeFirst(count) }
        return Array(self.buffer.bytes.prefix(count))
    }

    private func receive() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(self.descriptor, &chunk, chunk.count, 0)
        if count == 0 { throw EndOfStream() }
        guard count > 0 else { throw Failure(description: "receiving failed with \(errno)") }
        self.buffer.bytes += chunk.prefix(count)
    }
}
