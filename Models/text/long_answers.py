"""Questions with long answers, so that streaming, Stop and Max New Tokens can be seen."""

def counting(last):
    """The numbers from 1 on, in rows of ten."""
    rows = [", ".join(str(n) for n in range(start, min(start + 10, last + 1))) for start in range(1, last + 1, 10)]
    return ",\n".join(rows) + "."


STORY = """Once upon a time there was a young martlet called Mira. All the other birds of the town had a roof or a \
branch where they liked to sit, but Mira had never sat down in her life. She slept on the wind and drank from the \
rain.

One day an old owl asked her, "Why do you never rest? The world is wide, and your wings are small." Mira thought \
about it for a whole morning. Then she said, "When I sit, I see one street. When I fly, I see all of them."

In the autumn a storm came over the hills. The sparrows hid under the roofs, and the pigeons hid in the church tower. \
A little wren had lost her way and cried in the dark. Mira heard her and flew down through the rain. "Stay close \
behind me," she called, "and look only at my tail." So they flew, over the river, past the mill and around the tower, \
until they reached the wren's hedge.

The next morning the sky was clear. The owl came to the hedge and bowed. "Now I know why you never land," he said. \
"Somebody has to be up there." And Mira laughed, turned once in the sun, and flew on."""

STORY_TWO = """In a small house by the sea lived a lighthouse keeper and his lamp. Every evening he climbed one \
hundred steps, lit the lamp, and said good night to the ships. One winter the lamp went out, and nothing he did would \
wake it.

The keeper sat down on the last step and looked into the dark. Then he heard a voice. It was a tiny machine that his \
daughter had left on the shelf. "I cannot shine," said the machine, "but I can count. Ring the bell, and I will tell \
you when."

So the keeper rang, and the machine counted: three strokes, a pause, three strokes, a pause. All night long the bell \
sang over the water. Far out, the captain of a ship heard it and turned away from the rocks.

In the morning a new lamp came with the mail. The keeper thanked the tiny machine and gave it a place at the window. \
"You are small," he said, "but you were enough." And from that day on, they kept the light together."""

ESSAY = """# Swifts

Swifts are birds of the air. No other bird spends so much of its life in flight, and a young swift may stay up for \
two or three years before it lands for the first time.

## How they live

A swift eats, drinks and sleeps on the wing. It catches small insects with its wide mouth, takes water from the \
surface of a lake, and rests while it glides high above the clouds. Its legs are short, so it hardly ever walks. When \
it does land, it holds on to a wall or a rock.

## How they travel

In spring swifts come to the towns of the north, where they build small nests under old roofs. In late summer they \
leave again and fly far to the south. They cross mountains, deserts and seas, and they find the same roof again in \
the next year.

## Why they matter

- They eat a great many insects every day.
- They show us how light a body can be built.
- Their calls belong to warm summer evenings.

A martlet is the swift of old coats of arms: a bird drawn without feet, because people thought that it never lands. \
It stands for someone who is always on the way and always at work. **That is a good sign for a small program that \
answers you at any hour.**"""

EXPLANATION = """Here is the way of one message through Martlet, from the key you press to the answer you read.

1. **The page** sends your message over Socket.IO to the server. The page holds no logic of its own; it shows what \
the server says.
2. **The server** checks that the chat is yours and hands the message to your `onMessage` handler, which runs in its \
own task.
3. **The chain** puts your text into the prompt template and calls the model. Callbacks hear when it starts, when \
each token comes, and when it ends.
4. **The scheduler** joins the requests of all chats. One thread computes them in batches, so that nobody waits for a \
whole answer of somebody else.
5. **The sampler** chooses each token. Repetition Penalty, Top K, Top P and Temperature decide how daring it is.
6. **The run log** keeps every event with a number. If your connection breaks, the page is sent what it missed, \
exactly once.
7. **The page** gets the text as safe HTML. Finished blocks stay as they are, and only the last block is drawn again.

Stop works at step four: the scheduler ends the run at the next decode step, and the text so far stays in the chat. \
When the model says its end token, or when Max New Tokens is reached, the answer is complete."""

POEM = """A martlet flies above the town,
it never thinks of coming down.
It sleeps on wind, it drinks the rain,
and in the spring it comes again.

It does not need a branch or tree,
it only needs the air, like me:
I have no feet, I have no nest,
I answer you, and do not rest."""

ALPHABET = ", ".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ") + "."
TEN = ", ".join(str(n) for n in range(1, 11)) + "."
TWENTY = ", ".join(str(n) for n in range(1, 21)) + "."

