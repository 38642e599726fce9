import HTTPTypes
import Hummingbird
import MartletCore

/// Kept conversations and what people think of answers (wire protocol §7): as an app without a data layer answers.
///
/// As in Chainlit, a body that cannot be read is told first.
struct ThreadRoutes: Sendable {
    func add(to router: some RouterMethods<ServerContext>) {
        // "share" is a thread's identifier like any other where something is read; the router takes it for the path of
        // changes alone.
        let paths = [
            "/project/thread/:id", "/project/share/:id", "/project/thread/:id/element/:element",
            "/project/thread/share", "/project/thread/share/element/:element",
        ]
        for path in paths {
            router.get(RouterPath(path)) { _, _ -> Response in throw Self.nothingKept() }
        }
        self.addChanges(to: router)
        self.addFeedback(to: router)
    }

    private func addChanges(to router: some RouterMethods<ServerContext>) {
        router.post("/project/threads") { request, _ in
            try await self.refuse(request) { form in
                form.object("pagination") { pagination in
                    _ = pagination.integer("first")
                    _ = pagination.optionalText("cursor")
                }
                form.object("filter") { filter in
                    _ = filter.optionalText("search")
                    _ = filter.optionalText("userId")
                    _ = filter.binary("feedback", isRequired: false)
                }
            }
        }
        router.put("/project/thread") { request, _ in
            try await self.refuse(request) { form in
                _ = form.text("threadId")
                _ = form.text("name")
            }
        }
        router.put("/project/thread/share") { request, _ in
            try await self.refuse(request) { form in
                _ = form.text("threadId")
                _ = form.flag("isShared")
            }
        }
        router.delete("/project/thread") { request, _ in
            try await self.refuse(request) { _ = $0.text("threadId") }
        }
    }

    private func addFeedback(to router: some RouterMethods<ServerContext>) {
        router.put("/feedback") { request, _ in
            // Chainlit's answer is 500 here, and 400 everywhere else.
            try await self.refuse(request, .internalServerError) { form in
                _ = form.text("sessionId")
                form.object("feedback") { feedback in
                    _ = feedback.text("forId")
                    _ = feedback.binary("value", isRequired: true)
                    _ = feedback.optionalText("id")
                    _ = feedback.optionalText("threadId")
                    _ = feedback.optionalText("comment")
                }
            }
        }
        router.delete("/feedback") { request, _ in
            try await self.refuse(request) { _ = $0.text("feedbackId") }
        }
    }

    private func refuse(
        _ request: Request,
        _ status: HTTPResponse.Status = .badRequest,
        _ read: (inout RequestForm) -> Void
    ) async throws -> Response {
        var form = try await RequestForm(request)
        read(&form)
        try form.check()
        throw Self.nothingKept(status)
    }

    private static func nothingKept(_ status: HTTPResponse.Status = .badRequest) -> HTTPError {
        HTTPError(status, message: "Data persistence is not enabled")
    }
}
