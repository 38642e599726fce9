import { ActivityLine } from "./activity.js";
import { Announcer } from "./announcer.js";
import { AnswerTools } from "./answer-tools.js";
import { Ask } from "./ask.js";
import { BuildError } from "./build-error.js";
import { CommandBar } from "./command-bar.js";
import { CommandMenu } from "./command-menu.js";
import { Composer } from "./composer.js";
import { Confirm } from "./confirm.js";
import { Connection } from "./connection.js";
import { ContextGauge } from "./context.js";
import { DropZone } from "./drop-zone.js";
import { ElementPage } from "./element-page.js";
import { GenerationDetail } from "./generation.js";
import { Jump } from "./jump.js";
import { MessageView } from "./message.js";
import { ModeBar } from "./mode-bar.js";
import { Profiles } from "./profiles.js";
import { Readme } from "./readme.js";
import { SettingsPanel } from "./settings-panel.js";
import { SideView } from "./side-view.js";
import { StepView } from "./step.js";
import { TaskList } from "./task-list.js";
import { ThemeToggle } from "./theme-toggle.js";
import { Toasts } from "./toasts.js";
import { TranscriptView } from "./transcript-view.js";
import { UploadList } from "./upload-list.js";
import { UserMenu } from "./user-menu.js";
import { Viewer } from "./viewer.js";
import { Welcome } from "./welcome.js";

const elements = {
    activity: ActivityLine,
    announcer: Announcer,
    "answer-tools": AnswerTools,
    ask: Ask,
    "build-error": BuildError,
    "command-bar": CommandBar,
    "command-menu": CommandMenu,
    composer: Composer,
    confirm: Confirm,
    connection: Connection,
    context: ContextGauge,
    "drop-zone": DropZone,
    "element-page": ElementPage,
    generation: GenerationDetail,
    jump: Jump,
    message: MessageView,
    "mode-bar": ModeBar,
    profiles: Profiles,
    readme: Readme,
    settings: SettingsPanel,
    "side-view": SideView,
    step: StepView,
    "task-list": TaskList,
    "theme-toggle": ThemeToggle,
    toasts: Toasts,
    transcript: TranscriptView,
    "upload-list": UploadList,
    "user-menu": UserMenu,
    viewer: Viewer,
    welcome: Welcome,
};

for (const [name, element] of Object.entries(elements)) customElements.define(`martlet-${name}`, element);
