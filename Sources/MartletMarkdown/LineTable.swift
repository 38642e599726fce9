/// Where the lines of a text begin, by cmark's idea of a line: ended by LF, CR, or CR LF.
struct LineTable {
    private var starts: [Int]
    /// How many lines have their end; a CR at the very end may yet get its LF and so does not count.
    let completeLines: Int

    /// Finds the lines of a slice; offsets are indices of the slice.
    init(of text: ArraySlice<UInt8>) {
        var starts = [text.startIndex]
        var complete = 0
        text.withUnsafeBufferPointer { bytes in
            for index in 0..<bytes.count where bytes[index] == 0x0A || bytes[index] == 0x0D {
                let next = index + 1
                if bytes[index] == 0x0D, next == bytes.count || bytes[next] == 0x0A { continue }
                complete += 1
                starts.append(text.startIndex + next)
            }
        }
        self.starts = starts
        self.completeLines = complete
    }

    /// The offset at which a line begins, lines counted from 1; past the end, where the text ends or nearly so.
    func offset(ofLine line: Int) -> Int {
        self.starts[min(max(line, 1), self.starts.count) - 1]
    }
}
