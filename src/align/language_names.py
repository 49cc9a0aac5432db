"""Languages by the names that people give to columns: in the language itself, and in some others."""

from __future__ import annotations

from align.lang import parse

__all__ = ["LANGUAGE_NAMES", "language_of"]

# English, own name, French, German, Spanish, Russian, Chinese; casefolded, without accents being taken away
_NAMES = {
    "ar": "arabic|العربية|عربي|عربى|arabe|arabisch|árabe|арабский|阿拉伯语|阿拉伯文|阿语|アラビア語",
    "bg": "bulgarian|български|bulgare|bulgarisch|búlgaro|болгарский|保加利亚语",
    "ca": "catalan|català|katalanisch|catalán|каталанский",
    "cs": "czech|čeština|česky|tchèque|tschechisch|checo|чешский|捷克语",
    "da": "danish|dansk|danois|dänisch|danés|датский|丹麦语",
    "de": "german|deutsch|allemand|alemán|немецкий|德语|德文|ドイツ語",
    "el": "greek|ελληνικά|grec|griechisch|griego|греческий|希腊语",
    "en": "english|anglais|englisch|inglés|inglese|английский|英语|英文|英語|الإنجليزية|الانجليزية",
    "en-GB": "british english|english uk|uk english",
    "en-US": "american english|english us|us english",
    "es": "spanish|español|castellano|espagnol|spanisch|испанский|西班牙语|西班牙文|西语|スペイン語|الإسبانية",
    "et": "estonian|eesti|estonien|estnisch|эстонский",
    "fa": "persian|farsi|فارسی|persan|persisch|персидский|波斯语",
    "fi": "finnish|suomi|finnois|finnisch|finés|финский|芬兰语",
    "fr": "french|français|francais|französisch|francés|французский|法语|法文|フランス語|الفرنسية",
    "ga": "irish|gaeilge|irlandais|irisch",
    "he": "hebrew|עברית|hébreu|hebräisch|hebreo|иврит|希伯来语",
    "hi": "hindi|हिन्दी|хинди|印地语",
    "hr": "croatian|hrvatski|croate|kroatisch|croata|хорватский",
    "hu": "hungarian|magyar|hongrois|ungarisch|húngaro|венгерский|匈牙利语",
    "id": "indonesian|bahasa indonesia|indonésien|indonesisch|indonesio|индонезийский|印尼语",
    "it": "italian|italiano|italien|italienisch|итальянский|意大利语|意大利文",
    "ja": "japanese|日本語|japonais|japanisch|japonés|японский|日语|日文|اليابانية",
    "ko": "korean|한국어|coréen|koreanisch|coreano|корейский|韩语|韓国語",
    "la": "latin|latina|lateinisch|latín|латынь|拉丁语",
    "lt": "lithuanian|lietuvių|lituanien|litauisch|литовский",
    "lv": "latvian|latviešu|letton|lettisch|латышский",
    "mn": "mongolian|монгол|монгольский|蒙古语",
    "ms": "malay|bahasa melayu|malais|malaiisch|малайский|马来语",
    "mt": "maltese|malti|maltais|maltesisch",
    "nb": "norwegian bokmål|bokmål",
    "nl": "dutch|nederlands|néerlandais|niederländisch|neerlandés|нидерландский|荷兰语",
    "no": "norwegian|norsk|norvégien|norwegisch|noruego|норвежский|挪威语",
    "pl": "polish|polski|polonais|polnisch|polaco|польский|波兰语",
    "pt": "portuguese|português|portugais|portugiesisch|portugués|португальский|葡萄牙语|葡语",
    "pt-BR": "brazilian portuguese|portuguese brazil|português do brasil|portuguese brazilian",
    "ro": "romanian|română|roumain|rumänisch|rumano|румынский|罗马尼亚语",
    "ru": "russian|русский|russe|russisch|ruso|俄语|俄文|ロシア語|الروسية",
    "sk": "slovak|slovenčina|slovaque|slowakisch|eslovaco|словацкий",
    "sl": "slovenian|slovene|slovenščina|slovène|slowenisch|словенский",
    "sr": "serbian|српски|srpski|serbe|serbisch|serbio|сербский",
    "sv": "swedish|svenska|suédois|schwedisch|sueco|шведский|瑞典语",
    "sw": "swahili|kiswahili|суахили|斯瓦希里语",
    "th": "thai|ไทย|thaï|thailändisch|тайский|泰语",
    "tr": "turkish|türkçe|turc|türkisch|turco|турецкий|土耳其语",
    "uk": "ukrainian|українська|ukrainien|ukrainisch|ucraniano|украинский|乌克兰语",
    "vi": "vietnamese|tiếng việt|vietnamien|vietnamesisch|vietnamita|вьетнамский|越南语",
    "zh": "chinese|mandarin|中文|汉语|漢語|华语|chinois|chinesisch|chino|китайский|中国語|الصينية|中国语",
    "zh-Hans": "simplified chinese|chinese simplified|简体中文|简体|中文简体|chinois simplifié|中国語 簡体字",
    "zh-Hant": "traditional chinese|chinese traditional|繁體中文|繁体中文|繁體|繁体|中文繁體|chinois traditionnel",
}
LANGUAGE_NAMES: dict[str, str] = {name: tag for tag, names in _NAMES.items() for name in names.split("|")}
"""Tag by name, in small letters."""


def language_of(heading: str) -> str:
    """The BCP 47 tag of the language that heads a column, by its name or its tag: ``Deutsch`` and ``DE`` give ``de``.

    Raises:
        LanguageError: it is neither.
    """
    return LANGUAGE_NAMES.get(heading.strip().casefold()) or parse(heading)
