// A table of fifteen rows.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let rows: [[JSONValue]] = (1...15).map { [.int($0), .string("Person \($0)"), .double(Double($0) * 1.5)] }
    let table = DataTable(columns: ["Number", "Name", "Score"], rows: rows)
    try await chat.send("Here is a table.", elements: [.dataframe(table, name: "people")])
}

try await app.run()
