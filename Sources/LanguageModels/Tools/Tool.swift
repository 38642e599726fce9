/// Something that a model can have done: look up, compute, act.
///
/// FoundationModels: `Tool`.
///
/// ```swift
/// struct WeatherTool: Tool {
///     struct Arguments: Generable {
///         var city: String
///         var days: Int?
///     }
///     let name = "get_weather"
///     let description = "Tells the weather of a city for the coming days."
///
///     func call(arguments: Arguments) async throws -> String {
///         try await forecast(arguments.city, days: arguments.days ?? 1)
///     }
/// }
/// let session = LanguageModelSession(model: model, tools: [WeatherTool()])
/// ```
public protocol Tool: Sendable {
    /// What the tool is given.
    associatedtype Arguments: Decodable

    /// The tool's name; letters, digits, `_` and `-`, at most 64.
    var name: String { get }
    /// What the tool does and when to use it, for the model.
    var description: String { get }
    /// The schema of its arguments, an object; by default that of its `Arguments`.
    var parameters: JSONSchema { get throws(LanguageModelError) }

    /// Does it.
    ///
    /// - Parameter arguments: What the model asks for; they fit the schema where the model runs in this process, and
    ///   should be checked in any case.
    /// - Returns: The result, for the model.
    /// - Throws: What went wrong; the model is told of it.
    func call(arguments: Arguments) async throws -> String
}

extension Tool {
    /// The schema that ``JSONSchema/init(describing:)`` derives from the arguments' type.
    public var parameters: JSONSchema {
        get throws(LanguageModelError) { try JSONSchema(describing: Arguments.self) }
    }

    /// What a model is told of the tool.
    public var definition: ToolDefinition {
        get throws(LanguageModelError) {
            ToolDefinition(name: self.name, description: self.description, parameters: try self.parameters)
        }
    }

    /// Does it with arguments that are JSON.
    ///
    /// - Parameter json: The arguments as a model wrote them; nothing counts as no arguments.
    /// - Returns: The result.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when the arguments do not fit, or what the tool
    ///   throws.
    public func call(json: String) async throws -> String {
        let arguments: Arguments
        do {
            arguments = try GeneratedJSON.decode(json.isEmpty ? "{}" : json, as: Arguments.self)
        } catch {
            let reason = error.cause.map(GeneratedJSON.reason) ?? error.message
            throw LanguageModelError(
                .invalidInput,
                "The arguments of '\(self.name)' do not fit: \(reason).",
                cause: error
            )
        }
        return try await self.call(arguments: arguments)
    }
}

extension Tool where Arguments: Generable {
    /// The schema of the arguments' type.
    public var parameters: JSONSchema {
        get throws(LanguageModelError) { try Arguments.jsonSchema }
    }
}

/// A tool made of a closure.
///
/// ```swift
/// let clock = FunctionTool(name: "time", description: "Tells the time in a city.") { (place: Place) in
///     time(in: place.city)
/// }
/// ```
///
/// With `[String: ChainValue]` as its arguments and a schema, a tool needs no type for them:
///
/// ```swift
/// FunctionTool(name: "search", description: "…", parameters: schema) { (arguments: [String: ChainValue]) in … }
/// ```
public struct FunctionTool<Arguments: Decodable & Sendable>: Tool {
    /// The tool's name.
    public let name: String
    /// What the tool does and when to use it.
    public let description: String
    private let schema: JSONSchema?
    private let function: @Sendable (Arguments) async throws -> String

    /// Creates a tool.
    ///
    /// - Parameters:
    ///   - name: Its name; letters, digits, `_` and `-`, at most 64.
    ///   - description: What it does and when to use it, for the model.
    ///   - parameters: The schema of its arguments; derived from their type if nil.
    ///   - function: Does it; gives the result for the model.
    public init(
        name: String,
        description: String,
        parameters: JSONSchema? = nil,
        _ function: @escaping @Sendable (Arguments) async throws -> String
    ) {
        self.name = name
        self.description = description
        self.schema = parameters
        self.function = function
    }

    /// The schema of its arguments.
    public var parameters: JSONSchema {
        get throws(LanguageModelError) {
            if let schema = self.schema { return schema }
            if let generable = Arguments.self as? any Generable.Type { return try generable.jsonSchema }
            return try JSONSchema(describing: Arguments.self)
        }
    }

    /// Does it.
    ///
    /// - Parameter arguments: What the model asks for.
    /// - Returns: The result, for the model.
    /// - Throws: What the closure throws.
    public func call(arguments: Arguments) async throws -> String { try await self.function(arguments) }
}
