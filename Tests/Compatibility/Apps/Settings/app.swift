// Every kind of setting, from a type; each change is answered with what it has become.
import Martlet

enum Mood: String, CaseIterable { case calm, merry }

struct Model: SettingsForm {
    @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5
    @Slider("Top K", in: 0...100) var topK = 50
    @Select("Model", items: ["Small": "s", "Large": "l"]) var model = "s"
    @NumberInput("Seed") var seed: Int? = nil
    @Tags("Stop words") var stop = ["END"]
}

struct Person: SettingsForm {
    @TextInput("Name", placeholder: "Ada") var name = ""
    @TextInput("About", isMultiline: true) var about: String? = nil
    @RadioGroup("Mood") var mood = Mood.calm
    @MultiSelect("Moods") var moods = [Mood.merry]
    @Switch("Loud") var isLoud = false
    @Checkbox("Remember") var remembers = true
    @DatePicker("Due", minDate: "2026-05-01", maxDate: "2026-05-31") var due: CalendarDate? = nil
    @DatePicker("Trip") var trip: ClosedRange<CalendarDate>? = nil
}

struct Options: SettingsForm {
    @Tab("Model") var model = Model()
    @Tab("Person") var person = Person()

    var summary: String {
        let person = self.person
        let days = person.trip.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "no trip"
        return "\(self.model.topK) \(self.model.seed ?? 0) \(person.name) \(person.mood) "
            + "\(person.due?.description ?? "never") \(days)"
    }
}

let app = ChatApp()

app.onChatStart { chat in try await chat.send(Options.self) }
app.onSettingsUpdate(Options.self) { options, chat in try await chat.send("Update: \(options.summary)") }
app.onSettingsEdit(Options.self) { options, chat in try await chat.send("Edit: \(options.summary)") }

try await app.run()
