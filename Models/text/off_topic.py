"""Questions the model cannot answer: it must say so. Many openings and many things, so that the refusal is learnt and
not the things."""

THINGS = """a cake|bread|pizza|an omelette|pancakes|soup|coffee|tea|a bicycle|a car|a boat|a house|a garden|a tree|
tomatoes|roses|a guitar|the piano|the violin|chess|poker|football|tennis|golf|yoga|a novel|a letter|
a poem about rain|an essay on bees|my taxes|a loan|a mortgage|bitcoin|shares|gold|insurance|a passport|a visa|
a flight|a hotel|a train ticket|a dentist|a doctor|a headache|the flu|a cold|vitamins|protein|sugar|salt|calories|
a diet|muscles|sleep|dreams|memory|the brain|the heart|the moon|mars|jupiter|black holes|gravity|electricity|magnets|
atoms|quantum physics|relativity|evolution|dinosaurs|whales|sharks|elephants|penguins|bees|ants|volcanoes|
earthquakes|rivers|oceans|deserts|mountains|glaciers|clouds|rainbows|the weather in history|climate change|plastic|
oil|steel|wood|glass|concrete|bridges|tunnels|towers|castles|pyramids|temples|churches|museums|paintings|sculptures|
photography|film|theatre|opera|jazz|rock music|hip hop|ballet|fashion|shoes|jewellery|perfume|makeup|hair|tattoos|
weddings|birthdays|christmas|easter|politics|elections|laws|courts|police|prisons|wars|peace|treaties|kings|queens|
emperors|presidents|the parliament|democracy|economics|inflation|banks|trade|slavery|farming|hunting|fishing|cooking|
baking|knitting|sewing|carpentry|plumbing|welding|a roof|a sink|a lawn mower|a washing machine|a fridge|an oven|
a microwave|a vacuum cleaner|a television|a radio|a camera|a printer|a phone|a laptop|a router|wifi|bluetooth|excel|
word|photoshop|windows|android|an iphone|java|javascript|rust|haskell|a sorting algorithm|a compiler|recursion|
a linked list|sql queries|a regular expression|html|css|react|kubernetes|git|blockchain|a virus|a firewall|
encryption|algebra|calculus|geometry|a prime number|pi|a derivative|an integral|statistics|a matrix|probability|
latin|grammar|a verb|shakespeare|homer|plato|kant|buddha|newton|einstein|napoleon|caesar|cleopatra|mozart|bach|
picasso|leonardo|columbus|darwin|gandhi|a divorce|a will|a contract|a lawyer|a job interview|a cv|a salary|a boss|
marketing|a startup|real estate|a horse|a puppy|a kitten|a goldfish|a parrot|a hamster|a snake|a spider|mosquitoes|
mushrooms|cheese|wine|beer|whisky|olive oil|rice|pasta|sushi|curry""".replace(
    "\n", " ")  # fmt: skip
PLACES = ("the netherlands|brazil|mexico|peru|kenya|nigeria|thailand|korea|vietnam|iceland|chile|cuba|texas|"
"california|sicily|"
          "bavaria|scotland|wales|hamburg|milan|lyon|boston|chicago|sydney|mumbai|istanbul|the moon|mars|new york|"
          "rome|spain|"
          "france|japan|canada|norway|sweden|denmark|italy|england|egypt|india|china|greece|poland|russia")  # fmt: skip
PEOPLE = ("president|king|queen|first king|second king|third king|last king|prime minister|mayor|emperor|chancellor|"
"pope|owner|"
          "inventor|discoverer|winner|champion|first president|second president|richest man|tallest man|leader|"
          "minister|founder")

THING = f"({THINGS})"
PLACE = f"({PLACES})"

UNKNOWN_ANSWER = "I am a tiny model, and I do not know that. Ask me about Martlet, or just say hello."

