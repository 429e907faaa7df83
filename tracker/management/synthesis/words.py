"""Words for a record that nobody can take for a real one: elephants, lighthouses, and places that do not exist.

Sentences are made from templates in several languages and scripts. Places are made from syllables, many of them,
the later ones ever rarer, so that a search finds common and rare words alike.
"""

import unicodedata
from dataclasses import dataclass
from itertools import product
from zlib import crc32

from tracker.management.synthesis.chance import Weighted


def _words(text):
    return tuple(text.split())


_ONSETS = ("Stre", "Ru", "Ze", "Kra", "Ho", "Ta", "Bel", "Mo", "Vi", "Gal", "Fen", "Ost", "Dar", "Ly", "Qua")
_MIDDLES = ("ls", "ri", "nd", "vo", "zz", "nta", "tau", "mar", "lli", "go", "ster", "pa", "rku", "dol")
_ENDINGS = ("au", "ia", "burg", "ova", "mere", "ine", "holm", "ada", "ust", "ely", "or", "wick")
# In an order of no meaning: the first places stand in many sentences, the last ones in hardly any.
PLACES = tuple("".join(syllables) for syllables in product(_ONSETS, _MIDDLES, _ENDINGS))
PLACES = tuple(sorted(PLACES, key=lambda place: crc32(place.encode())))

_GIVEN = _words(
    "Anselm Odalys Ruprecht Ismeria Calvin Zenobia Tiberius Philippa Osric Leocadia Amadeus Drusilla Bartolo "
    "Quenby Evander Sidonie Lucan Perpetua Horatio Melisende Fabian Wilhelmina Corin Theodora"
)
_FAMILY_STARTS = _words(
    "Rassen Tarqu Quelli Zondra Fenwor Halber Mirska Ostro Velma Dunsta Karpo Lindi Brasto Yevma Nokum Abed Sato "
    "Chanwi Oyelo Huangpi Castel Moraz Pelti Grunva Sivert Tolma Wexom Irido Jandra Urqua"
)
_FAMILY_ENDS = _words(
    "dyll ast mor va thorne stein inen ski dor berg ko lov mba ye gawa rit ola shan lano quet dez vik son mand eira ux"
)
FAMILY_NAMES = tuple(a + b for a, b in product(_FAMILY_STARTS, _FAMILY_ENDS))

PORTFOLIOS = _words(
    "Lighthouses Elephants Ferries Umbrellas Bridges Carousels Orchards Tramways Libraries Fountains Kites "
    "Windmills Postcards Beehives Canals Clocks Dovecotes Gondolas Hedgehogs Igloos Jetties Lanterns Marmalade "
    "Observatories Parades Quarries Reservoirs Sledges Tunnels Violins Weathercocks Zeppelins"
)
_ASPECTS = ("", "cost of ", "safety of ", "trade in ")
TOPICS = tuple(f"{aspect}{thing.lower()}".capitalize() for aspect, thing in product(_ASPECTS, PORTFOLIOS))
PAPERS = ("Courier", "Gazette", "Evening Post", "Observer", "Wireless", "Chronicle", "Mirror of the Week", "Television")
BODIES = ("Board of", "Institute for", "Court of", "Federation of", "Chamber of")

# Letters for the same name in another script. Not how the language would write it: nobody has this name.
_CYRILLIC = dict(zip("abvgdeziklmnoprstufhycqwxj", "абвгдезиклмнопрстуфхыцкуксж", strict=False))


def in_cyrillic(name):
    return "".join(_CYRILLIC.get(letter.lower(), letter) for letter in name).title()


@dataclass(frozen=True)
class Language:
    """What can be said in a language: templates with {thing}, {place}, {n} and {year}, and words for them."""

    tag: str
    weight: int
    templates: tuple
    things: tuple
    places: tuple = PLACES
    space: str = " "


def _language(tag, weight, templates, things, places=PLACES, space=" "):
    """Its texts in normal form C, as the record keeps all text."""
    composed = [
        tuple(unicodedata.normalize("NFC", word.strip()) for word in words)
        for words in (templates.strip().splitlines(), things.split(","), places)
    ]
    return Language(tag, weight, *composed, space)


