"""Page furniture of our own invention in every language, between prose that has to stay."""

import pytest

from summarizer import clean

PROSE = {
    "en": [
        "The council of Averton approved a new bridge over the Lime on Friday evening.",
        "Work on it begins in March and will keep the harbour busy for two years.",
    ],
    "uk": [
        "Рада Авертона в п'ятницю ввечері схвалила новий міст через річку Лайм.",
        "Роботи почнуться в березні й триватимуть у гавані ще два роки поспіль.",
    ],
    "de": [
        "Der Rat von Averten hat am Freitagabend eine neue Brücke über die Lime beschlossen.",
        "Die Arbeiten beginnen im März und werden den Hafen zwei Jahre lang beschäftigen.",
    ],
    "fr": [
        "Le conseil d'Averton a approuvé vendredi soir un nouveau pont sur la Lime.",
        "Les travaux commencent en mars et occuperont le port pendant deux ans.",
    ],
    "es": [
        "El ayuntamiento de Averton aprobó el viernes un nuevo puente sobre el río Lime.",
        "Las obras empiezan en marzo y ocuparán el puerto durante dos años enteros.",
    ],
    "pt": [
        "A câmara de Averton aprovou na sexta-feira uma nova ponte sobre o rio Lime.",
        "As obras começam em março e vão ocupar o porto durante dois anos inteiros.",
    ],
    "it": [
        "Il consiglio di Averton ha approvato venerdì sera un nuovo ponte sul fiume Lime.",
        "I lavori cominciano a marzo e terranno occupato il porto per due anni interi.",
    ],
    "pl": [
        "Rada Averton zatwierdziła w piątek wieczorem budowę nowego mostu na rzece Lime.",
        "Prace zaczną się w marcu i zajmą port na całe dwa lata, jak mówi burmistrz.",
    ],
    "ru": [
        "Совет Авертона в пятницу вечером одобрил новый мост через реку Лайм.",
        "Работы начнутся в марте и займут гавань на целых два года, сказала мэр.",
    ],
    "tr": [
        "Averton meclisi cuma akşamı Lime nehri üzerine yeni bir köprü yapılmasını onayladı.",
        "Çalışmalar mart ayında başlayacak ve limanı iki yıl boyunca meşgul edecek.",
    ],
    "ar": [
        "وافق مجلس أفرتون مساء الجمعة على بناء جسر جديد فوق نهر لايم بعد نزاع طويل.",
        "تبدأ الأعمال في مارس وتشغل الميناء عامين كاملين كما قالت العمدة للصحفيين.",
    ],
    "zh": [
        "阿弗顿市议会周五晚间批准在莱姆河上建造一座新桥，结束了长达九年的争议。",
        "工程将于三月开始，港口将因此忙碌整整两年，市长在会后对记者们这样表示。",
    ],
    "ja": [
        "アバートン市議会は金曜日の夜、ライム川に新しい橋を建設することを承認した。",
        "工事は三月に始まり、港は丸二年のあいだ忙しくなると市長は記者団に述べた。",
    ],
    "nl": [
        "De raad van Averten heeft vrijdagavond een nieuwe brug over de Lime goedgekeurd.",
        "Het werk begint in maart en houdt de haven twee jaar lang bezig, zei de burgemeester.",
    ],
}
FURNITURE = {
    "en": [
        "We use cookies to improve your visit and to show you what else happens in our town.",
        "Subscribe to our letter and get the news of the harbour every morning before breakfast.",
        "Correction: An earlier version of this article gave a wrong name for the river.",
        "Ann Lee and Bo Ray contributed to this report.",
        "You must be logged in to post a comment.",
        "The mayor said that she had never […]",
        "Spotted an error? Write to us, and we will look into it as soon as we can.",
    ],
    "uk": [
        "Ми використовуємо cookie, щоб сайт працював краще і показував вам важливе.",
        "Підписуйтесь на наш канал, щоб першими дізнаватися новини гавані щоранку.",
        "Читайте також: Пором востаннє перевіз пасажирів через річку",
        "Якщо ви помітили помилку, виділіть текст і повідомте нам про неї, будь ласка.",
        "Виправлення: у попередній версії статті було хибно названо річку.",
        "Фото: пресслужба міста",
        "3 години тому",
    ],
    "de": [
        "Wir verwenden Cookies, um die Seite zu verbessern und Ihnen mehr zu zeigen.",
        "Abonnieren Sie unseren Brief und lesen Sie jeden Morgen, was im Hafen geschieht.",
        "Lesen Sie auch: Fähre fährt zum letzten Mal über den Fluss und zurück",
        "In einer früheren Version dieses Artikels war der Name des Flusses falsch.",
        "Mit Material von Agenturen und eigenen Beobachtungen.",
        "Foto: Stadt Averten",
        "vor 3 Stunden",
    ],
    "fr": [
        "Nous utilisons des cookies pour améliorer le site et vous montrer davantage.",
        "Abonnez-vous à notre lettre et recevez chaque matin les nouvelles du port.",
        "Lire aussi : Le bac traverse la rivière pour la dernière fois",
        "Une version antérieure de cet article donnait un faux nom à la rivière.",
        "Vous avez repéré une erreur ? Écrivez à la rédaction, elle vous répondra.",
        "Crédit photo : ville d'Averton",
        "il y a 3 heures",
    ],
    "es": [
        "Utilizamos cookies para mejorar el sitio y mostrarle más de nuestra ciudad.",
        "Suscríbete a nuestra carta y recibe cada mañana las noticias del puerto.",
        "Lea también: El barco cruza el río por última vez",
        "Una versión anterior de este artículo daba un nombre equivocado al río.",
        "Síguenos en las redes para no perderte nada de lo que pasa en el puerto.",
        "Foto: Ayuntamiento de Averton",
        "hace 3 horas",
    ],
    "pt": [
        "Usamos cookies para melhorar o site e mostrar mais da nossa cidade a você.",
        "Assine a nossa carta e receba todas as manhãs as notícias do porto.",
        "Leia também: A balsa cruza o rio pela última vez",
        "Uma versão anterior deste artigo dava um nome errado ao rio.",
        "Encontrou um erro? Escreva para a redação e ela responderá em breve.",
        "Foto: Prefeitura de Averton",
        "há 3 horas",
    ],
    "it": [
        "Questo sito utilizza i cookie per funzionare meglio e per mostrarti di più.",
        "Iscriviti alla nostra lettera e leggi ogni mattina le notizie del porto.",
        "Leggi anche: Il traghetto attraversa il fiume per l'ultima volta",
        "In una versione precedente di questo articolo il nome del fiume era sbagliato.",
        "Riproduzione riservata",
        "Foto: Comune di Averton",
        "3 ore fa",
    ],
    "pl": [
        "Używamy plików cookie, aby strona działała lepiej i pokazywała więcej.",
        "Zapisz się na nasz list i czytaj co rano, co dzieje się w porcie.",
        "Czytaj także: Prom po raz ostatni przepłynął rzekę",
        "W poprzedniej wersji artykułu podaliśmy błędną nazwę rzeki.",
        "Znalazłeś błąd? Napisz do redakcji, a poprawimy go jak najszybciej.",
        "Fot. Urząd Miasta Averton",
        "3 godziny temu",
    ],
    "ru": [
        "Мы используем файлы cookie, чтобы сайт работал лучше и показывал важное.",
        "Подписывайтесь на наш канал, чтобы первыми узнавать новости гавани.",
        "Читайте также: Паром в последний раз перевез пассажиров через реку",
        "Если вы заметили ошибку, выделите текст и сообщите нам о ней, пожалуйста.",
        "Уточнение: в предыдущей версии статьи была неверно названа река.",
        "Фото: пресс-служба города",
        "3 часа назад",
    ],
    "tr": [
        "Sitemizde çerez kullanıyoruz; böylece size daha iyi hizmet verebiliyoruz.",
        "Bültenimize abone olun, limandaki haberleri her sabah ilk siz okuyun.",
        "İlgili haber: Feribot nehri son kez geçti",
        "Bu haberin önceki sürümünde nehrin adı yanlış yazılmıştı, özür dileriz.",
        "Bizi takip edin, limanda olup biten hiçbir şeyi kaçırmayın.",
        "Fotoğraf: Averton Belediyesi",
        "3 saat önce",
    ],
    "ar": [
        "نستخدم ملفات تعريف الارتباط لتحسين الموقع وعرض المزيد من أخبار المدينة لكم.",
        "اشترك في نشرتنا لتصلك أخبار الميناء كل صباح قبل الجميع.",
        "اقرأ أيضًا: العبارة تعبر النهر للمرة الأخيرة",
        "تصحيح: ورد في نسخة سابقة من هذا المقال اسم خاطئ للنهر.",
        "جميع الحقوق محفوظة",
        "تصوير: بلدية أفرتون",
        "منذ 3 ساعات",
    ],
    "zh": [
        "欢迎关注我们的公众号，第一时间了解港口的最新消息。",
        "延伸阅读：渡轮最后一次过河",
        "更正：本文早前版本误写了河流的名称，谨此致歉。",
        "责任编辑：李明",
        "未经授权不得转载本网任何内容，违者将被追究责任。",
        "图片来源：市政府",
        "3小时前",
    ],
    "ja": [
        "関連記事：渡し船が最後の航海",
        "訂正：この記事の以前の版では川の名前が誤っていました。お詫びします。",
        "会員登録すると、港のニュースを毎朝いち早く読むことができます。",
        "無断転載を禁じます。",
        "【写真】橋の模型を見る市長",
        "あわせて読みたい",
        "3時間前",
    ],
    "nl": [
        "Wij gebruiken cookies om de site te verbeteren en u meer te laten zien.",
        "Schrijf je in voor onze brief en lees elke ochtend wat er in de haven gebeurt.",
        "Lees ook: Veer steekt voor het laatst de rivier over",
        "In een eerdere versie van dit artikel stond een verkeerde naam van de rivier.",
        "Fout gezien? Laat het de redactie weten, dan kijken wij ernaar.",
        "Foto: gemeente Averten",
        "3 uur geleden",
    ],
}
# Prose that only looks like furniture.
LOOKALIKES = {
    "en": [
        "Watch prices fell for the third year in a row, the makers said on Monday.",
        "The correction of the border took nine years and cost the town a fortune.",
        "Related charges against two other men were dropped by the court last week.",
    ],
    "uk": ["Реклама тютюну буде заборонена з березня, вирішила рада в п'ятницю ввечері."],
    "de": [
        "Werbung für Tabak wird ab März verboten, wie der Rat am Freitag beschlossen hat.",
        "Unterstützen Sie den Plan oder nicht, fragte die Bürgermeisterin den alten Fischer.",
    ],
    "fr": ["Une erreur humaine a causé la panne, a déclaré la maire vendredi soir à la presse."],
    "es": ["Comparte piso con dos marineros desde que llegó a la ciudad hace nueve años."],
    "pt": ["A publicidade de tabaco será proibida a partir de março, decidiu a câmara."],
    "it": ["La correzione del confine è durata nove anni ed è costata una fortuna."],
    "pl": ["Reklama tytoniu będzie zakazana od marca, postanowiła rada w piątek wieczorem."],
    "ru": ["Реклама табака будет запрещена с марта, решил совет в пятницу вечером."],
    "tr": ["Reklam gelirleri mart ayında yarıya düştü, dedi gazetenin sahibi cuma günü."],
    "ar": ["سجلوا ثلاثة أهداف في الشوط الأول قبل أن تتوقف المباراة بسبب المطر الغزير."],
    "zh": ["订阅用户在三月份增长了一倍，这家报社的老板周五晚间在港口对记者们这样表示。"],
    "ja": ["残り五人の乗組員は港で新しい仕事を得ると、市長は金曜日の夜に記者団に語った。"],
    "nl": ["Steun voor het plan komt ook van de vissers, zei de burgemeester vrijdagavond."],
}


