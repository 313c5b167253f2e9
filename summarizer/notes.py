"""Whole sentences that sites print into articles: cookies, subscriptions, corrections, calls to follow.

They end with a full stop like prose, so only their wording tells them apart; the phrases address the reader
or speak of the article itself, which a report does not.
"""

from __future__ import annotations

import re
from functools import cache

from summarizer.furniture import Phrases, find_line_words, parse_phrases

# How such a sentence opens.
_OPENINGS = {
    "en": (
        "this copy is for your personal|an error has occurred|an error occurred|"
        "we use cookies|we and our partners|this site uses cookies|this website uses cookies|"
        "by clicking accept|by continuing to use|by signing up|accept all cookies|manage your cookie|"
        "please enable javascript|please enable cookies|please subscribe|please sign in|"
        "please log in|please share|subscribe to|subscribe now|subscribe for|sign up for|sign up to|"
        "sign up now|register now|register for free|register to read|log in to|sign in to|"
        "you must be logged in|you need to be logged in|you have reached your|you've reached your|"
        "create a free account|already a subscriber|already have an account|not a subscriber|"
        "not a member|this article is for subscribers|this story is for subscribers|"
        "this content is for|to continue reading|to keep reading|to read the full|to read this|"
        "continue reading|support independent journalism|support our journalism|follow us|follow our|"
        "find us on|like us on|join us on|join our|join the conversation|join the discussion|"
        "download our|download the app|get our|get the latest|get more news|get the day's|want more|"
        "this article was updated|this article was amended|this article was corrected|"
        "this article was first published|this article was originally|this article originally|"
        "this article has been|this story was updated|this story was corrected|"
        "this story was originally|this story originally|this story has been|this story corrects|"
        "this post has been|this post was updated|this version corrects|an earlier version of|"
        "a previous version of|earlier versions of|editor's pick|note to readers|"
        "to suggest a correction|spotted an error|see an error|found a mistake|report an error|"
        "report a typo|reporting by|additional reporting by|writing by|editing by|with files from|"
        "the views expressed|the opinions expressed|views expressed|opinions expressed|"
        "do you have a story|got a tip|got a story|have a news tip|have a story|send us|email us|"
        "write to us|contact us|tell us what you|let us know|what do you think|share your thoughts|"
        "click here|tap here|read more|read also|read next|also read|see also|more on this|"
        "we may earn|we earn a commission|as an amazon associate|when you buy through|"
        "story continues|article continues|watch the|watch our|watch now|listen to our"
    ),
    "de": (
        "wir verwenden cookies|wir nutzen cookies|diese website verwendet cookies|"
        "diese seite verwendet cookies|mit ihrer zustimmung|durch die nutzung dieser|abonnieren sie|"
        "abonniere|jetzt abonnieren|melden sie sich an|melde dich an|jetzt anmelden|"
        "jetzt registrieren|registrieren sie sich|sie sind bereits abonnent|bereits abonnent|"
        "sie haben noch kein|dieser artikel ist nur für|dieser inhalt ist nur|um weiterzulesen|"
        "lesen sie auch|lesen sie mehr|lesen sie weiter|lesen sie hier|lesen sie dazu|lies auch|"
        "lest auch|mehr dazu|mehr zum thema|auch interessant|das könnte sie auch|folgen sie uns|"
        "folge uns|folgt uns|laden sie unsere|unsere app|in einer früheren version|"
        "in einer früheren fassung|in einer vorherigen version|anmerkung der redaktion|"
        "hinweis der redaktion|dieser artikel wurde|dieser text wurde|dieser beitrag wurde|"
        "fehler gefunden|haben sie einen fehler|einen fehler melden|schreiben sie uns|"
        "diskutieren sie|mit material von|mit informationen von|alle rechte vorbehalten|"
        "sehen sie auch|hören sie|unterstützen sie unsere|unterstützen sie unabhängigen"
    ),
    "fr": (
        "nous utilisons des cookies|ce site utilise des cookies|en poursuivant votre navigation|"
        "en cliquant sur|abonnez-vous|abonnez vous|inscrivez-vous|inscrivez vous|recevez|"
        "connectez-vous|déjà abonné|vous êtes déjà abonné|cet article est réservé|article réservé|"
        "pour lire la suite|il vous reste|lire aussi|à lire aussi|lire la suite|lisez aussi|"
        "voir aussi|à voir aussi|suivez-nous|suivez nous|rejoignez-nous|rejoignez notre|téléchargez|"
        "soutenez|une version antérieure|une première version|dans une version précédente|"
        "note de la rédaction|cet article a été|vous avez repéré une erreur|signaler une erreur|"
        "écrivez-nous|réagissez|partagez|tous droits réservés|sur le même sujet|"
        "une erreur dans cet article|pour continuer votre lecture|pour continuer à lire"
    ),
    "es": (
        "utilizamos cookies|usamos cookies|este sitio utiliza cookies|este sitio web utiliza|"
        "al continuar navegando|al hacer clic|suscríbete|suscríbase|suscribite|regístrate|regístrese|"
        "inicia sesión|inicie sesión|ya eres suscriptor|ya es suscriptor|este artículo es exclusivo|"
        "para seguir leyendo|para continuar leyendo|lea también|lee también|leer también|lea además|"
        "lee además|lea más|lee más|leé también|te puede interesar|le puede interesar|"
        "también te puede|ver también|mira también|vea también|síguenos|síganos|seguinos|únete|"
        "descarga nuestra|descargue nuestra|una versión anterior|en una versión anterior|"
        "fe de errores|fe de erratas|nota de la redacción|nota del editor|este artículo ha sido|"
        "esta noticia ha sido|este artículo fue|has visto un error|si encuentras un error|"
        "reportar un error|escríbenos|déjanos|con información de|todos los derechos|apoya nuestro|"
        "apoya el periodismo|comparte esta|comparte este|contenido exclusivo para"
    ),
    "pt": (
        "utilizamos cookies|usamos cookies|este site utiliza cookies|este site usa cookies|"
        "ao continuar navegando|ao clicar em|assine|inscreva-se|cadastre-se|registe-se|subscreva|"
        "faça login|já é assinante|conteúdo exclusivo|este conteúdo é exclusivo|"
        "este artigo é exclusivo|para continuar lendo|para continuar a ler|leia também|leia mais|"
        "leia ainda|saiba mais|veja também|veja mais|confira também|siga-nos|siga a nossa|junte-se|"
        "baixe o aplicativo|baixe o app|descarregue|uma versão anterior|em uma versão anterior|"
        "numa versão anterior|nota da redação|nota do editor|este artigo foi|esta reportagem foi|"
        "encontrou um erro|comunique um erro|comunicar erro|escreva para|compartilhe|partilhe|"
        "deixe seu comentário|com informações de|com informações da|com informações do|"
        "todos os direitos|publicidade|siga o canal|siga o nosso|apoie o jornalismo"
    ),
    "it": (
        "utilizziamo i cookie|utilizziamo cookie|usiamo i cookie|questo sito utilizza|"
        "questo sito usa|proseguendo la navigazione|cliccando su|abbonati|iscriviti|registrati|"
        "accedi|sei già abbonato|contenuto riservato|questo articolo è riservato|"
        "per continuare a leggere|continua a leggere|leggi anche|leggi tutto|leggi qui|guarda anche|"
        "vedi anche|potrebbe interessarti|ti potrebbe interessare|seguici|unisciti|scarica l'app|"
        "scarica la nostra|sostieni|una versione precedente|in una versione precedente|"
        "errata corrige|nota della redazione|nota del redattore|questo articolo è stato|"
        "hai trovato un errore|segnala un errore|scrivici|condividi|lascia un commento|"
        "riproduzione riservata|tutti i diritti"
    ),
    "pl": (
        "używamy plików cookie|używamy cookies|ta strona używa|ta strona korzysta|strona używa|"
        "korzystając z serwisu|zapisz się|subskrybuj|zasubskrybuj|prenumeruj|zaloguj się|"
        "zarejestruj się|masz już konto|artykuł dostępny|treść dostępna|ten artykuł jest dostępny|"
        "aby czytać dalej|czytaj także|czytaj też|czytaj również|czytaj więcej|zobacz także|"
        "zobacz też|zobacz również|przeczytaj także|przeczytaj też|przeczytaj również|polecamy|"
        "obserwuj nas|śledź nas|dołącz do|pobierz aplikację|pobierz naszą|wesprzyj|wspieraj|"
        "w poprzedniej wersji|we wcześniejszej wersji|poprzednia wersja|od redakcji|"
        "artykuł został zaktualizowany|znalazłeś błąd|zauważyłeś błąd|zgłoś błąd|napisz do nas|"
        "udostępnij|podziel się|skomentuj|wszelkie prawa|klikając przycisk|klikając zgadzam"
    ),
    "ru": (
        "мы используем cookie|мы используем файлы|сайт использует cookie|этот сайт использует|"
        "наш сайт использует|продолжая пользоваться|продолжая использовать|подпишитесь|"
        "подписывайтесь|подписаться на|зарегистрируйтесь|войдите|уже есть аккаунт|материал доступен|"
        "статья доступна|чтобы продолжить чтение|чтобы прочитать|читайте также|читайте по теме|"
        "читайте подробнее|читайте нас|читайте в|читать далее|читать полностью|смотрите также|"
        "следите за нами|следите за новостями|следите за обновлениями|присоединяйтесь|скачайте|"
        "поддержите|в предыдущей версии|в более ранней версии|в первоначальной версии|от редакции|"
        "примечание редакции|нашли ошибку|если вы нашли|если вы заметили|заметили ошибку|"
        "выделите текст|сообщить об|пишите нам|напишите нам|присылайте|поделитесь|"
        "оставьте комментарий|материал подготовил*|все права|при использовании материалов|"
        "на правах рекламы|нажимая кнопку|нажимая на|перепечатка материалов"
    ),
    "uk": (
        "ми використовуємо cookie|ми використовуємо файли|сайт використовує cookie|"
        "цей сайт використовує|наш сайт використовує|продовжуючи користуватися|підпишіться|"
        "підписуйтесь|підписуйтеся|підписатися на|зареєструйтесь|зареєструйтеся|увійдіть|"
        "вже маєте акаунт|матеріал доступний|стаття доступна|щоб читати далі|щоб прочитати|"
        "щоб запропонувати виправлення|читайте також|читайте більше|читайте нас|читайте на|"
        "читати далі|читати також|дивіться також|стежте за нами|стежте за новинами|слідкуйте за|"
        "долучайтесь|долучайтеся|приєднуйтесь|приєднуйтеся|завантажте|підтримайте|"
        "у попередній версії|у ранішій версії|в попередній версії|у першій версії|від редакції|"
        "примітка редакції|знайшли помилку|якщо ви знайшли|якщо ви помітили|помітили помилку|"
        "виділіть текст|повідомити про|пишіть нам|напишіть нам|надсилайте|поділіться|"
        "залиште коментар|матеріал підготу*|усі права|всі права|при використанні матеріалів|"
        "на правах реклами|натискаючи кнопку|натискаючи на|передрук матеріалів"
    ),
    "tr": (
        "çerez kullanıyoruz|çerezleri kullanıyoruz|bu site çerez|sitemizde çerez|web sitemizde çerez|"
        "devam ederek|abone olun|abone ol|bültenimize|e-bültenimize|kaydolun|üye olun|giriş yapın|"
        "zaten üye|devamını okumak için|okumaya devam|ayrıca okuyun|bunlar da ilginizi|"
        "bunu da okuyun|bizi takip|takip edin|uygulamamızı indirin|destek olun|bu haberin önceki|"
        "önceki bir sürümünde|editörün notu|editör notu|bu haber güncellenmiştir|"
        "bu haber güncellendi|hata mı gördünüz|hata bildir|bize yazın|yorum yapın|yorumunuzu|"
        "paylaşın|tüm hakları|bu içerik sadece|bu içerik abonelere|bu içerik yalnızca"
    ),
    "ar": (
        "نستخدم ملفات|يستخدم هذا الموقع|هذا الموقع يستخدم|باستمرارك في|بالنقر على|سجل الآن|"
        "سجل الدخول|هذا المقال متاح|لمتابعة القراءة|لقراءة المزيد|اقرأ أيضا|إقرأ أيضا|اقرأ المزيد|"
        "اقرأوا أيضا|شاهد أيضا|تابعنا|تابعونا|انضم إلينا|انضموا|حمل التطبيق|حملوا تطبيق|ادعم|"
        "في نسخة سابقة|نسخة سابقة من|ملاحظة المحرر|تم تحديث هذا|تم تصحيح|هل وجدت خطأ|للإبلاغ عن|"
        "راسلنا|راسلونا|اكتب لنا|شاركونا|شارك برأيك|جميع الحقوق|مواضيع ذات صلة|أخبار ذات صلة|"
        "تابعوا آخر|تابعوا قناة|شاركنا برأيك|اشترك الآن|اشترك في نشرتنا|اشترك في النشرة|"
        "اشترك في قناتنا|اشتركوا في|هذا المحتوى متاح|هذا المحتوى مخصص"
    ),
    "zh": (
        "我们使用cookie*|本网站使用*|继续浏览*|点击同意*|立即订阅*|欢迎订阅*|欢迎关注*|关注我们*|"
        "扫码关注*|扫描二维码*|请登录*|登录后*|注册后*|本文仅限*|会员专享*|继续阅读*|阅读全文*|"
        "阅读更多*|延伸阅读*|相关阅读*|相关新闻*|相关报道*|另请阅读*|猜你喜欢*|下载客户端*|下载app*|"
        "本文早前版本*|本文此前版本*|编者按*|编辑注*|编者注*|如发现错误*|如有错误*|版权所有*|"
        "版权声明*|特别声明*|免责声明*|欢迎留言*|点击查看*|订阅我们*|请订阅*|未经授权不得*|"
        "未经授权禁止*|未经许可不得*|未经书面*"
    ),
    "ja": (
        "当サイトでは*|このサイトはcookie*|会員限定*|この記事は有料*|この記事は会員*|続きを読む*|"
        "続きは*|あわせて読みたい*|関連記事*|関連ニュース*|関連リンク*|こちらもおすすめ*|"
        "おすすめ記事*|公式アカウント*|当初の記事*|以前の記事*|初出時*|編集部注*|お問い合わせ*|"
        "ご意見*|シェアする*|無断転載*|【関連*|【写真*|【動画*|写真特集*|写真ギャラリー*|"
        "クッキーを使用*|ログインして*|ログインすると*|コメントを書く*|コメントする*|"
        "アプリをダウンロード*|フォローする*|フォローして*|記事の誤り*|誤りを見つけ*|有料会員限定*|"
        "有料会員に*|会員登録すると*|会員登録して*|無料会員登録*|メールマガジンに*|ニュースレターに*|"
        "ニュースレターを*|お詫びして*"
    ),
    "nl": (
        "wij gebruiken cookies|we gebruiken cookies|deze website gebruikt|deze site gebruikt|"
        "door verder te|abonneer je|abonneer u|schrijf je in|meld je aan|log in|al abonnee|"
        "dit artikel is alleen|om verder te lezen|lees ook|lees meer|lees verder|bekijk ook|volg ons|"
        "download onze|in een eerdere versie|een eerdere versie|noot van de redactie|dit artikel is|"
        "fout gezien|foutje gezien|meld een fout|reageer|deel dit|alle rechten|steun ons|steun onze"
    ),
}
# What gives such a sentence away wherever it stands.
_ANYWHERE = (
    "contributed to this report|contributed to this story|contributed to this article|"
    "contributed reporting|suggest a correction|highlight the text|press ctrl|натисніть ctrl|"
    "нажмите ctrl|ctrl enter|privacy policy|terms of service|terms of use|política de privacidad|"
    "politique de confidentialité|datenschutzerklärung|informativa sulla privacy|"
    "polityka prywatności|політика конфіденційності|политика конфиденциальности|سياسة الخصوصية"
)
# Nouns that say the same when a colon follows: "Correction: ..."
_LABELS = (
    "correction|corrections|clarification|related|related story|related stories|watch|listen|video|photos|"
    "advertisement|copyright|editor's note|editors' note|note|update|source|sources|more|see also|read also|"
    "korrektur|anzeige|werbung|mitarbeit|redaktionelle mitarbeit|quelle|quellen|à lire|rectificatif|"
    "publicité|corrección|publicidad|fuente|fuentes|errata|correção|erramos|fonte|fontes|correzione|fonti|"
    "korekta|sprostowanie|reklama|opracowanie|oprac|źródło|źródła|по теме|исправление|уточнение|реклама|"
    "источник|источники|за темою|виправлення|уточнення|джерело|джерела|ilgili haber|düzeltme|reklam|kaynak|"
    "إعلان|تصحيح|تصويب|توضيح|المصدر|المصادر|来源|更正|勘误|广告|责任编辑|责编|编辑|訂正|広告|出典|編集|correctie|"
    "rectificatie|advertentie|bron"
)
_LATEST_OPENING = 1  # a word may come first: "Please subscribe to ..."
_COLON = re.compile("[:：]")
_LONGEST = 60  # words: a paragraph is no note, whatever it opens with


def is_note(line: str, spoken: list[str], language: str | None) -> bool:
    """Tell whether a line, given with its words in lower case, is a note of the site."""
    if len(spoken) > _LONGEST or not spoken:
        return False
    phrases, anywhere, labels = _phrases(language)
    label = (
        find_line_words(line[:40].replace("：", ":").partition(":")[0]) if _COLON.search(line[:40]) else []
    )
    return (
        phrases.length_at(spoken, 0) > 0
        or (len(spoken) > 1 and phrases.length_at(spoken, _LATEST_OPENING) > 1)
        or anywhere.count(spoken) > 0
        or (bool(label) and labels.length_at(label, 0) == len(label))
    )


@cache
def _phrases(language: str | None) -> tuple[Phrases, Phrases, Phrases]:
    known = language in _OPENINGS
    texts = [_OPENINGS["en"], _OPENINGS[language]] if known and language else list(_OPENINGS.values())
    return parse_phrases("|".join(texts)), parse_phrases(_ANYWHERE), parse_phrases(_LABELS)
