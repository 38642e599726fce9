// What the public interface speaks of, so that one import is enough.
@_exported public import struct SocketIOCore.EngineConfiguration
@_exported public import enum SocketIOCore.EngineTransport
@_exported public import struct SocketIOCore.PacketLimits
@_exported public import struct SocketIOCore.PacketRate
@_exported public import struct SocketIOCore.SocketArguments
@_exported public import struct SocketIOCore.SocketBinary
@_exported public import struct SocketIOCore.SocketFrame
