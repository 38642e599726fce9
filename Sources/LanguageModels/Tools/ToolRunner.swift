/// Calls the tools that a model asks for, all at once, and gathers their results in the calls' order.
struct ToolRunner: Sendable {
    let tools: [any Tool]
    let callbacks: CallbackManager

    /// Calls tools, and makes what goes wrong in one its result, for the model to read.
    ///
    /// - Parameter calls: The calls.
    /// - Returns: The results, in the order of the calls.
    /// - Throws: `CancellationError` when the task was cancelled, or what a handler threw.
    func run(_ calls: [ToolCall]) async throws -> [Transcript.ToolOutput] {
        try await withThrowingTaskGroup(of: (Int, Transcript.ToolOutput).self) { group in
            for (index, call) in calls.enumerated() {
                group.addTask {
                    let content = try await self.run(call)
                    return (
                        index, Transcript.ToolOutput(toolCallID: call.id, toolName: call.name, content: content)
                    )
                }
            }
            var outputs: [Int: Transcript.ToolOutput] = [:]
            for try await (index, output) in group { outputs[index] = output }
            return calls.indices.compactMap { outputs[$0] }
        }
    }

    private func run(_ call: ToolCall) async throws -> String {
        try Task.checkCancellation()
        let tool = self.tools.first { $0.name == call.name }
        let component = tool.map { Self.component($0) } ?? ComponentInfo(name: call.name)
        let run = try await self.callbacks.toolStart(ToolStart(component: component, input: .string(call.arguments)))
        let output: String
        do {
            guard let tool else {
                throw LanguageModelError(
                    .toolFailed,
                    "There is no tool '\(call.name)'; there are: "
                        + "\(self.tools.map(\.name).joined(separator: ", "))."
                )
            }
            output = try await tool.call(json: call.arguments)
        } catch {
            // A tool may give up work of its own; the turn goes on.
            let isCancelled = Task.isCancelled
            try await run.toolError(isCancelled ? CancellationError() : error)
            if isCancelled { throw CancellationError() }
            return "Error: \(error)"
        }
        // What a handler throws here is no failure of the tool, which has done its work.
        try await run.toolEnd(.string(output))
        return output
    }

    private static func component(_ tool: any Tool) -> ComponentInfo {
        let type = ComponentInfo(type: Swift.type(of: tool))
        return ComponentInfo(name: tool.name, id: type.id, parameters: ["description": .string(tool.description)])
    }
}
