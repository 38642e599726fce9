/// Tells whether bytes from a peer are UTF-8, without a string where they are plain ASCII.
public enum UTF8Check {
    /// Returns whether `bytes` are well-formed UTF-8.
    ///
    /// - Parameter bytes: The text to look at.
    /// - Returns: `true` if every sequence is well-formed.
    public static func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            let raw = UnsafeRawBufferPointer(buffer)
            var index = 0
            while index + 8 <= raw.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                index += 8
            }
            guard index < raw.count else { return true }
            return String(validating: buffer[index...], as: UTF8.self) != nil
        }
    }
}
