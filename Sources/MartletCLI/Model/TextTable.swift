/// Columns of text, as wide as their widest cell.
struct TextTable {
    let header: [String]
    let rows: [[String]]
    /// The columns whose cells stand at the right.
    var rightAligned: Set<Int> = []

    /// The table's lines, without white space at their ends.
    var text: String {
        let lines = [self.header] + self.rows
        let widths = self.header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { cells in
            var line = cells.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return self.rightAligned.contains(column) ? gap + cell : cell + gap
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}
