"""What a full stop may stand after without ending a sentence, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language uses the full stop; all words in lower case.

    `titles` are always followed by a name; `numbered` only hold before a number; after `endings` a sentence
    may end, and does when one of `starters` follows; `speech` follows a quotation that goes on.
    """

    titles: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    ordinals: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = Habits(
    titles=_words(
        "mr mrs ms mx dr prof sen rep gov gen col lt sgt capt cmdr adm maj brig rev hon pres st msgr "
        "messrs det supt insp const atty dist ft mt vs v cf i.e e.g viz approx dept assn bros univ"
    ),
    numbered=_words(
        "no nos vol p pp fig art sec ch chap par ver jan feb mar apr jun jul aug sep sept oct nov dec"
    ),
    endings=_words("inc ltd co corp llc plc etc jr sr al a.m p.m am pm u.s u.k u.n e.u d.c est ave blvd rd"),
    starters=_words(
        "the a an he she it they we i you his her its their our my this that these those there in on "
        "at for from with by as when while after before but and or so yet however if although since "
        "what who why how some many most no not one two both also then now still meanwhile earlier "
        "later last next police"
    ),
    speech=_words(
        "said says say saying told tells asked asks added adds wrote writes replied shouted insisted "
        "warned explained continued noted argued recalled joked admitted declared tweeted posted"
    ),
)
_GERMAN = Habits(
    titles=_words(
        "dr prof hr hrn fr frl st dipl ing med jur phil z.b u.a d.h s.o z.zt i.d.r v.a ggf bzw bspw "
        "evtl inkl exkl ca vgl sog geb gen allg max min"
    ),
    numbered=_words("nr s art abs kap bd ziff jan feb mär apr jun jul aug sep sept okt nov dez"),
    endings=_words("usw etc u.s.w co mio mrd tsd str jh jhd e.v a.d"),
    starters=_words(
        "der die das ein eine einer er sie es wir ich ihr in im am an auf bei mit nach von vor zu zum "
        "zur aus doch aber und oder auch dabei dazu damit dann da dort denn so wenn als während für "
        "seit dies diese dieser jetzt nun zudem außerdem laut sein seine ihre man nicht wer was wie "
        "warum"
    ),
    speech=_words("sagte sagt fragte fragt rief ruft schrieb schreibt erklärte meinte betonte antwortete so"),
    ordinals=True,
)
_FRENCH = Habits(
    titles=_words("m mm mme mmes mlle mlles dr pr me mgr st ste cf env p.ex c.-à-d"),
    numbered=_words("n no nos art p pp vol fig chap janv févr avr juil sept oct nov déc"),
    endings=_words("etc av j.-c éd cie sté"),
    starters=_words(
        "le la les l un une des il elle ils elles on nous je ce cette ces c dans en à au aux pour par "
        "sur avec mais et ou donc or ni car selon après avant depuis si quand comme son sa ses leur d "
        "qui que"
    ),
    speech=_words(
        "dit déclare déclaré affirme affirmé explique expliqué ajoute ajouté lance lancé a-t-il a-t-elle"
    ),
)
_SPANISH = Habits(
    titles=_words("sr sra srta sres dr dra d dña don ud uds gral lic ing prof sto sta av avda p.ej"),
    numbered=_words("n núm nº art pág págs vol cap fig"),
    endings=_words("etc ee.uu cía s.a s.l a.m p.m a.c d.c"),
    starters=_words(
        "el la los las un una unos él ella ellos nosotros yo en de del al a por para con sin sobre "
        "según pero y o que cuando como si se su sus lo este esta estos estas ese esa no también "
        "además tras desde hasta"
    ),
    speech=_words("dijo dice afirmó aseguró añadió explicó preguntó señaló declaró"),
)
_PORTUGUESE = Habits(
    titles=_words("sr sra srs dr dra prof profa exmo eng arq d p.ex"),
    numbered=_words("n nº núm art pág págs p vol cap fig"),
    endings=_words("etc cia ltda s.a a.c d.c"),
    starters=_words(
        "o a os as um uma ele ela eles nós eu em no na nos nas de do da ao à por para com sem sobre "
        "segundo mas e ou que quando como se seu sua este esta esse essa isso não também além após "
        "desde até"
    ),
    speech=_words("disse diz afirmou explicou acrescentou perguntou declarou"),
)
_ITALIAN = Habits(
    titles=_words("sig sigg dott prof avv ing on sen arch geom mons s p.es cfr"),
    numbered=_words("n nr art pag pagg p vol cap fig"),
    endings=_words("ecc etc s.p.a spa srl a.c d.c"),
    starters=_words(
        "il lo la i gli le l un una uno egli lui lei loro noi io in di del della da dal a al per con "
        "su sul ma e o che quando come se secondo dopo prima questo questa non anche si nel nella"
    ),
    speech=_words("ha detto dice afferma spiega aggiunge chiede"),
)
_POLISH = Habits(
    titles=_words("p prof dr hab inż mgr gen płk por kpt ks św ul al os im np tzw tzn tj m.in ok red abp bp"),
    numbered=_words("nr art ust pkt str s r rys t tab godz"),
    endings=_words("itd itp etc r tys mln mld zł w proc"),
    starters=_words(
        "w we na po za do od z ze o u i a ale to ten ta te on ona oni ono my ja jak jeśli gdy kiedy "
        "nie jest są był była było jego jej ich według podczas przed przez dla przy tym także również"
    ),
    speech=_words("powiedział powiedziała mówi dodał dodała zapytał stwierdził"),
    ordinals=True,
)
_RUSSIAN = Habits(
    titles=_words("г ул пр пл просп им проф акад гр св ред см ср напр т.н т.е т.к о п р"),
    numbered=_words("№ стр с рис табл гл ст п пп т вып"),
    endings=_words("г гг в вв н.э т.д т.п др пр руб коп тыс млн млрд трлн кв м см км кг мин сек чел долл"),
    starters=_words(
        "в во на по за до от из с со о об у и а но это этот эта эти он она они мы я как если когда не "
        "его ее её их при для после перед также по-прежнему однако тем кроме между сейчас ранее позже"
    ),
    speech=_words("сказал сказала заявил заявила отметил отметила добавил добавила говорит спросил пояснил"),
)
_UKRAINIAN = Habits(
    titles=_words("м вул пр просп пл бул ім проф акад доц гр св ред див пор напр т.зв т.б о п смт с"),
    numbered=_words("№ стор с рис табл гл ст п пп ч т вип"),
    endings=_words("р рр ст н.е т.д т.п ін та.ін грн коп тис млн млрд трлн кв м см км кг хв сек год дол"),
    starters=_words(
        "у в на по за до від із з зі о об і й та а але це цей ця ці він вона вони воно ми я як якщо "
        "коли не його її їх їхній при для після перед також однак проте крім між зараз раніше пізніше "
        "про під"
    ),
    speech=_words("сказав сказала заявив заявила зазначив зазначила додав додала каже запитав пояснив"),
)
_TURKISH = Habits(
    titles=_words("dr prof doç yrd av sn bkz örn alb gen org müh op uzm"),
    numbered=_words("no s sf cilt md mad"),
    endings=_words("vb vs vd şti ltd a.ş t.c m.ö m.s"),
    starters=_words("bu bir o ve ama ancak fakat biz ben onlar şu için çünkü daha en ise de da ne nasıl"),
    speech=_words("dedi diyor sordu belirtti ekledi açıkladı"),
    ordinals=True,
)
_HABITS = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "pt": _PORTUGUESE,
    "it": _ITALIAN,
    "pl": _POLISH,
    "ru": _RUSSIAN,
    "uk": _UKRAINIAN,
    "tr": _TURKISH,
}
# Languages that write "3. May" and have no list of their own.
_ORDINALS_ONLY = _words("cs da et fi hr hu lt lv no sk sl sr sv")


def habits_of(language: str) -> Habits:
    """Give a language's habits; unknown ones follow English, whose lists clash least with other words."""
    if language in _ORDINALS_ONLY:
        return Habits(titles=_words("dr prof st ing mr mrs"), ordinals=True)
    return _HABITS.get(language, _ENGLISH)
