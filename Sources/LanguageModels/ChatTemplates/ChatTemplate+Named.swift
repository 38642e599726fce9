extension ChatTemplate {
    /// The names that ``named(_:)`` knows, in alphabetical order.
    public static var names: [String] { Self.builtIn.map(\.name) }

    /// A template of a family of models, by name.
    ///
    /// For a model whose file has no template: whoever knows the model's family names it here. None is ever chosen from
    /// a model's name or a template's look, since a wrong template makes a model answer badly without a sign.
    ///
    /// - Parameter name: One of ``names``, such as `chatml` or `llama3`.
    /// - Returns: The template.
    /// - Throws: A ``LanguageModelError`` of code ``LanguageModelError/Code/templateFailed`` for another name.
    public static func named(_ name: String) throws(LanguageModelError) -> ChatTemplate {
        guard let template = Self.builtIn.first(where: { $0.name == name }) else {
            throw LanguageModelError(
                .templateFailed,
                "No chat template is named '\(name)'; the names are \(Self.names.joined(separator: ", "))."
            )
        }
        return try ChatTemplate(template.source)
    }

    /// Takes a leading system message apart: `system` is its text, `turns` are the messages after it.
    private static let takeSystem = """
        {% set system = '' %}
        {% set turns = messages %}
        {% if messages and messages[0].role == 'system' %}
        {% set system = messages[0].content | trim %}
        {% set turns = messages[1:] %}
        {% endif %}

        """

    /// Refuses what a family that knows only two speakers cannot say.
    private static let checkTurns = """
        {% for message in turns %}
        {% if message.role not in ['user', 'assistant'] %}
        {{ raise_exception('Only user and assistant messages may follow, not ' ~ message.role) }}
        {% elif (message.role == 'user') != (loop.index0 % 2 == 0) %}
        {{ raise_exception('User and assistant messages must alternate, a user message first') }}
        {% endif %}
        {% endfor %}

        """

    private static let builtIn: [(name: String, source: String)] = [
        (
            "alpaca",
            takeSystem + """
                {{ bos_token }}{% if system %}{{ system ~ '\\n\\n' }}{% endif %}
                {% for message in turns %}
                {% if message.role == 'user' %}
                {{ '### Instruction:\\n' ~ message.content | trim ~ '\\n\\n' }}
                {%- else %}
                {{ '### Response:\\n' ~ message.content | trim ~ eos_token ~ '\\n\\n' }}
                {%- endif %}
                {% endfor %}
                {% if add_generation_prompt %}{{ '### Response:\\n' }}{% endif %}
                """
        ),
        (
            "chatml",
            """
            {% for message in messages %}
            {{ '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}
            """
        ),
        (
            "command-r",
            """
            {{ bos_token }}
            {%- set speakers = {'system': 'SYSTEM', 'user': 'USER', 'assistant': 'CHATBOT', 'tool': 'SYSTEM'} %}
            {% for message in messages %}
            {{ '<|START_OF_TURN_TOKEN|><|' ~ speakers[message.role] ~ '_TOKEN|>' }}
            {{- message.content | trim ~ '<|END_OF_TURN_TOKEN|>' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{% endif %}
            """
        ),
        (
            "deepseek",
            """
            {{ bos_token }}
            {%- for message in messages %}
            {% if message.role == 'user' %}{{ 'User: ' ~ message.content ~ '\\n\\n' }}
            {%- elif message.role == 'assistant' %}{{ 'Assistant: ' ~ message.content ~ eos_token }}
            {%- else %}{{ message.content ~ '\\n\\n' }}
            {%- endif %}
            {% endfor %}
            {% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}
            """
        ),
        (
            "gemma",
            takeSystem + checkTurns + """
                {{ bos_token }}
                {%- for message in turns %}
                {{ '<start_of_turn>' ~ ('model' if message.role == 'assistant' else 'user') ~ '\\n' }}
                {%- if loop.first and system %}{{ system ~ '\\n\\n' }}{% endif %}
                {{ message.content | trim ~ '<end_of_turn>\\n' }}
                {%- endfor %}
                {% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}
                """
        ),
        (
            "granite",
            """
            {% for message in messages %}
            {{ '<|start_of_role|>' ~ message.role ~ '<|end_of_role|>' ~ message.content ~ '<|end_of_text|>\\n' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|start_of_role|>assistant<|end_of_role|>' }}{% endif %}
            """
        ),
        (
            "llama2",
            takeSystem + checkTurns + """
                {% for message in turns %}
                {% if message.role == 'user' %}
                {{ bos_token ~ '[INST] ' }}
                {%- if loop.first and system %}{{ '<<SYS>>\\n' ~ system ~ '\\n<</SYS>>\\n\\n' }}{% endif %}
                {{ message.content | trim ~ ' [/INST]' }}
                {%- else %}
                {{ ' ' ~ message.content | trim ~ ' ' ~ eos_token }}
                {%- endif %}
                {% endfor %}
                """
        ),
        (
            "llama3",
            """
            {{ bos_token }}
            {%- for message in messages %}
            {{ '<|start_header_id|>' ~ message.role ~ '<|end_header_id|>\\n\\n' }}
            {{- message.content | trim ~ '<|eot_id|>' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}
            """
        ),
        (
            "mistral",
            takeSystem + checkTurns + """
                {{ bos_token }}
                {%- for message in turns %}
                {% if message.role == 'user' %}
                {{ '[INST] ' }}
                {%- if loop.first and system %}{{ system ~ '\\n\\n' }}{% endif %}
                {{ message.content ~ ' [/INST]' }}
                {%- else %}
                {{ ' ' ~ message.content | trim ~ eos_token }}
                {%- endif %}
                {% endfor %}
                """
        ),
        (
            "openchat",
            """
            {{ bos_token }}
            {%- for message in messages %}
            {% if message.role != 'system' %}{{ 'GPT4 Correct ' ~ message.role | title ~ ': ' }}{% endif %}
            {{ message.content ~ '<|end_of_turn|>' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ 'GPT4 Correct Assistant:' }}{% endif %}
            """
        ),
        (
            "phi3",
            """
            {% for message in messages %}
            {{ '<|' ~ message.role ~ '|>\\n' ~ message.content ~ '<|end|>\\n' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}
            """
        ),
        (
            "phi4",
            """
            {% for message in messages %}
            {{ '<|im_start|>' ~ message.role ~ '<|im_sep|>' ~ message.content ~ '<|im_end|>' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|im_start|>assistant<|im_sep|>' }}{% endif %}
            """
        ),
        (
            "vicuna",
            takeSystem + checkTurns + """
                {{ bos_token }}{% if system %}{{ system ~ ' ' }}{% endif %}
                {% for message in turns %}
                {% if message.role == 'user' %}{{ 'USER: ' ~ message.content | trim ~ ' ' }}
                {%- else %}{{ 'ASSISTANT: ' ~ message.content | trim ~ eos_token }}
                {%- endif %}
                {% endfor %}
                {% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}
                """
        ),
        (
            "zephyr",
            """
            {% for message in messages %}
            {{ '<|' ~ message.role ~ '|>\\n' ~ message.content ~ eos_token ~ '\\n' }}
            {%- endfor %}
            {% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}
            """
        ),
    ]
}
