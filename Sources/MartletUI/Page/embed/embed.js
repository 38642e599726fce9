// One script for any web page of any origin: <script src="//chat.example/embed.js"></script>
import { MartletChat } from "./chat.js";
import { MartletLauncher } from "./launcher.js";

for (const [name, kind] of Object.entries({ "martlet-chat": MartletChat, "martlet-launcher": MartletLauncher })) {
    if (!customElements.get(name)) customElements.define(name, kind);
}
