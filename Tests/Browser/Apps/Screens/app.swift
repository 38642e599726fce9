// One of everything that the page can show, for the tests that look at every screen, and for the pictures of them.
import Foundation
import Martlet

enum Mood: String, CaseIterable { case calm, merry }

struct Options: SettingsForm {
    @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5
    @Select("Model", items: ["Small": "s", "Large": "l"]) var model = "s"
    @NumberInput("Seed") var seed: Int? = nil
    @Tags("Stop words") var stop = ["END"]
    @TextInput("Name", placeholder: "Ada") var name = ""
    @RadioGroup("Mood") var mood = Mood.calm
    @MultiSelect("Moods") var moods = [Mood.merry]
    @Switch("Stream tokens") var streams = true
    @Checkbox("Remember") var remembers = true
    @DatePicker("Due") var due: CalendarDate? = nil
}

let answer = """
    ## A small plan

    Swifts[^1] sleep in the air. To count them over a garden:

    1. Take **one photograph** a second.
    2. Find the birds in each, then follow them.

    > [!TIP]
    > Count at dusk, when they fly low.

    > [!WARNING]
    > Do not point a lens at the sun.

    ```swift
    /// How many birds a flock has, from the birds of each picture.
    func estimate(_ pictures: [Int]) -> Double {
        let sum = pictures.reduce(0, +)
        return Double(sum) / Double(max(1, pictures.count))  // the mean
    }
    ```

    | Evening | Seen | Weather |
    |:--|--:|:-:|
    | Monday | 12 | clear |
    | Tuesday | 31 | clear |
    | Wednesday | 4 | rain |

    - [x] buy a tripod
    - [ ] ask the neighbours

    ![A swift](https://pictures.example/swift.jpg) More at [the society's page](https://swifts.example/).

    [^1]: *Apus apus*, which never lands but to breed.
    """

let app = ChatApp()

app.starters { _ in
    [
        Starter(label: "Count the swifts", message: "How do I count the swifts over my garden?"),
        Starter(label: "Say hello", message: "Hello!"),
    ]
}

app.onChatStart { chat in try await chat.send(Options.self) }

app.onMessage { message, chat in
    switch message.content {
    case "files":
        _ = try await chat.askForFiles("Give me a picture.", accept: .mimeTypes(["image/*"]), timeout: .seconds(120))
    case "choice":
        let actions = [Action(name: "yes", label: "Yes"), Action(name: "no", label: "No")]
        _ = try await chat.askForAction("Shall I go on?", actions: actions, timeout: .seconds(120))
    case "fail":
        throw MartletError(.internalError, "The kettle is empty; fill it.")
    case "wait":
        try await chat.step("Looking at the sky", type: .tool) { step in
            try await step.update(output: "Nothing yet.")
            try await Task.sleep(for: .seconds(120))
        }
    default:
        try await everything(chat)
    }
}

@Sendable func everything(_ chat: Chat) async throws {
    try await chat.step("Search the field notes", type: .retrieval, input: "{\"bird\": \"swift\"}") { step in
        try await step.chat.step("Read 3 pages", type: .tool) { inner in
            try await inner.update(output: "Three pages read.")
        }
        try await step.update(output: "Found **3** notes.")
    }
    let list = TaskList(status: "Counting")
    list.add("Take pictures", status: .done)
    list.add("Follow the birds", status: .running)
    try await chat.send(list)
    let rows: [[JSONValue]] = (1...15).map { [.int($0), .string("Evening \($0)"), .double(Double($0) * 1.5)] }
    try await chat.send(
        answer,
        elements: [
            .text("dusk 31\ndawn 12\n", name: "counts.txt"),
            .dataframe(DataTable(columns: ["Number", "Name", "Seen"], rows: rows), name: "evenings"),
            .file(.text("a,b\n1,2\n"), name: "counts.csv", mimeType: "text/csv"),
        ],
        actions: [Action(name: "again", label: "Count again", tooltip: "Takes a minute")]
    )
    try await chat.toast("The notes are from last summer.", .info)
}

app.onAction("again") { action, chat in try await chat.send("31 again.") }

try await app.run()
