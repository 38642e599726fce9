// Everything that can stand beside the text of a message, and texts to listen to; a person asks for each by its name.
import Martlet

/// A table of 120 rows, the last of which has the lowest score.
let people = DataTable(
    columns: ["Name", "Score"],
    rows: (0..<120).map { [.string("Person \($0)"), .int(120 - $0)] }
)

let bars: JSONValue = [
    "data": [
        ["type": "bar", "name": "north", "x": ["a", "b"], "y": [1, 3]],
        ["type": "bar", "name": "south", "x": ["a", "b"], "y": [2, 2]],
    ],
    "layout": [
        "title": ["text": "Grouped bars"], "xaxis": ["title": ["text": "Place"]], "yaxis": ["title": ["text": "Count"]],
    ],
]
let lines: JSONValue = ["data": [["type": "scatter", "mode": "lines+markers", "x": [1, 2, 3], "y": [2, 1, 4]]]]
let pie: JSONValue = ["data": [["type": "pie", "labels": ["a", "b"], "values": [3, 1]]]]
let histogram: JSONValue = ["data": [["type": "histogram", "x": [1, 2, 2, 3, 3, 3, 9]]]]
let heat: JSONValue = ["data": [["type": "heatmap", "z": [[1, 2], [3, 4]]]]]
let box: JSONValue = ["data": [["type": "box", "y": [1, 2, 3, 4, 20]]]]
let surface: JSONValue = ["data": [["type": "surface", "z": [[1, 2], [3, 4]]]]]

let app = ChatApp()

app.onMessage { message, chat in
    switch message.content {
    case "images":
        try await chat.send(
            "Two pictures.",
            elements: [
                .image(.path("files/picture.png"), name: "first"),
                .image(.path("files/picture.png"), name: "second", size: .small),
            ]
        )
    case "media":
        try await chat.send(
            "To read, to hear, and a film that is none.",
            elements: [
                .pdf(.path("files/document.pdf"), name: "paper", page: 2),
                .audio(.path("files/tone.wav"), name: "tone"),
                .video(.path("files/picture.png"), name: "broken film"),
            ]
        )
    case "files":
        try await chat.send(
            "Files and texts.",
            elements: [
                .file(.path("files/document.pdf"), name: "document.pdf"),
                .text("let answer = 42", name: "code", language: "swift"),
                .text("Plain **words**.", name: "words"),
            ]
        )
    case "table": try await chat.send("A table.", elements: [.dataframe(people, name: "people")])
    case "charts":
        try await chat.send(
            "Charts.",
            elements: [
                .plotly(bars, name: "bars"), .plotly(lines, name: "lines"), .plotly(pie, name: "pie"),
                .plotly(histogram, name: "histogram"), .plotly(heat, name: "heat"), .plotly(box, name: "box"),
                .plotly(surface, name: "surface"),
            ]
        )
    case "side":
        try await chat.send(
            "Read the side text, not sidelined text. A second mention of side text.",
            elements: [.text("It stands at the side.", name: "side text", display: .side)]
        )
    case "page":
        try await chat.send(
            "Read the page text.",
            elements: [
                .text("It has a page of its own.", name: "page text", display: .page),
                .text("Nobody speaks of it.", name: "unmentioned", display: .page),
            ]
        )
    case "sidebar":
        try await chat.sidebar.setTitle("Shelf")
        try await chat.sidebar.setElements([.text("One.", name: "one"), .text("Two.", name: "two")], key: "shelf")
        try await chat.send("Opened.")
    case "close sidebar":
        try await chat.sidebar.close()
        try await chat.send("Closed.")
    case "custom":
        try await chat.send(
            "Made by the app.",
            elements: [
                .custom(name: "Counter", props: ["count": 1]), .custom(name: "Clock", props: ["time": "noon"]),
                .custom(name: "Missing"),
            ]
        )
    case "custom side":
        try await chat.send(
            "Count at the side with the Counter.",
            elements: [.custom(name: "Counter", props: ["count": 1], display: .side)]
        )
    case "custom page":
        try await chat.send(
            "Count on a page with the Counter.",
            elements: [.custom(name: "Counter", props: ["count": 1], display: .page)]
        )
    case "custom sidebar":
        try await chat.sidebar.setTitle("Shelf")
        try await chat.sidebar.setElements([.custom(name: "Counter", props: ["count": 1])], key: "counter")
        try await chat.send("Opened.")
    case "think":
        let answer = try await chat.send("Thinking…")
        try await Task.sleep(for: .seconds(2))
        try await answer.update(content: "The answer. It is short.")
    case "think aloud":
        let answer = try await chat.send("Thinking…")
        try await Task.sleep(for: .seconds(2))
        try await answer.stream("The answer. ", replacing: true)
        try await answer.stream("It is short.")
        try await answer.finish()
    case "sentences":
        let answer = chat.message()
        for number in 1...30 {
            try await answer.stream("Sentence \(number). ")
            try await Task.sleep(for: .milliseconds(200))
        }
        try await answer.finish()
    case "ticket":
        let answer = try await chat.askForElement("Describe it.", element: .custom(name: "Ticket"))
        let isSubmitted = answer?["submitted"] == true
        try await chat.send(isSubmitted ? "Filed: \(answer?["title"]?.stringValue ?? "")" : "No ticket.")
    case "elsewhere":
        try await chat.send(
            "They lie elsewhere.",
            elements: [.text(.url("https://files.example/notes.txt"), name: "notes")]
        )
    case "hostile":
        try await chat.send(
            "Nothing runs.",
            elements: [
                .image(.url("javascript:window.ran = 1"), name: "<img src=x onerror=window.ran=1>"),
                .file(.url("javascript:window.ran = 1"), name: "script"),
                .pdf(.url("data:text/html,<script>parent.ran=1</script>"), name: "paper"),
                .custom(name: "..%2Fevil"),
            ]
        )
    default: try await chat.send("You said: \(message.content)")
    }
}

app.onAction("tell") { action, chat in
    try await chat.send("The count is \(action.payload["count"]?.intValue ?? 0).")
}

try await app.run()
