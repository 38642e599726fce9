/// Rows and columns, for ``Element/dataframe(_:name:display:size:)``.
public struct DataTable: Hashable, Sendable {
    /// The columns' names.
    public var columns: [String]
    /// The rows, each with one value a column.
    public var rows: [[JSONValue]]

    /// Creates a table.
    ///
    /// - Parameters:
    ///   - columns: The columns' names.
    ///   - rows: The rows, each with one value a column; missing values are shown empty.
    public init(columns: [String], rows: [[JSONValue]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The table in the layout that pandas calls "split".
    var json: JSONValue {
        let width = self.columns.count
        return [
            "index": .array(self.rows.indices.map { .int($0) }),
            "columns": .array(self.columns.map { .string($0) }),
            "data": .array(
                self.rows.map { row in
                    .array((0..<width).map { row.indices.contains($0) ? row[$0] : .null })
                }
            ),
        ]
    }
}
