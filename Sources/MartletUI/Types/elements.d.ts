// The page's own elements by their tags: those that define.js names, and those that are fetched when they are needed.

interface HTMLElementTagNameMap {
    "martlet-activity": import("../Page/assets/elements/activity.js").ActivityLine;
    "martlet-announcer": import("../Page/assets/elements/announcer.js").Announcer;
    "martlet-answer-tools": import("../Page/assets/elements/answer-tools.js").AnswerTools;
    "martlet-ask": import("../Page/assets/elements/ask.js").Ask;
    "martlet-build-error": import("../Page/assets/elements/build-error.js").BuildError;
    "martlet-command-bar": import("../Page/assets/elements/command-bar.js").CommandBar;
    "martlet-command-menu": import("../Page/assets/elements/command-menu.js").CommandMenu;
    "martlet-composer": import("../Page/assets/elements/composer.js").Composer;
    "martlet-confirm": import("../Page/assets/elements/confirm.js").Confirm;
    "martlet-connection": import("../Page/assets/elements/connection.js").Connection;
    "martlet-context": import("../Page/assets/elements/context.js").ContextGauge;
    "martlet-drop-zone": import("../Page/assets/elements/drop-zone.js").DropZone;
    "martlet-element-page": import("../Page/assets/elements/element-page.js").ElementPage;
    "martlet-favorites": import("../Page/assets/elements/favorites.js").Favorites;
    "martlet-generation": import("../Page/assets/elements/generation.js").GenerationDetail;
    "martlet-jump": import("../Page/assets/elements/jump.js").Jump;
    "martlet-message": import("../Page/assets/elements/message.js").MessageView;
    "martlet-mode-bar": import("../Page/assets/elements/mode-bar.js").ModeBar;
    "martlet-profiles": import("../Page/assets/elements/profiles.js").Profiles;
    "martlet-readme": import("../Page/assets/elements/readme.js").Readme;
    "martlet-settings": import("../Page/assets/elements/settings-panel.js").SettingsPanel;
    "martlet-side-view": import("../Page/assets/elements/side-view.js").SideView;
    "martlet-sign-in": import("../Page/assets/elements/sign-in.js").SignIn;
    "martlet-step": import("../Page/assets/elements/step.js").StepView;
    "martlet-task-list": import("../Page/assets/elements/task-list.js").TaskList;
    "martlet-theme-toggle": import("../Page/assets/elements/theme-toggle.js").ThemeToggle;
    "martlet-threads": import("../Page/assets/elements/threads.js").Threads;
    "martlet-toasts": import("../Page/assets/elements/toasts.js").Toasts;
    "martlet-tool-servers": import("../Page/assets/elements/tool-servers.js").ToolServersButton;
    "martlet-transcript": import("../Page/assets/elements/transcript-view.js").TranscriptView;
    "martlet-upload-list": import("../Page/assets/elements/upload-list.js").UploadList;
    "martlet-user-menu": import("../Page/assets/elements/user-menu.js").UserMenu;
    "martlet-viewer": import("../Page/assets/elements/viewer.js").Viewer;
    "martlet-voice": import("../Page/assets/elements/voice.js").Voice;
    "martlet-welcome": import("../Page/assets/elements/welcome.js").Welcome;
}
