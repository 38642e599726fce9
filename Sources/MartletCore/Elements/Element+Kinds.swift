import Foundation

extension Element {
    /// A picture.
    ///
    /// Chainlit: `cl.Image`.
    ///
    /// - Parameters:
    ///   - source: The picture.
    ///   - name: Its name; by default the file's.
    ///   - display: Where it is shown.
    ///   - size: How large it is shown.
    ///   - mimeType: Its type; by default told from its first bytes, or its name.
    /// - Returns: The element, to be given to a message.
    public static func image(
        _ source: ElementSource,
        name: String? = nil,
        display: ElementDisplay = .inline,
        size: ElementSize = .medium,
        mimeType: String? = nil
    ) -> Element {
        Self.make(.image, source, name: name, display: display, mimeType: mimeType) { $0.size = size }
    }

    /// A text, or code.
    ///
    /// Chainlit: `cl.Text`.
    ///
    /// - Parameters:
    ///   - text: The text, in Markdown unless a language is given.
    ///   - name: Its name.
    ///   - display: Where it is shown.
    ///   - language: The language when the text is code.
    /// - Returns: The element, to be given to a message.
    public static func text(
        _ text: String,
        name: String,
        display: ElementDisplay = .inline,
        language: String? = nil
    ) -> Element {
        Self.make(.text, .text(text), name: name, display: display, mimeType: "text/plain") { $0.language = language }
    }

    /// A text, or code, from a file or an address.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - name: Its name; by default the file's.
    ///   - display: Where it is shown.
    ///   - language: The language when the text is code.
    /// - Returns: The element, to be given to a message.
    public static func text(
        _ source: ElementSource,
        name: String? = nil,
        display: ElementDisplay = .inline,
        language: String? = nil
    ) -> Element {
        Self.make(.text, source, name: name, display: display, mimeType: "text/plain") { $0.language = language }
    }

    /// A PDF document.
    ///
    /// Chainlit: `cl.Pdf`.
    ///
    /// - Parameters:
    ///   - source: The document.
    ///   - name: Its name; by default the file's.
    ///   - display: Where it is shown.
    ///   - page: The page at which it opens, from 1.
    /// - Returns: The element, to be given to a message.
    public static func pdf(
        _ source: ElementSource,
        name: String? = nil,
        display: ElementDisplay = .inline,
        page: Int? = nil
    ) -> Element {
        Self.make(.pdf, source, name: name, display: display, mimeType: "application/pdf") { $0.page = page }
    }

    /// Sound.
    ///
    /// Chainlit: `cl.Audio`.
    ///
    /// - Parameters:
    ///   - source: The sound.
    ///   - name: Its name; by default the file's.
    ///   - display: Where it is shown.
    ///   - autoPlay: Whether it plays by itself.
    ///   - mimeType: Its type; by default told from its first bytes, or its name.
    /// - Returns: The element, to be given to a message.
    public static func audio(
        _ source: ElementSource,
        name: String? = nil,
        display: ElementDisplay = .inline,
        autoPlay: Bool = false,
        mimeType: String? = nil
    ) -> Element {
        Self.make(.audio, source, name: name, display: display, mimeType: mimeType) { $0.autoPlay = autoPlay }
    }

    /// A film.
    ///
    /// Chainlit: `cl.Video`.
    ///
    /// - Parameters:
    ///   - source: The film.
    ///   - name: Its name; by default the file's.
    ///   - display: Where it is shown.
    ///   - size: How large it is shown.
    ///   - playerConfiguration: Settings of the player.
    ///   - mimeType: Its type; by default told from its first bytes, or its name.
    /// - Returns: The element, to be given to a message.
    public static func video(
        _ source: ElementSource,
        name: String? = nil,
        display: ElementDisplay = .inline,
        size: ElementSize = .medium,
        playerConfiguration: JSONValue? = nil,
        mimeType: String? = nil
    ) -> Element {
        Self.make(.video, source, name: name, display: display, mimeType: mimeType) { record in
            record.size = size
            record.playerConfiguration = playerConfiguration
        }
    }

    /// A file to be downloaded.
    ///
    /// Chainlit: `cl.File`.
    ///
    /// - Parameters:
    ///   - source: The file.
    ///   - name: Its name; by default the file's.
    ///   - display: Where it is shown.
    ///   - mimeType: Its type; by default told from its first bytes, or its name.
    /// - Returns: The element, to be given to a message.
    public static func file(
        _ source: ElementSource,
        name: String? = nil,
        display: ElementDisplay = .inline,
        mimeType: String? = nil
    ) -> Element {
        Self.make(.file, source, name: name, display: display, mimeType: mimeType)
    }

    /// A chart, as a Plotly figure: an object with `data`, `layout` and the like.
    ///
    /// Chainlit: `cl.Plotly`.
    ///
    /// - Parameters:
    ///   - figure: The figure.
    ///   - name: Its name.
    ///   - display: Where it is shown.
    ///   - size: How large it is shown.
    /// - Returns: The element, to be given to a message.
    public static func plotly(
        _ figure: JSONValue,
        name: String = "chart",
        display: ElementDisplay = .inline,
        size: ElementSize = .medium
    ) -> Element {
        var figure = figure
        if case .object(var members) = figure, case .object(var layout) = members["layout"] ?? [:] {
            // The page gives the chart its width.
            layout["autosize"] = true
            layout["width"] = nil
            members["layout"] = .object(layout)
            figure = .object(members)
        }
        return Self.make(
            .plotly,
            .data(figure.encoded()),
            name: name,
            display: display,
            mimeType: "application/json"
        ) { $0.size = size }
    }

    /// A table.
    ///
    /// Chainlit: `cl.Dataframe`.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - name: Its name.
    ///   - display: Where it is shown.
    ///   - size: How large it is shown.
    /// - Returns: The element, to be given to a message.
    public static func dataframe(
        _ table: DataTable,
        name: String = "table",
        display: ElementDisplay = .inline,
        size: ElementSize = .large
    ) -> Element {
        var record = ElementRecord(type: .dataframe, name: name, display: display)
        // Clients parse the contents themselves, which they only do when no type says that it is JSON.
        record.mimeType = nil
        record.size = size
        return Element(record, source: .data(table.json.encoded()))
    }

    /// Something that the app's own script draws: `public/elements/NAME.jsx` in Chainlit's page, `NAME.js` in Martlet's.
    ///
    /// Chainlit: `cl.CustomElement`.
    ///
    /// - Parameters:
    ///   - name: The script's name, without its ending.
    ///   - props: What the script is given.
    ///   - display: Where it is shown.
    /// - Returns: The element, to be given to a message.
    public static func custom(
        name: String,
        props: [String: JSONValue] = [:],
        display: ElementDisplay = .inline
    ) -> Element {
        var record = ElementRecord(type: .custom, name: name, display: display)
        record.mimeType = "application/json"
        record.props = props
        return Element(record, source: .data(JSONValue.object(props).encoded()))
    }

    private static func make(
        _ type: ElementType,
        _ source: ElementSource,
        name: String?,
        display: ElementDisplay,
        mimeType: String?,
        change: (inout ElementRecord) -> Void = { _ in }
    ) -> Element {
        var record = ElementRecord(type: type, name: name ?? source.fileName ?? type.rawValue, display: display)
        record.mimeType = mimeType ?? MIMEType.of(source) ?? MIMEType.ofFile(named: record.name)
        if case .url(let url) = source { record.url = url }
        change(&record)
        return Element(record, source: source)
    }
}
