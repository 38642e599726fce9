"""Small sums, everyday facts and names: question and answer made together."""

import random

from . import phrases

NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December"]  # fmt: skip
COLOURS = {
    "the sky": "blue", "grass": "green", "snow": "white", "blood": "red", "the sun": "yellow", "a banana": "yellow",
    "a lemon": "yellow", "coal": "black", "milk": "white", "a tomato": "red", "the sea": "blue", "a leaf": "green",
    "chocolate": "brown", "an orange": "orange", "a carrot": "orange", "a swift": "dark brown", "the night": "black",
    "a strawberry": "red", "a frog": "green", "a cucumber": "green", "an elephant": "grey", "a flamingo": "pink",
    "a cherry": "red", "a polar bear": "white", "a crow": "black", "a pumpkin": "orange", "a rose": "often red",
}  # fmt: skip
CAPITALS = {
    "France": "Paris", "Germany": "Berlin", "Italy": "Rome", "Spain": "Madrid", "England": "London",
    "Portugal": "Lisbon",
    "Japan": "Tokyo", "China": "Beijing", "Russia": "Moscow", "Austria": "Vienna", "Greece": "Athens",
    "Poland": "Warsaw",
    "Sweden": "Stockholm", "Norway": "Oslo", "Denmark": "Copenhagen", "Finland": "Helsinki", "Ireland": "Dublin",
    "Egypt": "Cairo", "Canada": "Ottawa", "Australia": "Canberra", "India": "New Delhi", "Belgium": "Brussels",
    "the United States": "Washington", "Hungary": "Budapest", "Switzerland": "Bern", "Turkey": "Ankara",
    "Morocco": "Rabat", "Algeria": "Algiers", "Tunisia": "Tunis", "Mexico": "Mexico City", "Brazil": "Brasilia",
    "Argentina": "Buenos Aires", "Cuba": "Havana", "South Korea": "Seoul", "Thailand": "Bangkok", "Kenya": "Nairobi",
    "Iceland": "Reykjavik", "the Netherlands": "Amsterdam", "Scotland": "Edinburgh", "Ukraine": "Kyiv",
    "Romania": "Bucharest",
    "the Czech Republic": "Prague", "the UK": "London", "the USA": "Washington", "Iran": "Tehran",
    "Saudi Arabia": "Riyadh",
}  # fmt: skip
SOUNDS = {
    "dog": "woof", "cat": "meow", "cow": "moo", "duck": "quack", "sheep": "baa", "pig": "oink", "lion": "roar",
    "frog": "ribbit", "bee": "buzz", "horse": "neigh", "owl": "hoot", "snake": "hiss", "mouse": "squeak",
    "hen": "cluck",
}  # fmt: skip
OPPOSITES = [
    ("hot", "cold"), ("big", "small"), ("up", "down"), ("left", "right"), ("day", "night"), ("black", "white"),
    ("fast", "slow"), ("old", "new"), ("open", "closed"), ("happy", "sad"), ("good", "bad"), ("high", "low"),
    ("yes", "no"), ("rich", "poor"), ("hard", "soft"), ("long", "short"), ("full", "empty"), ("light", "dark"),
    ("wet", "dry"), ("loud", "quiet"), ("early", "late"), ("love", "hate"), ("in", "out"), ("first", "last"),
]  # fmt: skip
COUNTS = {
    "(days are there|days are) in a week": "A week has seven days.", "(months are there|months are) in a year":
    "A year has twelve months.", "(hours are there|hours are) in a day": "A day has twenty-four hours.",
    "(minutes are there|minutes are) in an hour": "An hour has sixty minutes.", "(seconds are there|seconds are) in a "
    "minute": "A minute has sixty seconds.", "legs (does a dog have|has a dog|does a cat have|has a cat|does a cow "
    "have)":
    "It has four legs.", "legs (does a spider have|has a spider)": "A spider has eight legs.", "legs (does an insect "
    "have|"
    "has an ant|does a bee have)": "An insect has six legs.", "wings (does a bird have|has a bird|has a swift)":
    "A bird has two wings.", "(days are there|days are) in a year": "A year has 365 days, and a leap year has 366.",
    "letters (are in the alphabet|has the alphabet|does the alphabet have)": "The English alphabet has 26 letters.",
    "(planets are there|planets are in the solar system)": "There are eight planets in our solar system.",
    "(continents are there|continents exist)": "Most people count seven continents.", "sides (has a triangle|does a "
    "triangle have)": "A triangle has three sides.", "fingers (has a hand|are on a hand|do you have)":
    "A hand has five fingers.", "(sides|corners) (has a square|does a square have)": "A square has four.",
}
NAMES = """Anna Ben Carla David Emma Felix Greta Hugo Ida Jan Karin Leo Maria Nina Oscar Paul Rosa Sam Tina Ute Victor
Will Zoe Alice Bob Carol Dan Eve Frank Grace Henry Iris Jack Kate Liam Mia Noah Olivia Peter Quinn Ruth Sophie Tom Uma
Vera Walter Yara John Mary Lisa Max Laura Chris Alex Robin Kim Lucas Julia Simon Clara Martin Eva Omar Fatima Ali Ravi
Priya Chen Mei Yuki Hana Ivan Olga Pedro Lucia Marco Elena Pierre Chloe Sven Astrid Lars Finn Amir Layla Diego Carmen
Joe Amy Kevin Susan Mark Linda James Sarah Michael Jane George Ella Arthur Nora Theo Lily""".split()


