"""The language that letters tell, and the tag of what they do not tell."""

from __future__ import annotations

import pytest

from convert.letters import language_of_letters, undetermined
from convert.words import counted, language_of

TEXTS = {
    "ru": "Комиссия рассмотрела доклад. Она отметила, что как и прежде это только начало, если не более.",
    "uk": "Комісія розглянула доповідь і зазначила, що робота триває, якщо від неї не відмовляться під тиском.",
    "bg": "Комисията разгледа доклада и отбеляза, че работите са към края си, със забележка като предишната.",
    "ar": "نظرت اللجنة في التقرير المقدم من الأمين العام عن أعمال هذه السنة التي انتهت",
    "fa": "کمیته گزارش را بررسی کرد و از کار این سال که برای آن تشکر شد خبر داد",
    "ur": "کمیٹی نے اس سال کے کام کی رپورٹ پر غور کیا اور اس میں ترمیم کا فیصلہ کیا ہے",
    "he": "הוועדה דנה בדוח של השנה וקבעה כי הוא מלא אם כי לא נכון על כל פרטיו",
    "el": "Η επιτροπή εξέτασε την έκθεση.",
    "ja": "委員会は報告書を検討した。",
    "zh": "委员会审议了报告。",
    "ko": "위원회는 보고서를 검토하였다.",
    "th": "คณะกรรมการพิจารณารายงาน",
    "ka": "კომიტეტმა განიხილა ანგარიში.",
}


@pytest.mark.parametrize("tongue", TEXTS)
def test_language_is_told_by_its_script_and_its_own_frequent_words(tongue: str) -> None:
    assert language_of_letters(counted([TEXTS[tongue]])) == tongue


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Комитет эсеп-кысапты карап чыкты.", "und-Cyrl"),  # Kyrgyz
        ("مرحبا", "und-Arab"),
        ("समिति ने प्रतिवेदन पर विचार किया", "und-Deva"),
        ("Az ülés megnyitása", "und"),
        ("1234 – 5678", "und"),
        ("The angle α, and a little more of Latin", "und"),
    ],
)
def test_what_letters_do_not_tell_is_undetermined_with_its_script(text: str, tag: str) -> None:
    counts = counted([text])
    assert language_of_letters(counts) == ""
    assert undetermined(counts) == tag


def test_few_words_of_english_do_not_make_an_arabic_text_english() -> None:
    assert language_of(counted(["انا من ولاية كارولينا الشمال عندي اسمي", "Jeremy is in Arabic"])) != "en"
    assert language_of(counted(["The port of the harbour is in مرحبا for the ships."])) == "en"
