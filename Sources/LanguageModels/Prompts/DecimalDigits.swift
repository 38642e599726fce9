import Foundation

/// The decimal digits of a finite number's magnitude and where its point lies: 0.25 is `25` with the point at 0.
struct DecimalDigits {
    /// The significant digits without leading zeros; `0` for zero.
    let digits: [UInt8]
    /// How many digits stand before the point; negative when zeros follow the point first.
    let point: Int

    /// The fewest digits that read back as the same number.
    ///
    /// - Parameter number: A finite number; its sign is ignored.
    init(shortest number: Double) {
        self.init(scientific: Array(number.magnitude.description.utf8))
    }

    /// A given count of digits, correctly rounded.
    ///
    /// - Parameters:
    ///   - number: A finite number; its sign is ignored.
    ///   - count: How many digits, at least 1.
    ///   - keepsZeros: Whether zeros at the end stay.
    init(_ number: Double, count: Int, keepsZeros: Bool) {
        self.init(scientific: Array(cFormat("%.*e", count - 1, number.magnitude).utf8), keepsZeros: keepsZeros)
    }

    /// Reads `12.5`, `1e-05` or `1.25e+20`.
    private init(scientific text: [UInt8], keepsZeros: Bool = false) {
        let parts = text.split(separator: UInt8(ascii: "e"))
        let exponent = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) ?? 0 : 0
        let mantissa = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        var digits = Array(mantissa.joined())
        var point = mantissa[0].count + exponent
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        if zeros == digits.count {
            self.digits = keepsZeros ? digits : [UInt8(ascii: "0")]
            self.point = 1
            return
        }
        digits.removeFirst(zeros)
        point -= zeros
        while !keepsZeros, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        self.digits = digits
        self.point = point
    }

    /// Writes the digits the way Python's float formatting does.
    ///
    /// - Parameters:
    ///   - limit: With more digits than this before the point, or four zeros after it, an exponent is written.
    ///   - minimumFraction: How many digits follow the point at least when no exponent is written.
    ///   - keepsPoint: Whether the point stays when no digit follows it.
    /// - Returns: The text, without a sign.
    func layout(exponentBeyond limit: Int, minimumFraction: Int, keepsPoint: Bool = false) -> String {
        if self.point <= -4 || self.point > limit {
            let exponent = self.point - 1
            let fraction = self.digits.dropFirst()
            let magnitude = String(exponent.magnitude)
            return String(decoding: self.digits.prefix(1), as: UTF8.self)
                + (fraction.isEmpty && !keepsPoint ? "" : "." + String(decoding: fraction, as: UTF8.self))
                + (exponent < 0 ? "e-" : "e+") + (magnitude.count < 2 ? "0" : "") + magnitude
        }
        let zero = UInt8(ascii: "0")
        var whole = Array(self.digits.prefix(max(0, self.point)))
        whole += Array(repeating: zero, count: max(0, self.point - self.digits.count))
        var fraction = Array(repeating: zero, count: max(0, -self.point)) + self.digits.dropFirst(max(0, self.point))
        fraction += Array(repeating: zero, count: max(0, minimumFraction - fraction.count))
        return (whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self))
            + (fraction.isEmpty && !keepsPoint ? "" : "." + String(decoding: fraction, as: UTF8.self))
    }
}

/// Formats a number with C's `printf`, whose digits are exact at any precision.
///
/// - Parameters:
///   - format: A format with one `*` precision and one floating-point conversion.
///   - precision: The precision.
///   - number: The number.
/// - Returns: The text.
func cFormat(_ format: String, _ precision: Int, _ number: Double) -> String {
    withVaList([Int32(precision), number]) { arguments in
        // A double has at most 309 digits before the point.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: precision + 340) { buffer in
            vsnprintf(buffer.baseAddress!, buffer.count, format, arguments)
            return String(cString: buffer.baseAddress!)
        }
    }
}
