"""Other wordings of a venue's name: what "Parliament Palace" and "Palace of the Parliament" have in common."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from geomap.gazetteer.fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Nouns for one kind of venue, in English and in languages whose names English texts keep.
_KINDS = {
    "palace": "palace palais palacio palazzo palac palast paleis palatul saray sarayi istana qasr",
    "castle": "castle castello castillo castelo zamek kasteel burg",
    "palace castle": "schloss chateau slott",
    "kremlin": "kremlin",
    "mansion": "mansion villa",
    "square": "square plaza piazza platz praca maydan maidan meydani midan ploshchad trg namesti rynek",
    "cathedral": "cathedral catedral cathedrale duomo katedra katedrala sobor",
    "church": "church iglesia eglise igreja kirche chiesa kosciol kerk",
    "basilica": "basilica basilique basilika",
    "chapel": "chapel capilla chapelle capela cappella",
    "mosque": "mosque masjid camii jami jame jamia mezquita",
    "temple": "temple templo tempel mandir gurdwara",
    "shrine": "shrine santuario sanctuary sanctuaire",
    "monastery": "monastery monasterio monastere mosteiro kloster manastir klasztor",
    "synagogue": "synagogue sinagoga",
    "airport": "airport aeropuerto aeroporto aeroport flughafen havalimani lotnisko",
    "airbase": "airbase afb",
    "stadium": "stadium estadio stade stadion stadio stadyumu",
    "arena": "arena",
    "museum": "museum museo musee muzeum museu muzeul muzej",
    "gallery": "gallery galerie galleria galeria",
    "university": "university universidad universite universitat universita universidade universitet universiteit",
    "library": "library biblioteca bibliotheque bibliothek",
    "bridge": "bridge puente pont ponte brucke koprusu most",
    "tower": "tower torre tour turm",
    "gate": "gate porte puerta tor",
    "theatre": "theatre theater teatro",
    "opera": "opera",
    "station": "station gare estacion estacao bahnhof hauptbahnhof stazione",
    "hospital": "hospital hopital",
    "hotel": "hotel",
    "fort": "fort fortress fortaleza forteresse festung citadel citadelle ciudadela",
    "memorial": "memorial memoriale monument monumento",
    "mausoleum": "mausoleum",
    "tomb": "tomb",
    "cemetery": "cemetery cementerio cimetiere friedhof cmentarz",
    "park": "park parc parque parco",
    "garden": "garden gardens jardin jardim giardini",
    "port": "port harbour harbor puerto porto haven",
    "headquarters": "headquarters hq",
    "guesthouse": "guesthouse",
    "nuclear": "npp",
    "spaceport": "spaceport cosmodrome",
    "embassy": "embassy",
    "consulate": "consulate",
    "parliament": "parliament",
    "court": "court",
    "assembly": "assembly",
    "chancellery": "chancellery",
    "office": "office",
    "ministry": "ministry",
    "crossing": "crossing checkpoint",
    "camp": "camp",
    "centre": "centre center centro centrum",
    "hall": "hall",
    "house": "house",
    "base": "base",
    "prison": "prison jail gaol penitentiary",
    "plant": "plant factory works refinery smelter steelworks reactor",
    "mall": "mall",
    "market": "market bazaar bazar souk mercado marche",
    "dam": "dam",
    "pagoda": "pagoda stupa",
    "circuit": "circuit speedway racetrack racecourse",
}  # fmt: skip
#: What a noun may stand for, by GeoNames' feature codes of class S.
_CODES = {
    codes: frozenset(nouns.split())
    for codes, nouns in {
        "PAL CSTL GOVL GHSE HSTS": "palace castle mansion kremlin fort guesthouse",
        "SQR": "square",
        "CH MSTY RLG": "cathedral church basilica chapel",
        "MSQE RLG TMB": "mosque",
        "TMPL MSQE RLG TMB MSTY CH": "temple shrine pagoda",
        "MSTY CH": "monastery",
        "SYG": "synagogue",
        "AIRP AIRB": "airport",
        "AIRB MILB AIRP INSM": "airbase base",
        "STDM CTRF": "stadium arena circuit",
        "MUS HSTS": "museum gallery",
        "UNIV": "university",
        "LIBR": "library",
        "BDG": "bridge",
        "TOWR MNMT BLDG": "tower gate",
        "THTR OPRA": "theatre opera",
        "RSTN BLDG": "station",
        "HSP": "hospital",
        "HTL RSRT": "hotel",
        "MNMT TMB CMTY HSTS SQR": "memorial mausoleum tomb cemetery",
        "PRK": "park garden",
        "HBR": "port",
        "GOVL ADMF BLDG CAPG": "headquarters parliament assembly chancellery office ministry",
        "PSN FCL INSM MN DAM": "nuclear plant dam",
        "CTRS": "spaceport",
        "CTHSE": "court",
        "PSTB": "crossing",
        "FCL HSTS MILB MNMT": "camp",
        "CTRF BLDG FCL": "centre hall house mall market",
        "PRN HSTS FCL MUS": "prison",
    }.items()
}
_KIND_OF = {word: kinds.split() for kinds, words in _KINDS.items() for word in words.split()}
#: Phrases that are one noun.
_PHRASES = (
    (re.compile(r"\bair (?:force )?base\b|\bairforce base\b"), "airbase"),
    (re.compile(r"\bguest house\b"), "guesthouse"),
    (re.compile(r"\bnuclear (?:power )?(?:plant|station)\b"), "npp"),
    (re.compile(r"\b(?:satellite |space )?launch(?:ing)? (?:cent(?:re|er)|site|station|complex)\b"), "spaceport"),
    (re.compile(r"\bspace cent(?:re|er)\b"), "spaceport"),
    (re.compile(r"\bborder (?:crossing|post)\b"), "crossing"),
    (re.compile(r"\brefugee camp\b"), "camp"),
    (re.compile(r"\bhouses of parliament\b|\bparliament (?:building|house|buildings)\b"), "parliament"),
    (re.compile(r"^place (?=de |du |des |d)"), "square "),
    (re.compile(r"\brailway station\b|\btrain station\b"), "station"),
)  # fmt: skip
_LITTLE = _words(
    """of the and de la le les el al l del della delle di du des da do das dos den der die von van at in on y e et
    und a an ul"""
)
#: One word for what languages call a saint, and for other words that papers vary.
_ALIKE = {
    "saint": "st", "sankt": "st", "san": "st", "santa": "st", "santo": "st", "sao": "st", "sveti": "st",
    "saints": "st", "sts": "st", "ste": "st", "sainte": "st", "grand": "great", "intl": "international",
    "nacional": "national", "nationale": "national", "nazionale": "national", "olympique": "olympic",
    "olimpico": "olympic", "olympia": "olympic", "independance": "independence", "independencia": "independence",
    "revolucion": "revolution", "constitucion": "constitution",
}  # fmt: skip
#: What a name may leave out as long as a word of its own remains.
_OPTIONAL = _words(
    "presidential royal imperial official building complex international sultan sheikh imam general marshal sir"
)
#: Words beside a noun that say of what kind it is, and nothing of which one.
_BESIDE = _OPTIONAL | _words(
    """enrichment steel iron nuclear power uranium refugee border shopping football cricket facility site national
    municipal federal sahib"""
)
#: Hotels of many cities.
_CHAINS = _words(
    """marriott hilton sheraton hyatt regency intercontinental inter continental serena radisson ritz carlton seasons
    novotel sofitel kempinski"""
)
#: Words that hundreds of venues share: a name of no others says too little by itself.
_GENERIC = _OPTIONAL | _words(
    """st national central state federal city town municipal public great old new grand main supreme high democratic
    republic republican people peoples independence freedom liberty unity victory heroes martyrs revolution
    constitution peace union cathedral church castle palace parliament government president prime minister
    governor congress senate hall house military army navy naval air force north south east west northern
    southern eastern western upper lower first second international world war art arts modern contemporary history
    natural science technology holy sacred mary our lady john peter paul michael george nicholas james trinity
    olympic cultural culture convention conference exhibition ministry foreign affairs defence defense court
    embassy consulate headquarters centre center university american"""
)
_GENERIC |= _CHAINS


@dataclass(frozen=True, slots=True)
class Wording:
    """What is left of a venue's name without the order of its words.

    Parameters
    ----------
    kinds
        Its nouns for kinds of venue, each in one language.
    own
        All other words that count.
    """

    kinds: frozenset[str]
    own: frozenset[str]

    @property
    def key(self) -> str:
        """The key under which the gazetteer has it; no name folds to one."""
        return f"~{' '.join(sorted(self.kinds))}|{' '.join(sorted(self.own))}"

    @property
    def generic(self) -> bool:
        """Whether venues of many cities are called so."""
        return self.own <= _GENERIC

    def short(self) -> "Wording | None":
        """Give it without words that may be left out; None if that leaves nothing of its own, or changes nothing."""
        rest = self.own - _OPTIONAL
        return Wording(self.kinds, rest) if rest and rest != self.own else None


def _plain(name: str) -> str:
    return fold(re.sub(r"(?<=\w)['’]s\b", "", name))


def wordings(name: str) -> tuple[Wording, ...]:
    """Give the wordings of a name; none where it has no noun for a kind of venue.

    Examples
    --------
    >>> wordings("Palace of the Parliament") == wordings("the Parliament Palace")
    True
    >>> wordings("St. Mary's Cathedral") == wordings("Cathedral of Saint Mary")
    True
    >>> wordings("Reims")
    ()
    """
    text = _plain(name)
    for pattern, noun in _PHRASES:
        text = pattern.sub(noun, text)
    words = [_ALIKE.get(word, word) for word in text.split() if word not in _LITTLE]
    kinds = [_KIND_OF[word] for word in words if word in _KIND_OF]
    own = frozenset(word for word in words if word not in _KIND_OF)
    if not kinds or len(words) > 8:
        return ()
    return tuple(dict.fromkeys(Wording(frozenset(some), own) for some in product(*kinds)))


def is_generic(name: str) -> bool:
    """Tell whether venues of many cities are called so: nothing in the name is its own."""
    found = wordings(name)
    return bool(found) and all(wording.generic for wording in found)


def bare_keys(name: str, city: str = "") -> frozenset[str]:
    """Give the keys of a name's own words without any noun for a kind: "natanz" of "Natanz enrichment plant".

    The gazetteer has the venues that news names under them too, with and without their city's name.
    """
    found = wordings(name)
    words = found[0].own if found else frozenset(_ALIKE.get(word, word) for word in _plain(name).split()) - _LITTLE
    owns = (words - _BESIDE, words - _BESIDE - frozenset(fold(city).split()))
    return frozenset(f"~|{' '.join(sorted(own))}" for own in owns if not own <= _GENERIC - _CHAINS)


def fits(name: str, feature_code: str) -> bool:
    """Tell whether a place of this feature code may be what the nouns of a name say; true if it has none.

    Examples
    --------
    >>> fits("Natanz enrichment plant", "PSN"), fits("Wawel Cathedral", "CSTL"), fits("the Bolshoi", "OPRA")
    (True, False, True)
    """
    kinds = {kind for wording in wordings(name) for kind in wording.kinds}
    return not kinds or any(feature_code in codes.split() and kinds & nouns for codes, nouns in _CODES.items())


def asked_keys(name: str) -> Iterator[str]:
    """Yield the keys under which other wordings of a name as written are looked up."""
    for wording in wordings(name):
        yield wording.key
        if short := wording.short():
            yield short.key


def listed_keys(name: str, city: str, people: frozenset[str] = frozenset()) -> Iterator[tuple[str, bool]]:
    """Yield the keys under which a venue's name is listed, and whether each says too little without its city.

    Parameters
    ----------
    name, city
        The venue's and its city's.
    people
        Words for the people of its country, which a name may leave out ("the Hungarian parliament").
    """
    inside = frozenset(fold(city).split())
    for wording in wordings(name):
        owns = (wording.own, wording.own - inside, wording.own | inside, wording.own - inside - people)
        for own in dict.fromkeys(owns):
            some = Wording(wording.kinds, own)
            bare = Wording(wording.kinds, own - inside)
            yield some.key, (bare.generic and not (inside and inside <= own)) or own < wording.own - inside
            if bare.short() and (short := some.short()):
                yield short.key, False
