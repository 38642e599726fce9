public import Foundation

extension Transcript {
    /// Tools that the model wants called.
    ///
    /// FoundationModels: `Transcript.ToolCalls`.
    public struct ToolCalls: Hashable, Sendable, Identifiable {
        /// The entry's id.
        public var id: String
        /// What the model said before the calls; often nothing.
        public var content: String
        /// The calls.
        public var calls: [ToolCall]

        /// Creates an entry.
        ///
        /// - Parameters:
        ///   - id: The entry's id.
        ///   - content: What the model said before the calls.
        ///   - calls: The calls.
        public init(id: String = UUID().uuidString, content: String = "", calls: [ToolCall]) {
            self.id = id
            self.content = content
            self.calls = calls
        }
    }

    /// What a tool gave back.
    ///
    /// FoundationModels: `Transcript.ToolOutput`.
    public struct ToolOutput: Hashable, Sendable, Identifiable {
        /// The entry's id.
        public var id: String
        /// The id of the call.
        public var toolCallID: String
        /// The tool's name.
        public var toolName: String
        /// The result, or what went wrong.
        public var content: String

        /// Creates an entry.
        ///
        /// - Parameters:
        ///   - id: The entry's id.
        ///   - toolCallID: The id of the call.
        ///   - toolName: The tool's name.
        ///   - content: The result.
        public init(id: String = UUID().uuidString, toolCallID: String, toolName: String, content: String) {
            self.id = id
            self.toolCallID = toolCallID
            self.toolName = toolName
            self.content = content
        }
    }
}
