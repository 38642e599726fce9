import { Ask } from "./ask.js";
import { BuildError } from "./build-error.js";
import { Composer } from "./composer.js";
import { Confirm } from "./confirm.js";
import { Connection } from "./connection.js";
import { Jump } from "./jump.js";
import { MessageView } from "./message.js";
import { Profiles } from "./profiles.js";
import { Readme } from "./readme.js";
import { SettingsPanel } from "./settings-panel.js";
import { StepView } from "./step.js";
import { TaskList } from "./task-list.js";
import { ThemeToggle } from "./theme-toggle.js";
import { Toasts } from "./toasts.js";
import { TranscriptView } from "./transcript-view.js";
import { Viewer } from "./viewer.js";
import { Welcome } from "./welcome.js";

const elements = {
    ask: Ask,
    "build-error": BuildError,
    composer: Composer,
    confirm: Confirm,
    connection: Connection,
    jump: Jump,
    message: MessageView,
    profiles: Profiles,
    readme: Readme,
    settings: SettingsPanel,
    step: StepView,
    "task-list": TaskList,
    "theme-toggle": ThemeToggle,
    toasts: Toasts,
    transcript: TranscriptView,
    viewer: Viewer,
    welcome: Welcome,
};

for (const [name, element] of Object.entries(elements)) customElements.define(`martlet-${name}`, element);
