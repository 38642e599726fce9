/// The header fields of one part of a form.
struct MultipartHead: Equatable {
    /// The name of the form's field.
    let name: String?
    /// The file's name as the client sent it, which must not become part of a path.
    let fileName: String?
    /// The type of the contents as the client sent it.
    let contentType: String?

    private static let mostFields = 32

    /// Reads header fields.
    ///
    /// - Parameter lines: The fields, each after a line break.
    init(lines: ArraySlice<UInt8>) throws(MultipartParser.Flaw) {
        var disposition: String?
        var contentType: String?
        var count = 0
        for line in Self.lines(of: lines) {
            count += 1
            guard count <= Self.mostFields else { throw Self.flaw("too many header fields") }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                !line.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 })
            else { throw Self.flaw("a header field that cannot be read") }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = HeaderParameters.trimmed(String(decoding: line[(colon + 1)...], as: UTF8.self)[...])
            switch name {
            case "content-disposition": disposition = value
            case "content-type": contentType = value
            default: break
            }
        }
        let parameters = HeaderParameters(disposition ?? "")
        guard parameters.value == "form-data" else { throw Self.flaw("no disposition of a form's field") }
        self.name = parameters["name"]
        self.fileName = parameters.extended("filename") ?? parameters["filename"]
        self.contentType = contentType
    }

    private static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        // Each line has its break in front of it.
        var rest = bytes.dropFirst(2)
        while !rest.isEmpty {
            var end = rest.endIndex
            var index = rest.startIndex
            while let candidate = rest[index...].firstIndex(of: 13) {
                if rest[candidate...].prefix(2).elementsEqual([13, 10]) {
                    end = candidate
                    break
                }
                index = candidate + 1
            }
            lines.append(rest[..<end])
            rest = rest[end...].dropFirst(2)
        }
        return lines
    }

    private static func flaw(_ what: String) -> MultipartParser.Flaw {
        MultipartParser.Flaw(reason: "has a part with \(what)")
    }
}
