"""What a full stop may stand after without ending a sentence, by language.

Longer than 300 lines, since every language brings its lists and they are read side by side.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language uses the full stop; all words in lower case.

    `titles` are always followed by a name; `numbered` only hold before a number; after `endings` a sentence
    may end, and does when one of `starters` follows; after `finals` (years, units, "etc.") it ends before any
    capital, and words of both `titles` and `finals` count as the latter behind a number. `speech` follows a
    quotation that goes on; `suffixes` end compounds that hold before a number; `ordinals` tells of "3." for
    "third".
    """

    titles: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    finals: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    speech: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    ordinals: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Units end a sentence before any capital in every language; after "5 p.m." a day or a zone goes on with it.
UNITS = _words("kg km cm mm km/h кг км см мм км/ч")
DAYS_AND_ZONES = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun et est edt ct "
    "cst cdt mt mst mdt pt pst pdt gmt utc bst cet local eastern pacific central"
)

_ENGLISH = Habits(
    titles=_words(
        "mr mrs ms mx dr drs prof profs sen sens rep reps gov govs gen col lt cpl sgt pvt capt "
        "cmdr adm maj brig rev hon pres st ste msgr fr messrs mme mlle det supt insp const atty "
        "dist ft mt vs v cf i.e e.g viz approx dept assn bros univ asst assoc dir ald amb lib "
        "natl intl gens cols lts rs wm geo chas jas"
    ),
    numbered=_words(
        "no nos vol vols p pp fig figs art arts sec secs ch chap chaps par ver vv op nr ed eq jan "
        "feb mar apr jun jul aug sep sept oct nov dec"
    ),
    endings=_words(
        "inc ltd co cos corp llc plc jr sr esq al u.s u.k u.n e.u d.c est ave blvd rd hwy sq ph.d "
        "md mfg bldg int'l calif ala ariz ark colo conn del fla ga ill ind kan ky la md mass mich "
        "minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo"
    ),
    finals=_words("a.m p.m am pm etc b.c a.d b.c.e c.e in oz lb lbs mph"),
    starters=_words(
        "the a an he she it they we i you his her its their our my this that these those there "
        "here in on at for from with by as when while after before but and or so yet however if "
        "although since what who why how where some many most no not one two three both each "
        "every another other others all such neither either nobody nothing several few also then "
        "now still meanwhile earlier later last next today yesterday tomorrow police despite "
        "during under until because though according among between once only even just instead "
        "perhaps more much to of"
    ),
    speech=_words(
        "said says say saying told tells asked asks added adds wrote writes replied shouted "
        "shouts insisted warned explained continued noted argued recalled joked admitted declared "
        "tweeted posted cried yelled wondered demanded screamed whispered answered"
    ),
)
_GERMAN = Habits(
    titles=_words(
        "dr dres prof proff hr hrn fr frl st dipl ing mag med jur phil rer nat h.c z.b d.h s.o "
        "s.u z.zt v.a o.g i.a i.v i.h.v b.v ggf gegr bzw bspw beisp evtl evt inkl exkl einschl "
        "zzgl ca vgl sog geb gest gesch verh verw gen allg max min mind bes insb urspr ehem bzgl "
        "betr gem lt wg zw rd ev kath evang röm griech lat engl frz franz ital österr schweiz "
        "bayr hl hll hg hrsg red übers stv stellv zus abt pfr kard gebr ltn hptm oberst präs vors"
    ),
    numbered=_words(
        "nr nrn no s art abs kap bd bde ziff tel abb tab anm aufl jg §§ lit pos str pl jan jän "
        "feb febr mär mrz apr jun jul aug sep sept okt nov dez"
    ),
    endings=_words(
        "u.s co e.v a.d a.m u.a z.t i.d.r u.u o.ä u.v.a m.e n.chr v.chr jr sr mio mrd bio tsd std min "
        "sek jh jhd jhdt str kg inc ltd corp"
    ),
    finals=_words("usw etc ff uvm u.s.w u.ä u.dgl"),
    starters=_words(
        "der die das ein eine einer eines einem einen er sie es wir ich ihr du in im am an ans "
        "auf bei beim mit nach von vom vor zu zum zur aus um über unter durch gegen ohne bis "
        "trotz wegen doch aber und oder auch dabei dazu damit dann da dort denn so wenn als weil "
        "obwohl während für seit dies diese dieser dieses jetzt nun heute gestern morgen zudem "
        "außerdem allerdings jedoch dennoch deshalb daher laut sein seine ihre unser man nicht "
        "kein keine niemand wer was wie wo warum alle viele mehr danach davor daneben inzwischen "
        "zunächst schließlich später bereits schon noch nur sogar hier jeder jede mehrere einige "
        "insgesamt beide"
    ),
    speech=_words("sagte sagt fragte fragt rief ruft schrieb schreibt erklärte meinte betonte antwortete so"),
    suffixes=("str", "pl"),
    ordinals=True,
)
_FRENCH = Habits(
    titles=_words(
        "m mm mme mmes mlle mlles dr drs pr prof me mgr st ste sts stes cf env p.ex c.-à-d c.à.d "
        "ex gén col cap cdt lt sgt adj av boul bd ed éd dép dir fr"
    ),
    numbered=_words(
        "n no nos nᵒ n° art p pp vol t fig chap al ch h hab janv févr avr juil sept oct nov déc tél"
    ),
    endings=_words("av j.-c éd cie sté s.a s.a.r.l u.s jr inc ltd corp md"),
    finals=_words("etc j.-c apr.j.-c av.j.-c"),
    starters=_words(
        "le la les l un une des il elle ils elles on nous vous je tu ce cet cette ces c ça dans "
        "en à au aux pour par sur sous avec sans chez entre vers mais et ou donc or ni car selon "
        "après avant depuis pendant dès lors si quand comme lorsque puis alors ainsi son sa ses "
        "leur leurs notre nos mon ma mes d du de qui que qu quoi où pourquoi comment aucun aucune "
        "personne rien tout toute tous toutes plusieurs certains aujourd hier demain cependant "
        "pourtant toutefois enfin ensuite deux trois"
    ),
    speech=_words(
        "dit déclare déclaré affirme affirmé explique expliqué ajoute ajouté lance lancé demande "
        "demandé interroge a-t-il a-t-elle"
    ),
)
_SPANISH = Habits(
    titles=_words(
        "sr sres sra sras srta srtas dr dra dres dras d dña da don ud uds vd vds gral gen cnel "
        "cap cmdte tte sgto alte lic lcdo lcda ing arq prof profa profra mtro mtra sto sta av "
        "avda avd c pza pl ctra p.ej ej fr mons hno hna pdte pdta min dip sen ee ff.aa aprox dpto "
        "depto tel"
    ),
    numbered=_words(
        "n no nro núm núms n.º nº art arts pág págs p pp vol vols cap caps fig figs inc párr ene "
        "feb mar abr may jun jul ago sep sept oct nov dic"
    ),
    endings=_words("ee.uu ee cía cia s.a s.l s.r.l c.v s.a.b u.s a.c d.c jr inc ltd corp mdd mdp"),
    finals=_words("etc a.m p.m a.c d.c h hs hrs"),
    starters=_words(
        "el la los las lo un una unos unas él ella ellos ellas nosotros yo usted en de del al a "
        "por para con sin sobre bajo entre ante según durante mediante tras desde hasta hacia "
        "pero y e o u que cuando como si mientras aunque porque pues donde dónde quién qué cómo "
        "cuándo se su sus mi mis nuestro este esta estos estas esto ese esa esos esas eso aquel "
        "aquella no ni nadie nada también además así luego entonces ahora hoy ayer mañana ya sólo "
        "solo incluso todo toda todos todas otro otra otros muchos varios dos tres"
    ),
    speech=_words("dijo dice afirmó aseguró añadió explicó preguntó señaló declaró respondió gritó"),
)
_PORTUGUESE = Habits(
    titles=_words(
        "sr sra srs sras srta dr dra drs dras prof profa profs profas exmo exma ilmo ilma eng arq "
        "d dom gal gen cel cap ten maj sgt alm brig pe frei sto sta av r al pça rod p.ex ex mons "
        "des dep sen min pres gov aprox depto dpto tel"
    ),
    numbered=_words(
        "n no nº n.º nr núm art arts pág págs p pp vol vols cap caps fig figs inc par jan fev mar "
        "abr mai jun jul ago set out nov dez"
    ),
    endings=_words("cia ltda s.a s.a.r.l u.s e.u.a a.c d.c jr inc ltd corp lda"),
    finals=_words("etc a.m p.m a.c d.c"),
    starters=_words(
        "o a os as um uma uns umas ele ela eles elas nós eu você em no na nos nas num numa de do "
        "da dos das ao aos à às por pelo pela pelos pelas para com sem sob sobre entre segundo "
        "conforme durante após até desde mas e ou que quando como se enquanto embora porque pois "
        "onde quem qual seu sua seus suas meu minha nosso este esta estes estas isto esse essa "
        "esses essas isso aquele aquela não nem ninguém nada também além assim então agora hoje "
        "ontem amanhã já só apenas ainda mesmo todo toda todos todas outro outra muitos vários "
        "dois duas três depois antes"
    ),
    speech=_words("disse diz afirmou explicou acrescentou perguntou declarou respondeu gritou"),
)
_ITALIAN = Habits(
    titles=_words(
        "sig sigg sig.ra sig.na sigg.ri dott dott.ssa dr prof prof.ssa avv ing on sen arch geom "
        "rag mons s ss sta gen col cap ten magg serg amm card don p.es es cfr c.so p.zza v.le "
        "p.le l.go str loc fraz fam f.lli ecc.mo on.le spett egr gent min pres dir tel"
    ),
    numbered=_words(
        "n nr nn num art artt pag pagg p pp vol voll cap capp fig figg c comma lett par gen feb "
        "mar apr mag giu lug ago set sett ott nov dic"
    ),
    endings=_words("s.p.a spa s.r.l srl s.n.c s.a.s a.c d.c sec u.s jr inc ltd corp"),
    finals=_words("ecc etc a.c d.c"),
    starters=_words(
        "il lo la i gli le l un uno una egli lui lei loro noi voi io in di del dello della dei "
        "degli delle da dal dalla a al allo alla ai agli alle per con su sul sulla tra fra senza "
        "ma e ed o che quando come se mentre perché poiché dove chi cosa secondo dopo prima "
        "durante questo questa questi queste quello quella quel non né nessuno niente anche così "
        "poi allora ora oggi ieri domani già solo ancora si nel nello nella nei nelle è ha hanno "
        "sono tutto tutti altri molti due tre"
    ),
    speech=_words("ha dice afferma spiega aggiunge chiede risponde grida disse chiese rispose"),
)
_POLISH = Habits(
    titles=_words(
        "p pp dr prof hab inż mgr lek gen płk ppłk kpt mjr por ppor sierż kmdr adm ks św śp o bł "
        "abp bp kard ul al pl os im np tzw tzn tj m.in min ok ob red wyd tłum dot ds ws wg woj "
        "pow gm godz jw zob por mec red"
    ),
    numbered=_words("nr art ust pkt par str s tab rys rozdz poz tel godz"),
    endings=_words("s.a sp z.o.o sp.k jr inc ltd corp n.e p.n.e"),
    finals=_words("r w itd itp etc tys mln mld bln zł gr proc km kg ha szt os p.n.e n.e godz wiek"),
    starters=_words(
        "w we na po za do od z ze o u i a ale lecz to ten ta te ci tych tego on ona ono oni one "
        "my wy ja jak jeśli jeżeli gdy kiedy gdzie kto co dlaczego czy nie nikt nic jest są był "
        "była było były będzie jego jej ich według podczas przed przez dla przy pod nad między "
        "mimo tym także również jednak dlatego więc teraz dziś wczoraj jutro już tylko jeszcze "
        "wszyscy wszystko każdy inni wiele kilka dwa trzy potem następnie"
    ),
    speech=_words("powiedział powiedziała mówi dodał dodała zapytał stwierdził"),
    ordinals=True,
)
_RUSSIAN = Habits(
    titles=_words(
        "г гг ул пр просп пл пер наб бул им проф акад доц ген полк подполк кап майор лейт адм гр "
        "св преп ред см ср напр т.н т.е т.к т.о о п р д дер пос с обл респ окр р-н мр мс др"
    ),
    numbered=_words("№ стр с рис табл гл ст п пп т тт вып кн ч час ил илл прил д корп кв оф"),
    endings=_words("тыс млн млрд трлн кв ст"),
    finals=_words(
        "г гг в вв н.э т.д т.п т.ч др пр руб коп тыс млн млрд трлн долл евро кв м см мм км кг гр "
        "мин сек ч час чел проц шт экз га с.г"
    ),
    starters=_words(
        "в во на по за до от из с со о об у и а но или это этот эта эти тот та те он она они оно "
        "мы вы я как если когда где кто что почему чтобы не ни никто ничего его ее её их при для "
        "после перед через между под над без также тоже по-прежнему однако тем кроме сейчас "
        "теперь сегодня вчера завтра ранее позже потом затем уже еще ещё только все всё многие "
        "некоторые другие два три поэтому согласно среди"
    ),
    speech=_words(
        "сказал сказала заявил заявила отметил отметила добавил добавила говорит спросил спросила пояснил"
    ),
)
_UKRAINIAN = Habits(
    titles=_words(
        "м вул пр просп пл пров наб бул ім проф акад доц ген полк підполк кап лейт адм гр св преп "
        "ред див пор напр т.зв т.б т.є о п смт с сел обл респ окр р-н гол заст зам"
    ),
    numbered=_words("№ стор с рис табл гл ст п пп ч т тт вип кн іл дод год буд корп кв оф"),
    endings=_words("тис млн млрд трлн кв ст ред"),
    finals=_words(
        "р рр ст н.е т.д т.п та.ін ін грн коп тис млн млрд трлн дол євро кв м см мм км кг хв сек "
        "год ос шт га ц.р с.р"
    ),
    starters=_words(
        "у в на по за до від од з із зі о об й і та а але чи або це цей ця ці той те він вона "
        "вони воно ми ви я як якщо коли де хто що чому щоб не ні ніхто нічого його її їх їхній "
        "при для після перед через між під над без також теж однак проте втім крім зараз тепер "
        "сьогодні вчора завтра раніше пізніше потім уже вже ще тільки лише все всі багато деякі "
        "інші два три тому згідно серед про"
    ),
    speech=_words(
        "сказав сказала заявив заявила зазначив зазначила додав додала каже запитав запитала пояснив"
    ),
)
_TURKISH = Habits(
    titles=_words(
        "dr prof doç yrd yard av sn bkz örn alb gen org korg tuğg amir binb yzb tğm müh op uzm "
        "öğr ecz hz sok cad mah apt blv bul tel çev haz yay bş gn"
    ),
    numbered=_words("no nr s ss sf syf cilt md mad böl ds"),
    endings=_words("vd şti ltd a.ş t.c m.ö m.s i̇ö ms koop san tic inc corp"),
    finals=_words("vb vs vd"),
    starters=_words(
        "bu bir o ve ama ancak fakat biz ben siz sen onlar şu için çünkü daha en ise de da ne "
        "nasıl neden niçin kim hiç kimse her tüm bütün bazı birçok yeni son ilk iki üç eğer sonra "
        "önce şimdi bugün dün yarın artık ayrıca böylece olay polis burada orada"
    ),
    speech=_words("dedi diyor sordu belirtti ekledi açıkladı diye"),
    ordinals=True,
)
_ARABIC = Habits(
    titles=_words("د أ م أ.د م.م ا.د ص ج هـ"),
    numbered=_words("ص رقم ج"),
    endings=_words("ق.م ب.م ش.م ش.م.م"),
    speech=_words(
        "قال قالت يقول تقول أضاف أضافت سأل سألت يسأل أكد أكدت صرح صرحت ذكر أوضح تابع "
        "تساءل تساءلت هتف صاح رد ردت"
    ),
)
_CZECH_LIKE = Habits(
    titles=_words(
        "dr mudr judr ing mgr bc phdr rndr prof doc gen plk kpt mjr por sv ul nám tř např tzv tj "
        "resp cca atp zn st st hl mr mrs ks kr tzn sl dipl akad"
    ),
    numbered=_words("č čl odst str s bod obr tab sv zák nr no art"),
    finals=_words("atd apod tis mil mld kč hod min osv itd atď napr eur"),
    ordinals=True,
)
_NORDIC = Habits(
    titles=_words(
        "dr prof st ing mr mrs f.eks f.ex t.ex bl.a s.k d.v.s dvs jf jfr ca kap obs resp tlf gt "
        "kgl hr fr frk adm dir fhv gl ndr"
    ),
    numbered=_words("nr s art kap pkt jan feb mar apr jun jul aug sep sept okt nov dec des"),
    finals=_words("osv etc m.m m.fl o.l mio mia kr mill mrd m.v"),
    ordinals=True,
)
_DUTCH = Habits(
    titles=_words(
        "dr drs prof mr ir ing mw mevr dhr hr st ds jhr bv bijv o.a d.w.z m.b.t i.v.m t.a.v t/m "
        "ca gen kol kap maj sgt wed zgn resp incl excl"
    ),
    numbered=_words("nr nrs blz p art hfst jan feb mrt apr jun jul aug sep sept okt nov dec"),
    endings=_words("n.v b.v v.chr n.chr co inc ltd jr"),
    finals=_words("enz etc e.d mln mld"),
    starters=_words(
        "de het een hij zij ze het wij we ik je u er in op aan bij met na van voor te om uit door "
        "over onder tot maar en of ook dat die dit deze dan als toen omdat zijn haar hun niet "
        "geen wie wat waar hoe volgens"
    ),
    speech=_words("zei zegt vroeg vraagt riep schreef aldus"),
)
_HABITS = {
    "ar": _ARABIC,
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
    "nl": _DUTCH,
    **dict.fromkeys(("da", "no", "sv", "fi", "et"), _NORDIC),
    **dict.fromkeys(("cs", "sk", "sl", "hr", "hu", "lt", "lv", "sr"), _CZECH_LIKE),
}


def habits_of(language: str) -> Habits:
    """Give a language's habits; unknown ones follow English, whose lists clash least with other words."""
    return _HABITS.get(language, _ENGLISH)
