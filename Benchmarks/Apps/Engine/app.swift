// A message `N text` is answered with N tokens after that text, chosen greedily, and then with the engine's statistics.
// A settings change opens the model again, as the tutorial does. MODEL, THREADS, CONTEXT and CACHE say which and how.
import Foundation
import Martlet
import MartletLlama

extension SessionKey<LlamaModel> { static let model = SessionKey("model") }

let environment = ProcessInfo.processInfo.environment

/// Opens the model, or gives the open one once more.
@Sendable func openModel() async throws -> LlamaModel {
    try await LlamaModel(
        environment["MODEL"] ?? "",
        threads: environment["THREADS"].flatMap { Int($0) },
        contextLength: environment["CONTEXT"].flatMap { Int($0) },
        cacheLength: environment["CACHE"].flatMap { Int($0) }
    )
}

/// Whatever numbers a value holds, by their names.
@Sendable func numbers(in value: Any, under name: String = "") -> [String: Double] {
    switch value {
    case let number as Int: return [name: Double(number)]
    case let number as Double where number.isFinite: return [name: number]
    case let duration as Duration: return [name: duration / .seconds(1)]
    default:
        let members = Mirror(reflecting: value).children.compactMap { member in member.label.map { ($0, member.value) }
        }
        return members.reduce(into: [:]) { result, member in
            let full = name.isEmpty ? member.0 : "\(name).\(member.0)"
            result.merge(numbers(in: member.1, under: full)) { first, _ in first }
        }
    }
}

let app = ChatApp()

app.onChatStart { chat in
    chat.session[.model] = try await openModel()
    _ = try await chat.send(
        ChatSettings { Slider(id: "Temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1) }
    )
}

app.onSettingsUpdate { _, chat in
    chat.session[.model] = try await openModel()
    try await chat.send("settings")
}

app.onMessage { message, chat in
    let parts = message.content.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]) else {
        try await chat.send("Write a number of tokens, a space and a text.")
        return
    }
    let model = try chat.session.require(.model)
    let options = GenerationOptions(maxNewTokens: count, repetitionPenalty: 1, temperature: 0)
    try await chat.send(streaming: model.stream(.text(" " + parts[1]), options: options))
    let statistics = try JSONEncoder().encode(numbers(in: model.statistics))
    try await chat.send("statistics \(String(decoding: statistics, as: UTF8.self))")
}

try await app.run()
