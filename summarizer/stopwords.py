"""Stop words of languages for which sumy ships none."""

from __future__ import annotations

_LISTS = {
    "ru": (
        "а без более бы был была были было быть в вам вас ваш весь во вот все всего всех вы где "
        "да даже для до его ее её ей ему если есть еще ещё же за здесь и из или им их к как какой "
        "когда кто ли либо мне может мы на над надо наш не него нее неё нет ни них но ну о об "
        "один однако он она они оно от очень по под после потому при про с сам свой своего своей "
        "своих себя со так также такой там те тем то того тоже той только том тот ту ты у уже "
        "хотя чего чей чем через что чтобы эта эти это этого этой этом этот эту я"
    ),
    "tr": (
        "acaba ama ancak artık aslında az bazı belki ben beri bile bir biraz biri birçok biz bu "
        "buna bunda bundan bunlar bunu bunun burada çok çünkü da daha de defa değil diğer diye "
        "dolayı eğer en fakat gibi göre hangi hatta hem henüz hep hepsi her herhangi herkes hiç "
        "hiçbir için ile ilgili ise işte kadar kendi kez ki kim kimse mı mi mu mü nasıl ne neden "
        "nerede niye o olan olarak oldu olduğu olur ona ondan onlar onu onun öyle oysa pek rağmen "
        "sadece şey şu sonra tarafından tüm üzere var ve veya ya yani yapılan yer yine yok zaten"
    ),
    "nl": (
        "aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door "
        "dus een en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand "
        "iets ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets "
        "nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel "
        "voor want waren was wat werd wezen wie wil worden wordt zal ze zelf zich zij zijn zo "
        "zonder zou"
    ),
    "vi": (
        "bị bởi cả các cái cần càng chỉ cho chưa chuyện có cùng cũng của đã đang đây để đến đều "
        "đó do được gì hay hơn khi không là lại lên lúc mà mỗi một này nên nếu ngay như nhưng "
        "những nơi nữa phải qua ra rằng rất rồi sau sẽ so sự tại theo thì trên trong trước từ "
        "từng và vẫn vào vậy về vì việc với vừa"
    ),
    "da": (
        "af alle at blev blive da de dem den denne der deres det dette dig din disse dog du efter "
        "eller en end er et for fra ham han hans har havde hende her hun hvad hvis hvor i ikke "
        "ind jeg jo kan kunne man mange med meget men mig min mod når ned noget nogle nu og også "
        "om op os over på sig sin skal skulle som sådan til ud under var vi vil ville være været"
    ),
    "no": (
        "alle at av ble bli både da de deg den denne der deres det dette din disse du eller en "
        "enn er et etter for fra før ha hadde han har hennes her hun hva hvis hvor i ikke ja jeg "
        "kan kom kunne man med meg mellom men min mot må ned noe noen nå når og også om opp oss "
        "over på seg selv sin skal skulle som så til under ut var ved vi vil ville være vært"
    ),
    "fi": (
        "ei eikä en että ja jo joka jos jotka kaikki kanssa kuin kun me mikä mitä mukaan mutta "
        "myös ne niin nyt oli olisi olivat olla on ovat se sekä sen siitä siinä sitä tai tämä "
        "tätä vain vaan vielä hän hänen he heidän noin ennen jälkeen koska sitten"
    ),
    "hu": (
        "a az ahogy aki akik amely amelyek ami amit arra azok azt be bár csak de e egy egyik el "
        "ellen előtt én ennek és ez ezt ezért fel hanem hogy ha hát ide igen is így ki kell le "
        "lehet lesz már még mert mi mint mit most nagy nem neki nincs olyan ott ő ők pedig s sem "
        "szerint talán te több után úgy vagy van vannak volt voltak"
    ),
    "ro": (
        "a acest această aceste acestei acestor acestui ai al ale am ar are asupra au avea ca "
        "care ce cea cei cel cele cu cum că da dar de deja despre din după ea ei el ele este eu "
        "fi fie fost iar în între la le lor lui mai mult ne nici noi nu o or ori pe pentru prin "
        "să sau se si și sunt sub te toate un una unei unor unui va vor"
    ),
    "id": (
        "ada adalah agar akan antara atas atau bagi bahwa banyak baru belum bisa dalam dan dapat "
        "dari dengan di dia hanya hingga ia ini itu jika juga kami karena ke kepada kita lagi "
        "lain lebih masih mereka namun oleh pada para pun saat saja sangat saya sebagai sebuah "
        "secara sejak seperti serta setelah sudah tahun telah tentang terhadap tersebut tidak "
        "untuk yang"
    ),
    "ca": (
        "a al als amb aquest aquesta com de del dels des és ser era eren els el en entre es fins "
        "ha han havia hi i ja la les li més molt no o on pel per però què que qual quan quin se "
        "sense seva seu seus si sobre són també tot un una uns"
    ),
    "hr": (
        "a ali bi bila bio biti da do dok ga gdje i iz ili ih im ja je jer još kad kada kao koja "
        "koje koji kako li mu na nakon ne nego nije nisu no o od oko on ona oni po pod prema pri "
        "s sa samo se su sve svi što ta taj te to u uz vec već više za zbog će"
    ),
    "sr": (
        "а али би била био бити да до док га где и из или их им ја је јер још кад када као која "
        "које који како ли му на након не него није нису но о од око он она они по под према при "
        "с са само се су све сви што та тај те то у уз већ више за због ће"
    ),
    "sl": (
        "a ali bi bil bila bili bilo bo da do ga iz in ja je jih jo kako kar kdaj ker ki kjer ko "
        "kot le mu na nad naj ne ni o ob od pa po pod pred pri s sa se so še ta tako te tem ter "
        "to tudi v več za zaradi z že"
    ),
    "bg": (
        "а ако ала без беше би бил била били било в вече во все да до докато е за защо и из или "
        "им има как като който която което които към ли между му на над не него но о от по под "
        "пред през при с са само се си след със съм също така там те това този тази тези то той "
        "тя у че ще"
    ),
    "mk": (
        "а ако бе без беше би биде во веќе да до додека е за и из или им има како која кое кои "
        "кој кон ќе меѓу му на над не него но о од по под пред преку при с се само си сите со тоа "
        "тој тие таа така уште што"
    ),
    "be": (
        "а але без бы была былі было быў быць в вельмі гэта гэты гэтая да для ды за з і ідзе іх "
        "ён яна яно яны яго яе каб калі к ка ля мы на над не ні о па пад пры пра праз са так "
        "таксама толькі тым у ўжо усе ўсё ці што як якая якія які"
    ),
    "lt": (
        "ar apie bei bet būti buvo būtų dar dėl gali iki ir iš į ja jau jei ji jie jis jo jos jų "
        "kad kai kaip kas ką kur kurie kuris kuri labai nes net ne nei nuo nėra o pagal per po "
        "prie prieš savo su tačiau tai taip tarp tas ten tik to už yra"
    ),
    "lv": (
        "ar arī bet bija būs būt caur dēļ gan gada ir ja jau kad kas kā ko kopā kura kurš lai "
        "līdz nav ne no nu otrā pa par pat pēc pie pret priekš savu starp šis šī tad tas tā tie "
        "tika to tomēr un uz vai vēl viņa viņš"
    ),
    "et": (
        "aga ei ega et enne ja jah järgi just juba ka kas kes kui kuid kus koos kõik ma me mees "
        "mida mille mis nad ning nii nüüd oli olid olema on või oma pärast peale sa see selle "
        "seda siis siin ta tema veel vaid välja üle üks"
    ),
    "fa": (
        "و در به از که این را با است آن برای یک تا خود بر نیز شد بود شده یا هم هر او اما اگر ما "
        "من آنها وی می شود کرد کرده باید دیگر پس پیش بین چه همه همین چند دارد دارند نیست"
    ),
    "hi": (
        "का के की को में से है हैं और पर ने यह वह इस उस एक कि भी ही तो था थे थी हो कर किया करने "
        "लिए जो नहीं या साथ बाद तक इसके उनके अपने कुछ गया रहा रहे हुए हुआ कहा"
    ),
}
_HIRAGANA = [chr(code) for code in range(0x3041, 0x3097)]


def hiragana_pairs() -> frozenset[str]:
    """Give all pairs of hiragana: what is left of Japanese endings and particles when words are pairs."""
    return frozenset(one + other for one in _HIRAGANA for other in _HIRAGANA)


def own_stop_words(language: str) -> frozenset[str]:
    """Give our list for a two-letter code; empty when there is none."""
    return frozenset(_LISTS.get(language, "").split())
