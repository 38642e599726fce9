import Foundation
import MartletCore
import Testing

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (1_795_442_962_123_456, "2026-11-23T14:09:22.123456Z"),
        (951_782_399_999_999, "2000-02-28T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z"), (4_102_444_800_000_000, "2100-01-01T00:00:00.000000Z"),
    ])
    func `a moment is written as ISO 8601`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).iso8601 == text)
    }

    @Test func `every day of two centuries agrees with Foundation`() {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -36_500, through: 36_500, by: 1) {
            let seconds = Int64(day) * 86_400 + 12_345
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            let written = Timestamp(microseconds: seconds * 1_000_000).iso8601
            guard written == expected.dropLast() + ".000000Z" else {
                Issue.record("\(written) is not \(expected)")
                return
            }
        }
        #expect(Timestamp(microseconds: 0) < Timestamp(microseconds: 1))
    }
}
