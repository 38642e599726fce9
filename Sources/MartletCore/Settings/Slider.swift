/// A number between two bounds, moved in steps.
///
/// Chainlit: `cl.input_widget.Slider`.
public struct Slider: SettingsWidget {
    /// The widget's kind on the wire.
    public static let type = "slider"
    /// The name under which its value is found.
    public let id: String
    /// What the person reads beside it.
    public let label: String
    /// The value it begins with.
    public let initial: Double
    /// The bounds, both included.
    public let range: ClosedRange<Double>
    /// How far one step moves.
    public let step: Double
    /// A short help text on hover.
    public let tooltip: String?
    /// A longer help text under the label.
    public let description: String?
    /// Whether it is shown but cannot be changed.
    public let isDisabled: Bool

    /// Creates a slider.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The value it begins with.
    ///   - range: The bounds, both included; by default 0 to 10.
    ///   - step: How far one step moves, above 0; by default 1.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: Double,
        in range: ClosedRange<Double> = 0...10,
        step: Double = 1,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.id = id
        self.label = label
        self.initial = initial
        self.range = range
        self.step = step
        self.tooltip = tooltip
        self.description = description
        self.isDisabled = isDisabled
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { Self.number(self.initial) }

    /// Bounds and step under Chainlit's names.
    public var attributes: [String: JSONValue] {
        [
            "min": Self.number(self.range.lowerBound), "max": Self.number(self.range.upperBound),
            "step": Self.number(self.step),
        ]
    }

    /// Checks that a value is a number within the bounds.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The number.
    /// - Throws: A ``MartletError`` that names the slider, the value and the bounds.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard let number = value.doubleValue, self.range.contains(number) else {
            let bounds = "\(Self.number(self.range.lowerBound)) to \(Self.number(self.range.upperBound))"
            throw self.refused(value, expected: "a number from \(bounds)")
        }
        return Self.number(number)
    }

    /// Whole numbers lose their ".0", so that 50 reads as 50 everywhere.
    private static func number(_ value: Double) -> JSONValue {
        Int(exactly: value).map(JSONValue.int) ?? .double(value)
    }
}
