"""Words that reading rests on: verbs and nouns of travel, presence and events, by sense.

Small closed tables; what a sense is worth is learned (`weights.json`), not decided here.
"""

import functools


def words(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


#: Base forms by sense.
_VERBS = {
    "go": """go travel fly head drive sail journey march ride cruise trek cycle walk hike return proceed continue
        move set venture migrate commute cross ferry race hitchhike paddle row swim climb pass route jet shuttle
        pour rush hurry wander sweep circle orbit trudge steam motor retrace""",
    "arrive": """arrive land reach enter touch dock check disembark come get berth alight descend moor make join
        converge call""",
    "depart": "leave depart exit flee escape embark start begin launch quit withdraw evacuate vacate",
    "visit": "visit tour inspect attend explore see revisit pay view witness",
    "stay": """stay remain spend sleep stop pause camp rest overnight lodge settle linger wait shelter anchor halt
        recover recuperate holiday winter summer""",
    "event": """meet speak play perform address hold host open celebrate win lose beat compete lay preach sing
        greet welcome receive talk confer sign deliver dine lunch unveil inaugurate preside campaign rally
        participate appear debut headline show screen exhibit give finish train practise practice face draw
        stage marry conduct kick film shoot record present lecture read chair convene gather discuss brief
        testify accept pray kneel dance lead mark introduce study work serve deploy observe search dig excavate
        monitor consult engage join eat drink buy photograph swim""",
    "carry": """take bring carry transport send fly deport extradite transfer move drive ferry rush airlift escort
        return accompany ship tow deliver invite drop lead relocate haul guide divert summon evacuate release""",
    "placed": "hold locate base situate schedule stage plan set station moor dock see spot find park detain host",
    "be": "be",
    "say": """say tell announce state report add claim note comment describe write declare warn urge call accuse
        blame deny insist argue stress express welcome condemn reject respond reply confirm believe think
        suggest praise promise vow pledge criticise criticize explain ask""",
    "harm": """die kill crash arrest injure collapse explode sink capture detain imprison bomb hit strike attack
        rescue wreck hospitalise hospitalize disappear vanish wound ground strand""",
    "call_off": """cancel postpone scrap call abandon skip refuse decline drop shelve miss reject avoid scrub
        cut bar ban prevent fail snub boycott forgo""",
    "plan": """plan expect schedule intend hope want aim due slate set prepare agree book decide propose seek
        wish mean like consider hop need invite promise arrange""",
    "born": "bear hail grow study live work educate graduate own found bury move raise settle retire",
    "own": "have own use need control rule govern invade occupy win border",
}
_NOUNS = {
    "visit": """visit trip tour journey stop stopover leg arrival return flight pilgrimage voyage stay expedition
        travel passage swing detour crossing homecoming ride drive route crusade mission layover departure
        itinerary hop pass sojourn holiday vacation honeymoon travels visits walk trek march transit landing""",
    "event": """talks meeting summit conference concert ceremony parade mass match game show speech lecture rally
        race exhibition session event festival forum gig performance address dinner lunch reception banquet
        appearance opening final tournament service prayer mass vigil wedding funeral interview discussion
        meetings consultation consultations conversation dialogue press premiere screening fight bout date
        fixture tie audience engagement workshop seminar symposium debate hearing briefing assembly congress
        convention gala tea breakfast liturgy memorial commemoration celebration inauguration launch night
        evening stage semi-final quarter-final championship championships cup olympics games exercise port
        training camp sightings sighting recital round qualifier friendly victory win defeat negotiations""",
    "people": """people resident citizen refugee troop soldier worker student official leader president minister
        ambassador envoy spokesman spokeswoman spokesperson official officials government authority authorities
        police army forces military parliament embassy team company bank university club party court
        newspaper agency media economy war crisis conflict election law policy border relations ties""",
    "history": "century history war era empire revolution treaty battle invasion occupation",
}
#: Forms that rules of spelling don't give.
_IRREGULAR = {
    "go": "went gone", "fly": "flew flown", "drive": "drove driven", "ride": "rode ridden", "come": "came",
    "get": "got gotten", "leave": "left", "flee": "fled", "begin": "began begun", "see": "saw seen",
    "spend": "spent", "sleep": "slept", "meet": "met", "speak": "spoke spoken", "hold": "held", "win": "won",
    "lose": "lost", "beat": "beaten", "lay": "laid", "sing": "sang sung", "give": "gave given",
    "show": "shown", "draw": "drew drawn", "shoot": "shot", "take": "took taken", "bring": "brought",
    "send": "sent", "lead": "led", "set": "setting", "find": "found", "say": "said", "tell": "told",
    "write": "wrote written", "think": "thought", "sink": "sank sunk", "hit": "hitting", "strike": "struck",
    "cut": "cutting", "mean": "meant", "bear": "born borne bore", "grow": "grew grown", "found": "founded",
    "have": "has had", "make": "made making", "read": "reading", "pay": "paid", "swim": "swam swum",
    "be": "is am are was were been being 's 're 'm", "quit": "quitting", "put": "putting", "eat": "ate eaten",
    "drink": "drank drunk", "buy": "bought", "run": "ran", "feel": "felt", "keep": "kept", "stick": "stuck",
    "kneel": "knelt", "tow": "towed",
    "ban": "banned", "dig": "dug",
}  # fmt: skip

#: Head nouns of venues: what a name that ends so names.
VENUES = words(
    """abbey academy airbase airfield airport airstrip amphitheatre arena auditorium avenue barracks base basilica
    beach boulevard bridge camp campus capitol castle cathedral cemetery center centre chapel church citadel
    clinic college compound consulate convent cosmodrome courthouse courthouse courtyard dam dockyard dome
    embassy enclosure factory farm fort fortress gallery garden gardens gate gates ground grounds guesthouse
    hall harbour harbor headquarters hospital hostel hotel house inn institute kremlin laboratory launchpad
    library lodge mansion market mausoleum memorial mill mine ministry monastery monument mosque museum nursery
    observatory opera orphanage pagoda palace park parliament pavilion pier plant plaza port prison racecourse
    range refinery refuge residence resort restaurant reservation ruins sanctuary school seminary shelter
    shipyard shrine site spaceport square stadium station street studio studios synagogue temple terminal
    theatre theater tomb tower towers track tunnel university villa vineyard lab jail arboretum grotto platz
    penitentiary mosque warehouse wharf winery yard zoo cafe café pub bar club circuit speedway velodrome
    ballroom casino cinema hangar heliport pad complex quarry hut chalet conservatory aquarium planetarium
    dockyards depot crossing checkpoint facility facilities hermitage priory quay marina course hostelry brewery
    distillery"""
)
#: Nouns that begin the name of a venue or a natural feature.
VENUES_FIRST = words(
    """hotel plaza piazza cape mount lake camp fort villa château chateau casa palazzo stade estadio isla île ile
    monte castel schloss place rue via avenida hôtel parc puerta torre teatro théâtre point"""
)
#: Head nouns of natural features, waters and regions.
NATURAL = words(
    """mount mountain mountains hill hills peak volcano glacier river lake lakes desert valley canyon gorge island
    islands isle isles atoll archipelago cape peninsula forest jungle falls waterfall reef delta plateau plain
    basin range ridge creek lagoon oasis steppe savanna wetlands marsh pole cave caves gap pass point headland
    cliffs moor fjord"""
)
SEAS = words("sea ocean gulf strait straits bay channel sound waters coast")
REGIONS = words(
    """province state county region district territory oblast prefecture governorate department canton republic
    kingdom emirate parish municipality borough highlands lowlands outback countryside"""
)
MONTHS = words("""january february march april may june july august september october november december""")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
#: Words before a name that make it a person's.
TITLES = words(
    """mr mrs ms miss dr sir lord lady dame president minister secretary senator governor general colonel captain
    chancellor king queen prince princess pope cardinal archbishop bishop father sister brother saint ambassador
    professor judge justice mayor sheikh sultan emir ayatollah imam rabbi reverend rev chairman chairwoman
    director commander admiral sergeant lieutenant premier sen gov gen col capt lt prof"""
)
HONORIFICS = words("mr mrs ms miss dr sir mr. mrs. ms. dr.")
#: Ordinary nouns for somebody or something that travels.
ROLES = words(
    """president minister secretary leader pope pontiff king queen prince princess chancellor premier delegation
    team band group ship vessel boat yacht plane aircraft jet crew party orchestra choir squad candidate senator
    governor ambassador envoy general commander star singer actor actress player striker manager coach champion
    climber explorer sailor pilot astronaut astronauts cosmonaut tourist pilgrims pilgrim bishop archbishop
    cardinal rover probe spacecraft satellite capsule storm hurricane cyclone typhoon depression convoy train
    bus expedition tour caravan relay torch cup trophy exhibition whale bear wolf tiger lion elephant bird
    lioness lionesses tortoise dog cat horse panda family couple brothers sisters man woman boy girl suspect
    prisoner detainee refugee writer author poet scientist researcher journalist reporter photographer comedian
    dj rapper cyclist runner driver rider walker hiker trekker farmer student students artist painter composer
    conductor pianist violinist pop duo trio quartet ensemble company circus cast inspector inspectors mission
    diplomat negotiator mediator chief director head chairman official officials officer adviser advisor
    representative undersecretary deputy representatives troops soldiers marines fleet carrier submarine
    destroyer frigate warship flotilla tanker freighter trawler tug ferry lander shuttle crusader evangelist
    preacher dalai lama monk patriarch imam emperor empress duke duchess monarch senators lawmakers congressman
    congresswoman mayor lawyer attorney judge doctor surgeon nurse professor teacher"""
)
#: First names by which a "he" or a "she" is told; only what politics and news use most.
FEMALE = words(
    """mary anna anne maria elizabeth margaret hillary angela theresa jill kamala wendy michelle condoleezza nancy
    victoria janet samantha linda uzra bonnie kathleen susan karen laura jane kate catherine camilla julia
    madeleine aung ursula greta malala jacinda sarah emma sanna kaja giorgia christine mette erna melania ivanka
    taylor beyonce beyoncé madonna adele rihanna serena venus diana sonia indira benazir sheikh michele lucy
    helen clara eva elena olga irina natalia carla renate jarmila"""
)


def _forms(base: str) -> set[str]:
    """Regular inflections of a verb or plural of a noun."""
    forms = {base, base + "s", base + "ed", base + "ing", base + base[-1] + "ed", base + base[-1] + "ing"}
    if base.endswith("e"):
        forms |= {base + "d", base[:-1] + "ing"}
    if base.endswith("y"):
        forms |= {base[:-1] + "ies", base[:-1] + "ied"}
    if base.endswith(("s", "sh", "ch", "x", "o")):
        forms.add(base + "es")
    return forms | set(_IRREGULAR.get(base, "").split())


@functools.cache
def _senses(kind: str) -> dict[str, tuple[str, frozenset[str]]]:
    table = _VERBS if kind == "verb" else _NOUNS
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for sense, words in table.items():
        for base in words.split():
            for form in _forms(base):
                known, senses = found.get(form, (base, frozenset()))
                found[form] = (known, senses | {sense})
    return found


def verb(form: str) -> tuple[str, frozenset[str]]:
    """Give base form and senses of a verb's form; the form itself and no sense where it is not in the tables."""
    form = form.lower()
    return _senses("verb").get(form, (form, frozenset()))


def noun(form: str) -> tuple[str, frozenset[str]]:
    """Give base form and senses of a noun's form; the form itself and no sense where it is not in the tables."""
    form = form.lower()
    return _senses("noun").get(form, (form, frozenset()))


def singular(form: str) -> str:
    """Give a noun without its plural ending."""
    form = form.lower()
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 3:
        return form[:-1]
    return form