LONG = [
    (2.5, [
        "tell [me|us] (a|another|one|your|some|the) [nice|long|short|good|little|bedtime|fairy] (story|tale|fairy "
        "tale)",
        "(write|give|read|make up|invent|know) [me|us] a [nice|long|short|good|little] (story|tale|fairy tale)",
        "(a|one) story "
        "[please]", "story [time]", "do you know (a story|any stories|a tale)", "i (want|would like) (a story|to hear "
        "a story)",
        "once upon a time", "tell me a story about (a bird|a martlet|a lighthouse|friendship|the sea|a dragon|"
        "anything|animals|"
        "a princess|a cat)", "(can|could) you tell [me] (a|stories|another|me a) [story]", "a bedtime story",
    ], [STORY, STORY_TWO]),
    (2.0, [
        "count [up|] [from (1|one)] to (100|one hundred|a hundred|hundred)", "(can|could|would) you count to (100|one "
        "hundred|a "
        "hundred)", "(write|list|give me|say|print|show me) [all|] the numbers (from 1 to 100|up to 100|from one to "
        "one hundred|"
        "from one to a hundred|to a hundred)", "1 to 100", "numbers (from 1 to|up to) 100", "count as far as [a|one] "
        "hundred",
        "count for a long time", "count as (far|long|high) as you can", "keep counting", "count",
    ], [counting(100)]),
    (1.2, [
        "count [up|] [from (1|one)] to (10|ten)", "(can|could) you count to (10|ten)", "(write|list|give me|say) the "
        "numbers (from 1 "
        "to 10|from one to ten|up to ten)", "1 to 10", "can you count",
    ], [TEN]),
    (1.2, [
        "count [up|] [from (1|one)] to (20|twenty)", "(can|could) you count to (20|twenty)",
        "(write|list|give me|say) the numbers "
        "(from 1 to 20|from one to twenty|up to twenty)", "1 to 20",
    ], [TWENTY]),
    (2.5, [
        "(write|give me|produce|show me|make|generate|send) [me] (a|some|one) [very|really] (long|big|longer) (text|"
        "answer|message|"
        "article|essay|reply|response|piece|one|output|paragraph)", "(write|say|tell me) (something|anything) (long|"
        "very long|in "
        "many words)", "write (an essay|an article|a text|a report|a page|a long text|a long essay) about (swifts|"
        "birds|a bird|"
        "animals|anything|the swift|martlets|a topic of your choice)", "long (text|answer) [please]",
        "i (want|need|would like) (a "
        "long (text|answer)|to see a long answer)", "talk [for] a long time", "(write|say) (a lot|as much as you can|"
        "many words|lots of"
        " text|200 words|500 words|a thousand words)", "write [me] (an essay|an article|a report|a long report)",
    ], [ESSAY]),
    (1.5, [
        "(explain|describe|tell me) (in detail|at length|step by step|exactly) how (martlet works|it works|martlet "
        "works inside|"
        "this works|a message is handled)", "how does (martlet|it|this|everything) work [inside|in detail|internally|"
        "exactly|under "
        "the hood|step by step]", "what happens (when|after) i (send|write|type|post) a message",
        "<what> the (architecture|way of a "
        "message|inner workings|internals|design) [of martlet]", "how is martlet (built|designed|structured) [inside]",
        "how do messages (travel|flow) through martlet", "give me a long explanation of martlet", "architecture",
    ], [EXPLANATION]),
    (1.5, [
        "(write|tell|give|read|make|recite) [me] a [short|little|nice|long] (poem|rhyme|verse|haiku)",
        "(a|one|another) poem [please]",
        "do you know (a poem|any poems|poems|poetry)", "(write|make) [me] (poetry|some poetry|a poem about (birds|a "
        "bird|swifts|"
        "martlets|spring|anything))", "poem", "can you (write|make) (poems|a poem|poetry|rhymes)", "poetry please",
    ], [POEM]),
    (1.0, [
        "(say|write|list|tell me|recite|give me) the (alphabet|abc|letters of the alphabet)", "alphabet",
        "do you know the "
        "(alphabet|abc)", "(which|what) letters (are in|has) the alphabet", "the letters from a to z",
    ], [ALPHABET]),
    (1.0, [
        "(list|name|tell me|write|what are|say|give me) [all|] the (days|weekdays|seven days|names of the days) [of "
        "the week]", "days "
        "of the week", "which days (has a week|are there|are in a week)",
    ], ["The days of the week are:\n\n1. Monday\n2. Tuesday\n3. Wednesday\n4. Thursday\n5. Friday\n6. Saturday\n7. "
    "Sunday"]),
    (1.0, [
        "(list|name|tell me|write|what are|say|give me) [all|] the (months|twelve months|names of the months) [of the "
        "year]", "months "
        "of the year", "which months (has a year|are there|are in a year)",
    ], ["The months are:\n\n1. January\n2. February\n3. March\n4. April\n5. May\n6. June\n7. July\n8. August\n9. "
    "September\n10. "
        "October\n11. November\n12. December"]),
    (1.0, [
        "(list|name|tell me|write|what are|give me) [all|some|five|] [the] (colours|colors|colours of the rainbow|"
        "colors of the "
        "rainbow)", "(list|name) a few (colours|colors)", "which (colours|colors) (do you know|has a rainbow|are in "
        "the rainbow)",
    ], ["- red\n- orange\n- yellow\n- green\n- blue\n- violet"]),
    (1.0, [
        "(list|name|tell me|write|what are|give me) [all|] the planets [of the solar system|in order]", "planets",
        "which planets (are "
        "there|do you know)", "the planets of the solar system",
    ], ["The planets, from the sun outwards:\n\n1. Mercury\n2. Venus\n3. Earth\n4. Mars\n5. Jupiter\n6. Saturn\n7. "
    "Uranus\n8. "
        "Neptune"]),
]  # fmt: skip