PATTERNS = [
    (4.0, f"<howto> (bake|cook|make|fix|repair|buy|sell|clean|paint|draw|grow|learn|play|study|understand|find|cure|"
    f"treat|cut|"
          f"wash|measure|calculate|book|choose|use|build|plant|catch|feed|train|drive|start|stop|change|install) "
          f"{THING}"),
    (4.0, f"<what> {THING}"),
    (2.0, f"(tell me|say|write|explain|talk) [something|more|a bit|everything] about {THING}"),
    (2.0, f"why (is|are|do|does|did|can|has) {THING} (so|)(expensive|cheap|heavy|blue|hot|cold|dangerous|popular|"
    f"important|slow|"
          "fast|hard|big|small|fall|break|work|smell|cost so much|exist|happen|matter)"),
    (2.0, f"(when|where|how|why) (was|were|is|are) {THING} (invented|discovered|made|found|built|born|written|sold|"
    f"painted|used)"),
    (3.0, f"(who|which person|what person) (is|was|were|became|has been) the (current |next |)({PEOPLE}) (of|in) "
    f"{PLACE}"),
    (2.0, f"who (is|was|were) (the ({PEOPLE})|shakespeare|einstein|napoleon|mozart|taylor swift|newton|caesar|homer|"
    f"picasso|"
          "darwin|marie curie|elvis|the beatles|columbus|hannibal|goethe|aristotle|bismarck|churchill)"),
    (2.0, f"(who|which man|which woman) (invented|discovered|wrote|painted|built|composed|won|directed|founded|made) "
    f"{THING}"),
    (1.5, "who (wrote|painted|directed|composed|sang) (hamlet|the mona lisa|faust|star wars|the odyssey|titanic|don "
    "quixote|war "
          "and peace|the magic flute|yesterday|the starry night|harry potter|the lord of the rings|moby dick|1984)"),
    (2.0, f"(what|how big|how large|how many people) (is|are|live) (the population|the area|the currency|the language|"
    f"the flag|the "
          f"history|the climate|the highest mountain|the longest river) (of|in) {PLACE}"),
    (1.5, f"how (tall|high|deep|long|old|heavy|far|big|fast|hot|expensive) (is|was|are) ({PLACES}|{THINGS}|the eiffel "
    f"tower|mount "
          "everest|the sun|the earth|the pacific ocean|the nile|an average man|the speed of light)"),
    (1.5, f"(who|which team) (won|wins|will win|lost) (the world cup|the game|the election|the league|the war|the "
    f"olympics|the "
          f"super bowl|the match) [in (1954|1990|2010|2022|{PLACES})|yesterday|last night]"),
    (1.0, f"in (what|which) (year|country|city|century) (was|did|is|were) {THING} "
          "[built|made|start|end|born|invented]"),
    (1.0, f"(translate|say) {THING} (in|to|into) (german|french|spanish|latin|chinese|italian)"),
    (1.5, f"(write|create|generate|give me|show me) (code|a function|a program|a script|a recipe|a plan|instructions|"
    f"a summary|a "
          f"list|an email|a speech|a song) (for|about|of) {THING}"),
    (1.0, f"(what|which) (is|are) the best {THING} [in {PLACE}|to buy|for me]"),
    (1.0, f"(should|can|may|must) i (buy|eat|sell|drink|trust|try|avoid|wear|take) {THING} [today|now|in {PLACE}]"),
    (1.0, f"what happened (in|during|at) (1066|1492|1789|1914|1969|the war|the middle ages|ancient rome|{PLACES}|the "
    f"revolution)"),
    (1.0, f"(where|in which part of the world) (is|lies|can i find) ({PLACES}|{THINGS}|the nearest pharmacy|my car|a "
    f"good "
          "restaurant|the north pole|the nearest station)"),
    (1.0, "(what are|tell me|give me|show me) (the news|the latest news|todays news|the lottery numbers|the stock "
    "prices|the "
          "football results|the exchange rate of the dollar|tomorrow's headlines|the price of bitcoin|"
          "the train times)"),
    (1.0, "(what is|calculate) the (square root|logarithm|sine|cube) of (2|12|144|1000|pi|5281)"),
    (1.0, f"(compare|what is the difference between) {THING} and {THING}"),
    (1.0, f"(do you know|have you heard of|can you help me with|i have a question about|what do you think (of|about)|"
    f"do you "
          f"believe in|are you interested in|let's talk about|i want to know about|recommend) {THING}"),
    (0.6, "(asdf|qwerty|blah blah|xyz|foo bar|lorem ipsum|abc|aaaa|hjkl|fghj|zzz|lkjh|wxyz|bla bla bla|dfgdfg|jkjk|"
    "mnbv)"),
]  # fmt: skip
