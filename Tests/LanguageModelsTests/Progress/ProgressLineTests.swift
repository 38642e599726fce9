import Testing

@testable import LanguageModels

@Suite struct ProgressLineTests {
    @Test(arguments: [
        (Int64(0), "0 B"), (999, "999 B"), (1000, "1.0 kB"), (12_345, "12.3 kB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (4_140_000_000, "4.1 GB"), (-2_500, "-2.5 kB"), (.max, "9.2 EB"), (.min, "-9.2 EB"),
    ])
    func `a byte count is shown in its fitting unit`(bytes: Int64, text: String) {
        #expect(ByteCount.text(bytes) == text)
    }

    @Test func `a line shows label, bar, percentage, bytes, speed and time left`() {
        var line = ProgressLine(label: "model.gguf")
        line.fraction = 0.5
        line.bytes = 50_000_000
        line.totalBytes = 100_000_000
        line.bytesPerSecond = 10_000_000
        #expect(
            line.text(width: 100)
                == "model.gguf [===================>                  ]  50% 50.0 MB of 100.0 MB, 10.0 MB/s, 0:05 left"
        )
    }

    @Test(arguments: [1, 2, 10, 20, 39, 40, 60, 80, 81, 200])
    func `a line never reaches the terminal's last column`(width: Int) {
        var line = ProgressLine(label: "a-model-with-a-really-long-name-and-its-quantisation.Q4_K_M.gguf")
        line.fraction = 0.25
        line.bytes = 123_456_789
        line.totalBytes = 987_654_321
        line.bytesPerSecond = 1_234_567
        #expect(line.text(width: width).count < max(width, 1) || width == 1)
        #expect(line.text(width: width).count <= max(width - 1, 0))
    }

    @Test func `control characters in a label never reach the terminal`() {
        let line = ProgressLine(label: "evil\u{1B}[2J\r\nname")
        #expect(line.text(width: 80) == "evil?[2J??name")
    }

    @Test(arguments: [
        (0.0, "0:00"), (59.2, "1:00"), (61, "1:01"), (3_725, "1:02:05"), (400_000, "over 99 h"),
        (.infinity, "over 99 h"), (.nan, "over 99 h"),
    ])
    func `a time is shown in hours, minutes and seconds`(seconds: Double, text: String) {
        #expect(ProgressLine.time(seconds: seconds) == text)
    }
}
