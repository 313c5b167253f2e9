"""The words of page furniture: what sites print around their articles, by language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# Entries are parted by "|"; a star ends one that matches every word with that beginning.
_FURNITURE = {
    "en": (
        "subscri*|newsletter*|sign up|sign in|log in|login|register|share|shares|tweet|retweet|"
        "follow us|follow|facebook|twitter|instagram|linkedin|whatsapp|pinterest|reddit|telegram|"
        "youtube|tiktok|email|e-mail|print|related|read more|read next|read also|see also|recommended|"
        "most popular|most read|most viewed|trending|advertis*|sponsored|promoted|copyright|"
        "all rights reserved|cookie|cookies|privacy|terms of|comment|comments|reply|posted|published|"
        "updated|last updated|tags|tagged|filed under|categor*|previous|next post|next article|"
        "next story|continue reading|click here|our app|watch|image|photo|photos|source|credit|"
        "about the author|contact us|home|menu|search|close|skip to|loading|view more|see more|"
        "show more|load more|see all|view all|top stories|latest|gallery|min read|minute read|views|"
        "likes|votes|suggest a correction|highlight the text|ctrl|other topics|more from|more on|"
        "more stories|you may also|you might also|editor's picks|editors' picks|up next|"
        "explore further|story continues|article continues|download the app|join our|donate|"
        "support us|sign me up|unsubscribe|bookmark|feedback"
    ),
    "de": (
        "abonn*|newsletter|anmelden|registrieren|teilen|drucken|merken|mehr zum thema|lesen sie auch|"
        "auch interessant|mehr lesen|weiterlesen|meistgelesen|anzeige|werbung|kommentar|kommentare|"
        "impressum|datenschutz|startseite|aktualisiert|veröffentlicht|foto|bild|quelle|themen|"
        "schlagworte|empfehlungen|zur startseite|nach oben|alle rechte vorbehalten|mehr anzeigen|"
        "kontakt|folgen sie uns"
    ),
    "fr": (
        "abonn*|inscri*|newsletter|partager|partagez|imprimer|connexion|se connecter|lire aussi|"
        "à lire aussi|lire la suite|à voir aussi|publicité|commentaire|commentaires|mentions légales|"
        "accueil|publié|mis à jour|photo|crédit|source|sur le même sujet|les plus lus|recommandé|"
        "tous droits réservés|suivez-nous|voir plus|contactez-nous|réagir"
    ),
    "es": (
        "suscrib*|suscrí*|boletín|compartir|imprimir|iniciar sesión|regístrate|lea también|"
        "lee también|leer más|te puede interesar|publicidad|comentario|comentarios|aviso legal|inicio|"
        "publicado|actualizado|foto|fuente|crédito|noticias relacionadas|relacionad*|lo más leído|"
        "lo más visto|más noticias|todos los derechos|síguenos|ver más|contacto|etiquetas"
    ),
    "pt": (
        "assine|assinante*|newsletter|compartilh*|partilhar|imprimir|entrar|cadastre-se|leia também|"
        "leia mais|saiba mais|veja também|publicidade|comentário|comentários|termos de uso|início|"
        "publicado|atualizado|foto|fonte|crédito|notícias relacionadas|relacionad*|mais lidas|"
        "mais lidos|todos os direitos|siga-nos|ver mais|contato|tags"
    ),
    "it": (
        "abbonati|iscriviti|newsletter|condividi|stampa questo|accedi|registrati|leggi anche|"
        "leggi tutto|continua a leggere|pubblicità|commenta|commenti|note legali|pubblicato|"
        "aggiornato|foto|fonte|articoli correlati|i più letti|potrebbe interessarti|tutti i diritti|"
        "seguici|mostra altro|contatti|tag"
    ),
    "pl": (
        "subskryb*|newsletter|udostępnij|drukuj|zaloguj|zarejestruj|czytaj także|czytaj też|"
        "czytaj więcej|zobacz także|zobacz też|reklama|komentarz*|regulamin|strona główna|"
        "opublikowano|aktualizacja|zdjęcie|fot|źródło|powiązane|najczęściej czytane|polecane|"
        "wszelkie prawa|obserwuj nas|pokaż więcej|kontakt|tagi"
    ),
    "ru": (
        "подпи*|рассылк*|поделиться|поделитесь|распечатать|войти|регистрация|читайте также|"
        "читать далее|читать полностью|смотрите также|реклама|комментар*|главная|опубликовано|"
        "обновлено|фото|источник|по теме|похожие|популярное|самое читаемое|все права защищены|"
        "следите за нами|показать еще|показать ещё|контакты|теги|сообщить об ошибке|нашли ошибку"
    ),
    "uk": (
        "підпис*|розсилк*|поділитися|поділитись|поширити|роздрукувати|увійти|реєстрація|читайте також|"
        "читати далі|читати також|дивіться також|реклама|коментар*|головна|опубліковано|оновлено|фото|"
        "джерело|за темою|схожі|популярне|найпопулярніше|усі права захищені|всі права захищені|"
        "стежте за нами|показати більше|контакти|теги|повідомити про помилку|знайшли помилку"
    ),
    "tr": (
        "abone*|bülten|paylaş|yazdır|giriş yap|üye ol|kayıt ol|ilgili haberler|ayrıca okuyun|"
        "devamını oku|bunlar da ilginizi|reklam|yorum|yorumlar|yorum yap|gizlilik|ana sayfa|anasayfa|"
        "yayınlandı|güncellendi|güncelleme|fotoğraf|kaynak|en çok okunan*|önerilen*|"
        "tüm hakları saklıdır|bizi takip|daha fazla|iletişim|etiketler"
    ),
    "ar": (
        "اشترك|النشرة البريدية|اقرأ أيضا|إقرأ أيضا|اقرأ المزيد|المزيد|شارك|مشاركة|تابعنا|تعليق|تعليقات|"
        "إعلان|إعلانات|الأكثر قراءة|مواضيع ذات صلة|أخبار ذات صلة|ذات صلة|جميع الحقوق|حقوق النشر|الرئيسية|"
        "تسجيل الدخول|طباعة|المصدر|صورة|الصورة|تصوير|آخر تحديث|كلمات دلالية|الوسوم|واتساب|تويتر|فيسبوك|"
        "تلغرام|يوتيوب|سياسة الخصوصية|اتصل بنا|من نحن|شاهد أيضا|نشر في|حفظ|نسخ الرابط"
    ),
    "zh": (
        "相关阅读*|相关新闻*|相关报道*|延伸阅读*|更多新闻*|更多报道*|阅读更多*|阅读全文*|点击查看*|扫码*|扫一扫*|"
        "关注我们*|微信公众号*|微信扫*|微博*|分享到*|分享*|收藏*|评论*|版权所有*|广告*|订阅*|登录*|注册*|上一篇*|"
        "下一篇*|返回首页*|首页*|热门*|推荐阅读*|猜你喜欢*|责任编辑*|责编*|编辑*|来源*|标签*|图片*|图源*|图为*|"
        "打印*|字号*|发布时间*|更新时间*|免责声明*"
    ),
    "ja": (
        "関連記事*|関連ニュース*|関連リンク*|あわせて読みたい*|続きを読む*|会員限定*|ログイン*|会員登録*|無料登録*|"
        "シェア*|ツイート*|フォロー*|広告*|写真*|画像*|【写真*|著作権*|無断転載*|ランキング*|人気記事*|おすすめ*|"
        "トップへ*|トップページ*|次の記事*|前の記事*|次へ*|前へ*|コメント*|タグ*|更新*|公開*|印刷*|保存*|"
        "お問い合わせ*|最新ニュース*|新着*|もっと見る*|一覧*"
    ),
    "nl": (
        "abonneer*|nieuwsbrief|delen|deel dit|lees ook|lees meer|lees verder|advertentie|reacties|reageer|"
        "inloggen|registreren|meest gelezen|gerelateerd|volg ons|foto|bron|voorwaarden|contact|"
        "alle rechten voorbehouden|laatste nieuws|bijgewerkt|gepubliceerd|bekijk ook"
    ),
    "vi": (
        "đăng ký|đăng nhập|chia sẻ|xem thêm|đọc thêm|tin liên quan|bài liên quan|bình luận|quảng cáo|"
        "nguồn|bản quyền|tin mới|đọc nhiều|theo dõi chúng tôi"
    ),
}
_IMAGES = (
    "image|images|photo|photos|photograph|picture|pictured|credit|getty|courtesy|shutterstock|"
    "file photo|ap photo|afp|epa|caption|foto|bild|bildquelle|crédit|photographie|fotografía|imagem|"
    "zdjęcie|фото|знімок|снимок|fotoğraf|الصورة|تصوير|图*|供图*|写真*|画像*|撮影*|photographe|fotógrafo"
)
_SIGNS = re.compile("[\u0307\u064b-\u0652\u0640]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[-'’](?=[^\W_]))*")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Entries to be found in lines: runs of words, and beginnings of single words."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]
    beginnings: tuple[str, ...]

    def count(self, words: list[str]) -> int:
        """Count the matches; a word belongs to one match at most."""
        found, at = 0, 0
        while at < len(words):
            length = self.length_at(words, at)
            found += length > 0
            at += length or 1
        return found

    def is_in_passing(self, words: list[str]) -> bool:
        """Tell whether the only match is one ordinary word further on, as prose uses it: "She went home"."""
        lengths = [self.length_at(words, at) for at in range(len(words))]
        at = next((place for place, length in enumerate(lengths) if length), 0)
        return at > 1 and sum(lengths) == 1 and not words[at].startswith(self.beginnings)

    def length_at(self, words: list[str], at: int) -> int:
        """Give the number of words of the entry that matches at a place; 0 where none does."""
        for phrase in self.by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return int(words[at].startswith(self.beginnings))


def find_line_words(line: str) -> list[str]:
    """Give a line's words in lower case, numbers included; Arabic without vowel signs, "İ" as "i"."""
    lower = line.lower().replace("’", "'")
    return _WORD.findall(lower if lower.isascii() else _SIGNS.sub("", lower))


@cache
def furniture(language: str | None) -> Phrases:
    """Give the furniture words of a language with the English ones; of all languages when it is None."""
    known = language in _FURNITURE
    texts = [_FURNITURE["en"], _FURNITURE[language]] if known and language else list(_FURNITURE.values())
    return parse_phrases("|".join(texts))


@cache
def image_words() -> Phrases:
    """Give the words that mark a caption or a picture's credit."""
    return parse_phrases(_IMAGES)


def parse_phrases(text: str) -> Phrases:
    """Read entries parted by "|"."""
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for entry in text.split("|"):
        if not entry.endswith("*"):
            words = tuple(find_line_words(entry))
            by_first.setdefault(words[0], set()).add(words)
    longest_first = {first: tuple(sorted(found, key=len, reverse=True)) for first, found in by_first.items()}
    return Phrases(longest_first, tuple(entry[:-1] for entry in text.split("|") if entry.endswith("*")))