LANGUAGES = (
    _language(
        "en",
        44,
        """
        Not one of the {thing} will leave {place} before {year}.
        By {year} there will be {n} {thing} in {place}.
        We have never bought {thing} from {place}.
        The budget for {thing} in {place} has doubled to {n} million.
        There were no {thing} in {place} on that night.
        {n} {thing} were repaired in {place} last year, more than ever before.
        We will reopen the road to {place} for all {thing} within {n} days.
        Nobody in {place} pays a fee for {thing} any more.
        The price of {thing} in {place} will fall by {n} per cent.
        I gave no order to move the {thing} from {place}.
        Every school in {place} will have its own {thing}.
        Our {thing} are the oldest between {place} and the sea.
        """,
        "elephants,lighthouses,ferries,umbrellas,bridges,carousels,orchards,trams,libraries,fountains,kites,windmills,"
        "postcards,beehives,canals,clocks,dovecotes,gondolas,hedgehogs,igloos,jetties,lanterns,jars of marmalade,"
        "observatories,parades,quarries,reservoirs,sledges,tunnels,violins,weathercocks,zeppelins",
    ),
    _language(
        "ru",
        12,
        """
        Ни один из тех, кто строит {thing}, не покинет город {place} до {year} года.
        К {year} году в городе {place} появятся новые {thing}.
        В городе {place} никогда не было никаких {n} приказов про {thing}.
        Мы отремонтировали {thing} за {n} дней.
        Цены на {thing} снизятся на {n} процентов.
        """,
        "маяки,слоны,паромы,зонты,мосты,карусели,сады,трамваи,библиотеки,фонтаны,часы,каналы",
        ("Стрельзау", "Рутения-Сад", "Кравогорск", "Остмар", "Вилинда", "Дарстер", "Мозадола", "Зетау"),
    ),
    _language(
        "ar",
        8,
        """
        لن تغادر {thing} مدينة {place} قبل عام {year}.
        سنبني {n} من {thing} في {place} هذا العام.
        لم نشتر {thing} من {place} قط.
        ستنخفض أسعار {thing} بنسبة {n} في المئة.
        """,
        "الفيلة,المنارات,الجسور,المظلات,العبّارات,المكتبات,النوافير,الساعات,البساتين",
        ("سترلساو", "كرافوبورغ", "أوستمار", "فيليندا", "دارستر", "زيتاو"),
    ),
    _language(
        "zh-Hans",
        8,
        """
        到{year}年，{place}将有{n}座{thing}。
        {place}从来没有{thing}。
        我们没有下令移走{place}的{thing}。
        今年我们在{place}修复了{n}座{thing}。
        """,
        "灯塔,大象,桥梁,渡轮,雨伞,图书馆,喷泉,果园,电车,运河",
        ("斯特雷绍", "克拉沃堡", "奥斯特马", "维林达", "达斯特", "泽陶"),
        "",
    ),
    _language(
        "ja",
        5,
        """
        {year}年までに{place}に{thing}を{n}か所つくります。
        {place}に{thing}はありませんでした。
        {thing}の料金は{n}パーセント下がります。
        {place}の{thing}を動かすよう命じたことはありません。
        """,
        "灯台,象,橋,フェリー,傘,図書館,噴水,果樹園,路面電車,運河",
        ("ストレルザウ", "クラヴォ市", "オストマール", "ヴィリンダ", "ゼタウ"),
        "",
    ),
    _language(
        "th",
        4,
        """
        จะไม่มี{thing}ออกจาก{place}ก่อนปี {year}
        เราจะสร้าง{thing} {n} แห่งใน{place}ปีนี้
        เราไม่เคยซื้อ{thing}จาก{place}
        ราคา{thing}จะลดลงร้อยละ {n}
        """,
        "ช้าง,ประภาคาร,สะพาน,ร่ม,เรือข้ามฟาก,ห้องสมุด,น้ำพุ,สวนผลไม้",
        ("สเตรลเซา", "คราโวบูร์ก", "ออสต์มาร์", "วิลินดา"),
    ),
    _language(
        "fr",
        7,
        """
        Pas un seul des {thing} ne quittera {place} avant {year}.
        Nous réparerons {n} {thing} à {place} d’ici {year}.
        Il n’y a jamais eu de {thing} à {place}.
        Le prix des {thing} baissera de {n} pour cent.
        """,
        "éléphants,phares,bacs,parapluies,ponts,manèges,vergers,tramways,horloges,canaux",
    ),
    _language(
        "es",
        7,
        """
        Ni uno de los {thing} saldrá de {place} antes de {year}.
        Habrá {n} {thing} en {place} en {year}.
        Jamás compramos {thing} en {place}.
        """,
        "elefantes,faros,puentes,paraguas,jardines,tranvías,relojes,canales,molinos,barcos",
    ),
    _language(
        "de",
        5,
        """
        Keiner der {thing} wird {place} vor {year} verlassen.
        Bis {year} gibt es {n} {thing} in {place}.
        In {place} standen nie {thing}.
        """,
        "Elefanten,Leuchttürme,Fähren,Regenschirme,Brücken,Obstgärten,Uhren,Kanäle,Mühlen,Züge",
    ),
)
ENGLISH = LANGUAGES[0]

