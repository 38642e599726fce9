import Foundation

/// Compares lists of tokens from their beginning.
enum TokenPrefix {
    /// How many tokens two lists have in common at their beginning.
    ///
    /// - Parameters:
    ///   - left: One list.
    ///   - right: The other one.
    ///   - limit: How many tokens to look at.
    /// - Returns: A number from 0 to the limit.
    static func commonLength(_ left: [Int32], _ right: [Int32], limit: Int = .max) -> Int {
        let length = min(left.count, right.count, limit)
        guard length > 0 else { return 0 }
        return left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
                // Whole blocks at once: long prompts have long beginnings in common.
                var position = 0
                let block = 64
                while position + block <= length,
                    memcmp(first + position, second + position, block * MemoryLayout<Int32>.stride) == 0
                {
                    position += block
                }
                while position < length, first[position] == second[position] { position += 1 }
                return position
            }
        }
    }
}
