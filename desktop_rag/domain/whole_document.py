"""Recognises questions about whole documents and divides these into portions to be read in turn; pure.

"Summarise this report" and "list all deadlines" are not answered by the few passages nearest to the question.
"How do I summarise a report in Word?" is: it asks about summaries, not for one. Rules for English, German,
French and Spanish; where they are in doubt, the question is an ordinary one, which costs far less time.
"""

import re
from collections.abc import Iterable, Sequence

_POLITE = (
    r"(?:(?:please|kindly|bitte|s'il (?:te|vous) pla[iî]t|por favor|now|ok(?:ay)?|hey|hi|hello|so)"
    r"[,:]?\s+){0,4}"
    r"(?:(?:can|could|would|will) you\s+(?:please\s+)?|i (?:want|need|would like|'d like)(?: you to)?\s+|"
    r"i'd like(?: you to)?\s+|(?:kannst|könntest|können|könnten) (?:du|sie)(?: mir| uns)?(?: bitte)?\s+|"
    r"ich (?:möchte|brauche|hätte gern)\s+|"
    r"(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous)(?: me| nous)?\s+|je (?:veux|voudrais)\s+|"
    r"(?:puedes|podrías|puede|podría)\s+|quiero\s+|necesito\s+)?"
    r"(?:(?:please|bitte|just|briefly|quickly|kurz|mir|uns)\s+){0,4}"
)
_GIVE = (
    r"(?:(?:give|write|make|create|provide|show|get|prepare|produce|draft)(?: (?:me|us))?|"
    r"(?:gib|geben sie|schreib|schreibe|schreiben sie|erstelle|erstellen sie|mach|zeig|zeige)(?: mir|"
    r" uns| bitte)*|"
    r"(?:donne|donnez|fais|faites|écris|écrivez|rédige|rédigez)(?:-moi|-nous)?|"
    r"(?:dame|deme|danos|haz|hazme|escribe|escríbeme|redacta|muestra|muéstrame)|what(?:'s| is| are)|"
    r"was (?:ist|sind)|"
    r"quels? sont|quelles? sont|quel est|quelle est|cuáles son|cuál es)\s+"
)
_ARTICLE = r"(?:an?|the|its|some|one|eine?n?|der|die|das|un|une|le|la|les|l'|el|los|las|unos?)?\s*"
_ADJECTIVES = (
    r"(?:(?:short|brief|quick|complete|full|general|detailed|concise|overall|one-page|two-sentence|"
    r"executive|good|high-level|"
    r"kurze[nsr]?|knappe[nsr]?|ausführliche[nsr]?|allgemeine[nsr]?|courte?|bref|brève|petit|breve|corto|"
    r"pequeño)\s+){0,3}"
)
_SUMMARY = (
    r"(?:summar(?:y|ies)|overview|synopsis|abstract|outline|gist|tl;?dr|"
    r"zusammenfassung(?:en)?|überblick|übersicht|resümee|"
    r"résumé|synthèse|aperçu|vue d'ensemble|resumen|sinopsis|visión general)\b"
    r"(?=\s*(?:[.?!,:;)]|\Z)|\s+(?:of|for|about|on|in|to|from|please|with|that|and|as|over|"
    r"über|von|vom|des|der|dieser|zum|zur|zu|aus|mit|und|bitte|du|de|des|d'|sur|pour|en|avec|et|del|"
    r"sobre|para|y)\b)"
)
_POINTS = (
    r"(?:(?:main|key|most important|central|principal|major|essential|core)\s+"
    r"(?:points?|ideas?|topics?|themes?|messages?|takeaways?|findings?|arguments?|conclusions?|facts|"
    r"insights)|takeaways|highlights|"
    r"(?:wichtigsten|zentralen|wesentlichen)\s+(?:punkte|aussagen|themen|ergebnisse|inhalte|erkenntnisse|"
    r"informationen)|"
    r"kernaussagen|kernpunkte|hauptaussagen|hauptpunkte|hauptthemen|"
    r"(?:points|idées|thèmes|messages)\s+(?:clés?|principaux|principales|essentiels|importants)|"
    r"(?:puntos|ideas|temas|mensajes)\s+(?:clave|principales|más importantes|esenciales))\b"
)
_SUMMARISE = (
    r"(?:summari[sz]e|sum up|recap|outline|condense|tl;?dr\b|fass(?:e|t|en sie)?\b(?=.*\bzusammen)|"
    r"résume[zr]?|synthétise[zr]?|"
    r"resume(?=\s+(?:est[aeo]s?|el|la|los|las|lo|todo|brevemente)\b)|resumir|resuma|resúmeme|sintetiza)\b"
)
_LIST = (
    r"(?:list|enumerate|name|find|show|extract|collect|give|tell|"
    r"liste|nenne|nennen sie|zähle?|zeige?|finde|suche|énumère[zr]?|liste[zr]?|cite[zr]?|donne[zr]?|"
    r"trouve[zr]?|"
    r"enumera|lista|nombra|muestra|encuentra|dame|dime)(?:\s+(?:me|us|mir|uns|bitte|out|up|down)|-moi|"
    r"-nous)?\s+"
)
_ALL = (
    r"(?:(?:a (?:complete |full )?list of\s+)?(?:all|every|each)\b(?! day\b)|(?:a )?(?:complete|"
    r"full) list of\b|"
    r"(?:eine (?:vollständige |komplette )?liste )?all(?:e[rnsm]?)\b|jede[nrs]?\b|sämtliche\w*|tou(?:s|"
    r"tes)\b|chaque\b|"
    r"tod(?:os|as)\b|cada\b)"
)
_WHOLE = re.compile(
    rf"\A{_POLITE}(?:"
    rf"{_SUMMARISE}|(?:bitte|kannst|könntest|können|könnten|würdest|ich möchte)\b.*\bzusammenfassen\W*\Z"
    rf"|(?:{_GIVE})?{_ARTICLE}{_ADJECTIVES}(?:{_SUMMARY}|{_POINTS})"
    rf"|{_LIST}(?:the )?{_ALL}"
    rf"|(?:what|which|who) (?:are|were) (?:all (?:of )?(?:the|these|those|its)|(?:every|each)\b)"
    rf"|(?:was|welche[rs]?|wer) sind (?:alle|sämtliche)\b"
    rf"|quel(?:le)?s sont tou(?:s|tes)\b|cuáles son tod[oa]s\b"
    rf"|(?:what (?:is|are|'s)|what's) (?:this|these|the(?: whole| entire)?) "
    rf"(?:documents?|files?|reports?|papers?|texts?|books?|pdfs?|contracts?|articles?)\s+(?:all )?about\b"
    rf"|what (?:does|do) (?:this|these|the (?:whole|entire)) (?:documents?|files?|reports?|papers?|"
    rf"texts?|books?|pdfs?|articles?) (?:say|cover|contain)\s*\?*\Z"
    rf"|(?:worum geht es|wovon handel[nt]|um was geht es)\s+(?:in\s+)?(?:diese[mnrs]?|dem|das|der)\s+"
    rf"(?:ganzen\s+)?(?:dokument\w*|datei\w*|bericht\w*|text\w*|buch\w*|pdf\w*|vertrag\w*|artikel\w*)"
    rf"|de quoi (?:parle|traite)(?:nt)?\s+(?:ce|cet|cette|ces|le|la|les)\b"
    rf"|de qué (?:trata|tratan|habla)\s+(?:este|esta|estos|el|la)\b"
    rf")",
    re.IGNORECASE,
)
_TRAILING_SUMMARY = re.compile(
    r"\b(?:as a (?:short |brief )?summary|in (?:a few|two|three|five|\d+) (?:sentences|bullet points|"
    r"points|words)|"
    r"(?:this|the|these) (?:whole |entire )?(?:documents?|files?|reports?|papers?|texts?|pdfs?|articles?) "
    r"(?:in brief|in short))\s*[.?!]*\Z",
    re.IGNORECASE,
)
_OF_ONE_THING = re.compile(
    r"\b(?:section|chapter|paragraph|page|clause|article|§|abschnitt|kapitel|absatz|seite|chapitre|"
    r"página|capítulo)"
    r"\s*\d",
    re.IGNORECASE,
)


