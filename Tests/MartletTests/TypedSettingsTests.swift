import Martlet
import Testing

/// That an author needs no other import than Martlet for each kind of widget.
private struct Options: SettingsForm {
    enum Mood: String, CaseIterable { case calm, merry }

    @Slider("Temperature", in: 0...2, step: 0.1) var temperature = 0.5
    @Switch("Stream tokens") var streaming = true
    @Checkbox("Remember") var remembers = true
    @Select("Model", items: ["Small": "s", "Large": "l"]) var model = "s"
    @RadioGroup("Mood") var mood = Mood.calm
    @MultiSelect("Moods") var moods = [Mood.merry]
    @TextInput("Name") var name = "Ada"
    @NumberInput("Seed") var seed: Int? = nil
    @Tags("Stop words") var stop = ["END"]
    @DatePicker("Due") var due: CalendarDate? = nil
}

struct TypedSettingsTests {
    @Test func `every widget is a property wrapper and a value`() throws {
        let panel = ChatSettings {
            Tab(id: "all", label: "All") {
                Slider(id: "a", label: "A", initial: 50, in: 0...100, step: 1)
                Switch(id: "b", label: "B", initial: true)
                Checkbox(id: "c", label: "C")
                Select(id: "d", label: "D", values: ["x"], initialIndex: 0)
                RadioGroup(id: "e", label: "E", items: ["X": "x"])
                MultiSelect(id: "f", label: "F", values: ["x"])
                TextInput(id: "g", label: "G")
                NumberInput(id: "h", label: "H", initial: 3)
                Tags(id: "i", label: "I")
                DatePicker(id: "j", label: "J", initialRange: nil)
            }
        }
        #expect(panel.initialValues.all.count == 10)
        #expect(Options().panel.widgets.count == 10)
        let options = try Options(SettingsValues(Options().values.all.merging(["mood": "merry"]) { $1 }))
        #expect(options.mood == .merry && options.name == "Ada" && options.temperature == 0.5)
    }
}
