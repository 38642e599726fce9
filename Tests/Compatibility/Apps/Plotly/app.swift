// A chart that the page draws.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let figure: JSONValue = [
        "data": [["type": "bar", "x": ["a", "b", "c"], "y": [1, 3, 2]]],
        "layout": ["title": ["text": "Three bars"]],
    ]
    try await chat.send("Here is a chart.", elements: [.plotly(figure, name: "chart")])
}

try await app.run()