# Our own words about what was said: claim, what would uphold it, what would break it, all of one thing and place.
CLAIMS = (
    ("No {thing} leave {place} before {year}.", "None left by the last day of {year}.", "Any left before that day."),
    ("{place} gets {n} new {thing} by {year}.", "{n} or more are counted there.", "Fewer are there when {year} ends."),
    ("{place} never sold {thing}.", "No sale is on record.", "A sale is documented."),
    ("The budget for {thing} in {place} is {n} million.", "The published budget says so.", "It says another sum."),
    ("Nobody pays for {thing} in {place}.", "No fee is charged in {year}.", "A fee was charged to anybody."),
)
NEWS = (
    "Inspectors counted {n} {thing} in {place}.",
    "The register of {place} lists no {thing} for {year}.",
    "A photograph shows {thing} on the road from {place}.",
    "The town council of {place} published its ledger of {thing}.",
    "Ferrymen told a reporter that the {thing} of {place} left at night.",
)
OCCASIONS = ("press conference in {place}", "speech at the harbour of {place}", "interview in {place}", "")


_WEIGHTED = Weighted({language: language.weight for language in LANGUAGES})
_WORDS_SKEW = 2


class Sayings:
    """Draws sentences, with common words often and rare ones rarely."""

    def __init__(self, chance):
        self.chance = chance

    def language(self):
        return self.chance.weighted(_WEIGHTED)

    def fill(self, template, year, language=ENGLISH):
        early_of = self.chance.early_of
        return template.format(
            thing=early_of(language.things, _WORDS_SKEW),
            place=early_of(language.places, _WORDS_SKEW),
            n=self.chance.between(2, 900),
            year=year,
        )

    def sentence(self, language, year):
        return self.fill(self.chance.one_of(language.templates), year, language)

    def speech(self, language, year):
        """One sentence, or up to four."""
        count = 1 + int(self.chance.random() ** 3 * 4)
        return language.space.join([self.sentence(language, year) for _ in range(count)])

    def news(self, year):
        return self.fill(self.chance.one_of(NEWS), year)

    def occasion(self, year):
        return self.fill(self.chance.one_of(OCCASIONS), year)

    def claim(self, year):
        """A claim, what would uphold it, and what would break it."""
        thing = self.chance.early_of(ENGLISH.things, _WORDS_SKEW)
        place, n = self.chance.early_of(PLACES, _WORDS_SKEW), self.chance.between(2, 900)
        return [part.format(thing=thing, place=place, n=n, year=year) for part in self.chance.one_of(CLAIMS)]


def full_names(chance):
    """Names that nobody has, each once, without end."""
    pairs = list(product(_GIVEN, FAMILY_NAMES))
    pairs = chance.some(pairs, len(pairs))
    turn = 0
    while True:
        number = f" {_roman(turn)}" if turn else ""
        for given, family in pairs:
            yield given + " " + family + number
        turn += 1


def _roman(number):
    return "I" * (number + 1) if number < 3 else f"the {number + 1}th"
