/// One drawing of a progress bar: pure text from numbers and a width.
struct ProgressLine: Hashable, Sendable {
    let label: String
    var fraction: Double?
    var bytes: Int64?
    var totalBytes: Int64?
    var bytesPerSecond: Double?

    init(label: String) {
        self.label = String(
            label.unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control ? "?" : Character(scalar)
            }
        )
    }

    /// The line, never wider than the terminal less one column, so that it does not wrap.
    func text(width: Int) -> String {
        let room = max(width - 1, 0)
        var tail = self.numbers
        let percent = self.fraction.map { Self.padded("\(Int(($0 * 100).rounded(.down)))%", to: 4) }
        let fixed = (percent.map { $0.count + 1 } ?? 0) + (tail.isEmpty ? 0 : tail.count + 1)

        // The label may take half of the line, the bar gets what then remains.
        let label = Self.shortened(self.label, to: max(room / 2, room - fixed - 30))
        var parts = [label]
        if let percent, let fraction = self.fraction {
            let barWidth = min(room - label.count - fixed - 1, 40)
            if barWidth >= 8 {
                parts.append(Self.bar(fraction, width: barWidth))
            }
            parts.append(percent)
        }
        if parts.reduce(parts.count - 1, { $0 + $1.count }) + tail.count + 1 > room {
            tail = ""
        }
        if !tail.isEmpty {
            parts.append(tail)
        }
        return String(parts.joined(separator: " ").prefix(room))
    }

    private var numbers: String {
        guard let bytes = self.bytes else { return "" }
        var text = ByteCount.text(bytes)
        if let totalBytes = self.totalBytes {
            text += " of \(ByteCount.text(totalBytes))"
        }
        if let rate = self.bytesPerSecond, rate.isFinite, rate >= 1 {
            text += ", \(ByteCount.text(Int64(min(rate, 1e15))))/s"
            if let totalBytes = self.totalBytes, totalBytes > bytes {
                text += ", \(Self.time(seconds: Double(totalBytes - bytes) / rate)) left"
            }
        }
        return text
    }

    private static func bar(_ fraction: Double, width: Int) -> String {
        let inner = width - 2
        let full = Int((fraction * Double(inner)).rounded(.down))
        let head = full < inner ? ">" : ""
        return "[" + String(repeating: "=", count: full) + head
            + String(repeating: " ", count: max(inner - full - head.count, 0)) + "]"
    }

    /// Keeps both ends of a long name: its beginning says which model, its end which quantisation.
    private static func shortened(_ text: String, to width: Int) -> String {
        guard text.count > width else { return text }
        guard width > 3 else { return String(text.prefix(max(width, 0))) }
        let head = (width - 3) / 2
        return text.prefix(head) + "..." + text.suffix(width - 3 - head)
    }

    private static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    static func time(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 360_000 else { return "over 99 h" }
        let whole = Int(seconds.rounded(.up))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }
}
