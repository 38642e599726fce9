import HTTPTypes
import Hummingbird
import Logging
import MartletCore

/// Buttons that people press, and custom elements that scripts change (wire protocol §7).
struct ActionRoutes: Sendable {
    let access: SessionAccess

    func add(to router: some RouterMethods<ServerContext>) {
        router.post("/project/action") { request, _ in try await self.press(request) }
        router.put("/project/element") { request, _ in
            try await self.change(request, "update") { $0.changeElement($1, to: $2) }
        }
        router.delete("/project/element") { request, _ in
            try await self.change(request, "remove") { session, id, _ in session.removeElement(id) }
        }
    }

    // MARK: Buttons

    private struct Press {
        var name = ""
        var id: String?
        var messageID: String?
        var label: String?
        var tooltip: String?
        var icon: String?
    }

    private func press(_ request: Request) async throws -> JSONResponse {
        var form = try await RequestForm(request)
        let sessionID = form.text("sessionId")
        var press = Press()
        form.object("action") { action in
            press.name = action.text("name")
            press.id = action.optionalText("id")
            press.messageID = action.optionalText("forId")
            press.label = action.optionalText("label")
            press.tooltip = action.optionalText("tooltip")
            press.icon = action.optionalText("icon")
        }
        try form.check()
        let session = try await self.access.session(
            sessionID,
            for: request,
            foreign: "You are not authorized to upload files for this session"
        )
        // Scripts of the app's press what they made up themselves; what hangs under a message only the app can have sent.
        if let id = press.id, press.messageID != nil, !session.hasAction(id) {
            self.access.note(request, "no such action in this session", session)
            throw HTTPError(.notFound, message: "Action not found")
        }
        let action = Action(
            name: press.name,
            payload: form.value["action"]?["payload"]?.members ?? [:],
            label: press.label ?? "",
            tooltip: press.tooltip ?? "",
            icon: press.icon,
            id: press.id ?? Identifier.random()
        )
        let answer = try await self.answer(to: action, in: session, request)
        return JSONResponse(value: ["success": true, "response": answer])
    }

    private func answer(to action: Action, in session: ChatSession, _ request: Request) async throws -> JSONValue {
        do {
            return try await session.press(action)
        } catch let error as MartletError where error.code == .unknownAction {
            self.access.note(request, "no handler of such an action", session)
            throw HTTPError(.notFound, message: error.message)
        } catch let error as MartletError where error.code == .chatEnded {
            throw HTTPError(.notFound, message: "Session not found")
        } catch let error as MartletError where error.code == .tooBusy {
            throw HTTPError(.tooManyRequests, message: error.message)
        } catch is CancellationError {
            throw HTTPError(.conflict, message: "The action was stopped.")
        } catch {
            // The chat has the error's text already, and the log has the rest.
            throw HTTPError(.internalServerError, message: "The action \(action.name) failed.")
        }
    }

    // MARK: Elements

    private func change(
        _ request: Request,
        _ verb: String,
        _ work: (ChatSession, String, JSONValue) -> Bool
    ) async throws -> JSONResponse {
        var form = try await RequestForm(request)
        let sessionID = form.text("sessionId")
        var (id, type) = ("", "")
        form.object("element") { element in
            id = element.text("id")
            type = element.text("type")
        }
        try form.check()
        let session = try await self.access.session(
            sessionID,
            for: request,
            foreign: "You are not authorized to \(verb) elements for this session"
        )
        guard type == "custom" else { return JSONResponse(value: ["success": false]) }
        guard work(session, id, form.value["element"] ?? .null) else {
            self.access.note(request, "no such custom element in this session", session)
            throw HTTPError(.notFound, message: "Element not found")
        }
        return JSONResponse(value: ["success": true])
    }
}

extension JSONValue {
    /// Names and values, or nil when this is no object.
    var members: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }
}
