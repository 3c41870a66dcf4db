"""Letters that look like Latin ones in an address bar or a mail list, and what they are taken for.

From Unicode's confusables.txt (UTS #39, version 15.1): the single letters allowed in domain names whose prototype is a Latin
letter, Cyrillic, Greek, Armenian and Latin look-alikes alone.  Accents are taken off before, so accented letters need no entry.
"""

SINGLE = {
    # digits
    "0": "o", "1": "l",
    # Cyrillic
    "а": "a", "в": "b", "ь": "b", "с": "c", "ԁ": "d", "е": "e", "є": "e", "һ": "h", "н": "h", "і": "i", "ӏ": "l", "ј": "j", "к": "k",
    "қ": "k", "ԛ": "q", "м": "m", "п": "n", "о": "o", "р": "p", "г": "r", "ѕ": "s", "т": "t", "ц": "u", "ѵ": "v", "ԝ": "w", "ш": "w",
    "х": "x", "у": "y", "ү": "y", "з": "3", "ɢ": "g", "ԍ": "g",
    # Greek
    "α": "a", "β": "b", "ϲ": "c", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u",
    "χ": "x", "γ": "y", "ω": "w",
    # Armenian
    "ա": "w", "ց": "g", "հ": "h", "ո": "n", "օ": "o", "ս": "u", "զ": "q", "յ": "j", "լ": "l", "ք": "p",
    # Latin
    "đ": "d", "ɖ": "d", "ɗ": "d", "ð": "d", "ı": "i", "ɩ": "i", "ɪ": "i", "ɨ": "i", "ł": "l", "ɫ": "l", "ǀ": "l", "ɡ": "g", "ɑ": "a", "ɐ": "a",
    "ə": "e", "ɛ": "e", "ꜱ": "s", "ʏ": "y", "ʋ": "v", "ø": "o", "ɵ": "o", "ŋ": "n", "ɲ": "n", "ħ": "h", "ɦ": "h", "ƙ": "k", "ɱ": "m",
    "ʀ": "r", "ɾ": "r", "ʂ": "s", "ƭ": "t", "ŧ": "t", "ʊ": "u", "ᴀ": "a", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ᴊ": "j", "ᴋ": "k", "ᴍ": "m", "ɴ": "n",
    "ᴏ": "o", "ᴘ": "p", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "ß": "b",
}  # fmt: skip

PAIRS = (("rn", "m"), ("vv", "w"))