@pytest.mark.parametrize("language", PROSE)
@pytest.mark.parametrize("known", [True, False])
def test_furniture_goes_and_prose_stays(language: str, *, known: bool) -> None:
    first, last = PROSE[language]
    for line in FURNITURE[language]:
        cleaned = clean(f"{first}\n{line}\n{last}", language=language if known else None)
        assert cleaned.text == f"{first}\n{last}"
        assert cleaned.removed == (line,)


@pytest.mark.parametrize("language", PROSE)
@pytest.mark.parametrize("known", [True, False])
def test_prose_that_looks_like_furniture_stays(language: str, *, known: bool) -> None:
    first, last = PROSE[language]
    for line in LOOKALIKES[language]:
        text = f"{first}\n{line}\n{last}"
        assert clean(text, language=language if known else None).text == text


@pytest.mark.parametrize(
    "line", ["https://averton.example/bridge", "news@averton.example", "@averton @lime", "#bridge"]
)
def test_an_address_alone_on_its_line_goes(line: str) -> None:
    first, last = PROSE["en"]
    assert clean(f"{first}\n{line}\n{last}").removed == (line,)


def test_the_languages_have_the_same_three_kinds_of_lines() -> None:
    assert PROSE.keys() == FURNITURE.keys() == LOOKALIKES.keys()