def _number(value, chance):
    return NUMBERS[value] if value < len(NUMBERS) and chance.random() < 0.2 else str(value)


def arithmetic(chance: random.Random):
    sign = chance.choice(["plus", "plus", "minus", "times"])
    top = 10 if sign == "times" else 20
    a, b = chance.randint(0, top), chance.randint(0, top)
    if sign == "minus" and b > a:
        a, b = b, a
    total = {"plus": a + b, "minus": a - b, "times": a * b}[sign]
    words = {"plus": "(plus|+|and|added to)", "minus": "(minus|-|take away|less)", "times": "(times|*|x|multiplied by)"}
    said = phrases.fill(words[sign], chance)
    if said in "+-*x" and chance.random() < 0.5:
        middle = f"{a}{said}{b}"
    else:
        middle = f"{_number(a, chance)} {said} {_number(b, chance)}"
    question = phrases.fill(
        f"(what is|what's|how much is|calculate|compute||what does|tell me|can you add up|solve|do you know what is|"
        f"what do you get for|work out) {middle} [equal|make|=]", chance)  # fmt: skip
    return question, f"{a} {sign} {b} is {total}."


def colour(chance):
    thing = chance.choice(list(COLOURS))
    question = phrases.fill(f"(what|which) (colour|color) (is|has) {thing}|what is the (colour|color) of {thing}|tell "
    f"me the "
                            f"(colour|color) of {thing}|{thing} is (what|which) (colour|color)", chance)  # fmt: skip
    return question, f"{thing[0].upper()}{thing[1:]} is {COLOURS[thing]}."


def order(chance):
    row, what = chance.choice([(DAYS, "day"), (MONTHS, "month")])
    place, after = chance.randrange(len(row)), chance.random() < 0.5
    side = "after" if after else "before"
    question = phrases.fill(f"(what|which) {what} (comes|is|follows|goes) {side} {row[place]}|what comes {side} "
    f"{row[place]}|"
                            f"the {what} {side} {row[place]}|tell me (which|the) {what} [that] (is|comes) {side} "
                            f"{row[place]}",
                            chance)  # fmt: skip
    if "follows" in question and not after:
        question = question.replace("follows", "comes")
    other = row[(place + (1 if after else -1)) % len(row)]
    return question, f"{other} comes {side} {row[place]}."


def capital(chance):
    land = chance.choice(list(CAPITALS))
    question = phrases.fill(f"(what is|what's|name|tell me|which city is|which is|do you know) the capital [city] of "
    f"{land}|"
                            f"capital of {land}|which city is {land}'s capital", chance)  # fmt: skip
    return question, f"The capital of {land} is {CAPITALS[land]}."


def sound(chance):
    animal = chance.choice(list(SOUNDS))
    question = phrases.fill(f"(what|which) (sound|noise) does (a|the) {animal} make|what does (a|the) {animal} say|"
    f"how does a "
                            f"{animal} sound|what sound do {animal}s make", chance)  # fmt: skip
    return question, f"A {animal} says: {SOUNDS[animal]}!" if animal != "owl" else "An owl says: hoot!"


def opposite(chance):
    one, other = chance.choice(OPPOSITES)
    if chance.random() < 0.5:
        one, other = other, one
    question = phrases.fill(f"(what is|what's|tell me|name|give me|do you know) the opposite of {one}|opposite of "
    f"{one}|"
                            f"what word is the opposite of {one}", chance)  # fmt: skip
    return question, f"The opposite of {one} is {other}."


def count(chance):
    pattern = chance.choice(list(COUNTS))
    question = phrases.fill(f"[tell me|do you know] how many {pattern}|what number of {pattern}", chance)
    return question, COUNTS[pattern]


def name(chance):
    who = chance.choice(NAMES)
    question = phrases.fill(f"my name is {who}|i am {who}|i'm {who}|(hi|hello|hey), (i am|i'm|my name is|this is) "
    f"{who}|call me "
                            f"{who}|(hi|hello), {who} here|people call me {who}|you can call me {who}|{who} is my name",
                            chance)  # fmt: skip
    return question, f"Nice to meet you, {who}! How can I help you?"


ASK_NAME = (
    "what is my name|what's my name|who am i|do you (know|remember) my name|tell me my name|say my name|"
    "what did i say my name is|how am i called|can you remember my name|do you still know (my name|who i am)"
)

FACTS = [(5.0, arithmetic), (1.6, colour), (1.6, order), (1.6, capital), (1.0, sound), (1.2, opposite), (1.2, count),
         (2.0, name)]  # fmt: skip
