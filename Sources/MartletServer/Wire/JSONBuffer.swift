package import MartletCore

/// Writes JSON straight into bytes, in the order of the calls, with commas where they belong.
package struct JSONBuffer {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    /// The JSON of one object.
    package static func object(_ members: (inout JSONBuffer) -> Void) -> [UInt8] {
        var buffer = JSONBuffer()
        buffer.object(members)
        return buffer.bytes
    }

    package mutating func object(_ members: (inout JSONBuffer) -> Void) {
        self.open("{")
        members(&self)
        self.close("}")
    }

    package mutating func array(_ elements: (inout JSONBuffer) -> Void) {
        self.open("[")
        elements(&self)
        self.close("]")
    }

    package mutating func key(_ name: String) {
        self.string(name)
        self.bytes.append(UInt8(ascii: ":"))
        self.needsComma = false
    }

    package mutating func string(_ value: String) {
        self.separate()
        var value = value
        self.bytes.append(UInt8(ascii: "\""))
        value.withUTF8 { self.escape($0) }
        self.bytes.append(UInt8(ascii: "\""))
    }

    package mutating func null() {
        self.raw("null")
    }

    package mutating func bool(_ value: Bool) {
        self.raw(value ? "true" : "false")
    }

    package mutating func int(_ value: Int) {
        self.raw(String(value))
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: self.null()
        case .bool(let value): self.bool(value)
        case .int(let value): self.int(value)
        // JSON has no word for infinities and the like.
        case .double(let value): self.raw(value.isFinite ? "\(value)" : "null")
        case .string(let value): self.string(value)
        case .array(let values):
            self.array { buffer in
                for value in values { buffer.value(value) }
            }
        case .object(let members):
            self.object { buffer in
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    buffer.key(name)
                    buffer.value(value)
                }
            }
        }
    }

    private mutating func raw(_ text: String) {
        self.separate()
        self.bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if self.needsComma {
            self.bytes.append(UInt8(ascii: ","))
        }
        self.needsComma = true
    }

    private mutating func open(_ bracket: Unicode.Scalar) {
        self.separate()
        self.bytes.append(UInt8(ascii: bracket))
        self.needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        self.bytes.append(UInt8(ascii: bracket))
        self.needsComma = true
    }

    private mutating func escape(_ utf8: UnsafeBufferPointer<UInt8>) {
        var plainStart = 0
        for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            self.bytes.append(contentsOf: utf8[plainStart..<index])
            plainStart = index + 1
            self.bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\n"): self.bytes.append(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): self.bytes.append(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): self.bytes.append(UInt8(ascii: "t"))
            case 0x22, 0x5C: self.bytes.append(byte)
            default:
                let hexadecimal = String(byte, radix: 16)
                self.bytes.append(contentsOf: (hexadecimal.utf8.count == 1 ? "u000" : "u00").utf8)
                self.bytes.append(contentsOf: hexadecimal.utf8)
            }
        }
        self.bytes.append(contentsOf: utf8[plainStart...])
    }
}

extension JSONBuffer {
    package mutating func member(_ name: String, _ value: String) {
        self.key(name)
        self.string(value)
    }

    package mutating func member(_ name: String, _ value: String?) {
        self.key(name)
        if let value { self.string(value) } else { self.null() }
    }

    package mutating func member(_ name: String, _ value: Bool) {
        self.key(name)
        self.bool(value)
    }

    package mutating func member(_ name: String, _ value: Int) {
        self.key(name)
        self.int(value)
    }

    package mutating func member(_ name: String, _ value: JSONValue) {
        self.key(name)
        self.value(value)
    }

    package mutating func member(_ name: String, _ values: [String]) {
        self.key(name)
        self.array { buffer in
            for value in values { buffer.string(value) }
        }
    }
}