def asks_for_whole(question: str) -> bool:
    """Whether a question is about everything that the documents in scope say."""
    asked = " ".join(question.replace("’", "'").split()).strip('¿¡"“”„ ')
    if _OF_ONE_THING.search(asked):
        return False
    return bool(_WHOLE.match(asked) or _TRAILING_SUMMARY.search(asked))


def longest_name(question: str, names: Iterable[str]) -> str:
    """The longest file name that stands in a question as a word of its own, casefolded; empty if none does.

    `report.pdf` is not meant where `annual-report.pdf` or `annual report.pdf` is.
    """
    asked = question.casefold()
    found = [
        name
        for name in map(str.casefold, names)
        if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", asked)
    ]
    return max(found, key=len, default="")


def portions(sizes: Sequence[int], budget: int) -> list[range]:
    """Consecutive passages in as few portions as fit, filled as evenly as can be.

    `sizes` and `budget` are tokens. A passage larger than the budget is a portion of its own. Of all ways
    with the fewest portions, the largest portion is as small as possible.
    """
    fewest = len(_filled(sizes, budget))
    low, high = max([1, *(size for size in sizes if size <= budget)]), max(budget, 1)
    while low < high:
        middle = (low + high) // 2
        if len(_filled(sizes, middle)) <= fewest:
            high = middle
        else:
            low = middle + 1
    return _filled(sizes, high)


def _filled(sizes: Sequence[int], budget: int) -> list[range]:
    """Each portion takes what still fits."""
    found: list[range] = []
    start, total = 0, 0
    for index, size in enumerate(sizes):
        if index > start and total + size > budget:
            found.append(range(start, index))
            start, total = index, 0
        total += size
    if start < len(sizes):
        found.append(range(start, len(sizes)))
    return found
