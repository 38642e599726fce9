/// Lies under the error of a server that knows no such model: another server may have it.
struct MissingModel: Error {}
