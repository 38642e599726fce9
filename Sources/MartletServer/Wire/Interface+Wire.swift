import MartletCore

// What the composer and the side bar are told, in the shapes of wire protocol §5.7 and §4.

extension [Command] {
    func write(to buffer: inout JSONBuffer) {
        buffer.array { buffer in
            for command in self {
                buffer.object { buffer in
                    buffer.member("id", command.id)
                    buffer.member("icon", command.icon)
                    buffer.member("description", command.description)
                    buffer.member("button", command.isButton)
                    buffer.member("persistent", command.isPersistent)
                    buffer.member("selected", command.isSelected)
                }
            }
        }
    }
}

extension [Mode] {
    func write(to buffer: inout JSONBuffer) {
        buffer.array { buffer in
            for mode in self {
                buffer.object { buffer in
                    buffer.member("id", mode.id)
                    buffer.member("name", mode.name)
                    buffer.key("options")
                    buffer.array { buffer in
                        for option in mode.options { option.write(to: &buffer) }
                    }
                }
            }
        }
    }
}

extension ModeOption {
    fileprivate func write(to buffer: inout JSONBuffer) {
        buffer.object { buffer in
            buffer.member("id", self.id)
            buffer.member("name", self.name)
            buffer.member("description", self.description)
            buffer.member("icon", self.icon)
            buffer.member("default", self.isDefault)
        }
    }
}

extension SidebarContent {
    static func write(_ elements: [ElementRecord], key: String?, to buffer: inout JSONBuffer) {
        buffer.object { buffer in
            buffer.key("elements")
            buffer.array { buffer in
                for element in elements { element.write(to: &buffer) }
            }
            buffer.member("key", key)
        }
    }
}
