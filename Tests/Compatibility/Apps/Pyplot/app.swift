// A chart that was drawn already; Swift has no matplotlib, so its picture stands for it.
import Foundation
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let picture = try Data(contentsOf: URL(filePath: "files/picture.png"))
    try await chat.send("Here is a chart.", elements: [.image(.data(picture), name: "plot")])
}

try await app.run()
