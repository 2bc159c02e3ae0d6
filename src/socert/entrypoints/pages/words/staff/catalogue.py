"""Words of the review of goods."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "review_title": Text(ru="Товары на проверке", en="Goods to review"),
    "review_lead": Text(
        ru="Пока товар здесь, сертификаты за него не платят. Сверху те, о которых кассы спрашивают чаще всего. "
        "Решение действует на кассах со следующего чека.",
        en="While a good is here, no certificate pays for it. First come those tills ask for most often. "
        "A decision counts at tills from the next receipt on.",
    ),
    "review_goods": Text(ru="По штрихкодам", en="By barcode"),
    "review_articles": Text(ru="Собственные артикулы магазинов", en="Merchants' own articles"),
    "review_nothing": Text(
        ru="Проверять нечего: все товары разобраны.", en="There is nothing to review: everything is decided."
    ),
    "review_mark": Text(ru="Отметить", en="Mark"),
    "review_good": Text(ru="Товар", en="Good"),
    "review_suggestion": Text(ru="Предложение", en="Suggestion"),
    "review_refused": Text(ru="Отказов за 4 недели", en="Refused in 4 weeks"),
    "review_decision": Text(ru="Решение", en="Decision"),
    "review_barcode": Text(ru="Штрихкод", en="Barcode"),
    "review_article": Text(ru="Артикул", en="Article"),
    "review_unclassified": Text(ru="Ещё не отнесён ни к одной категории.", en="Not in any category yet."),
    "review_contradicts": Text(
        ru="Название спорит с категорией источника.", en="Its name contradicts the category of its source."
    ),
    "review_spoke": Text(ru="Слова в названии", en="Words in the name"),
    "review_source": Text(ru="В источнике", en="At the source"),
    "review_no_suggestion": Text(ru="Предложения нет", en="Nothing is suggested"),
    "review_certainty_sure": Text(ru="почти наверняка", en="almost certain"),
    "review_certainty_likely": Text(ru="скорее всего", en="likely"),
    "review_certainty_possible": Text(ru="возможно", en="possible"),
    "review_certainty_weak": Text(ru="сомнительно", en="doubtful"),
    "review_per_cent": Text(ru="{certainty}\u00a0%", en="{certainty}%"),
    "review_volume": Text(ru="объём", en="volume"),
    "review_accept_what": Text(ru="Принять: {category}", en="Accept: {category}"),
    "review_keep": Text(ru="Оставить: {category}", en="Keep: {category}"),
    "review_other": Text(ru="Другая категория", en="Another category"),
    "review_for": Text(ru="для товара «{name}»", en="for {name}"),
    "review_marked": Text(ru="С отмеченными", en="With those marked"),
    "review_accept_marked": Text(ru="Принять предложения", en="Accept the suggestions"),
    "review_choose_marked": Text(ru="Выбрать категорию", en="Choose a category"),
    "review_aside_marked": Text(ru="Не покрывается, вне справочника", en="Not covered, outside the catalogue"),
    "review_set_aside": Text(ru="вне справочника, сертификаты не платят", en="outside the catalogue, never paid"),
    "review_done": Text(
        ru="Решено. Кассы узнают со следующего чека.", en="Decided. Tills see it with the next receipt."
    ),
    "review_undo": Text(ru="Отменить решение", en="Take it back"),
    "review_late": Text(
        ru="Это уже решили без вас, и ваше решение не записано:",
        en="Somebody decided these before you, and your decision was not written:",
    ),
    "review_note_nothing": Text(
        ru="Ничего не отмечено, или для отмеченного нет предложения.",
        en="Nothing is marked, or nothing is suggested for it.",
    ),
    "review_note_refused": Text(
        ru="Не получилось: такой категории или товара больше нет.",
        en="It did not work: that category or good is not there any more.",
    ),
    "review_note_reopened": Text(ru="Решение отменено: товар снова на проверке.", en="Taken back: it waits again."),
    "review_note_not_reopened": Text(
        ru="Отменить нельзя: после этого решения товар изменили.",
        en="It cannot be taken back: it was changed after that decision.",
    ),
    "choose_title": Text(ru="Выберите категорию", en="Choose a category"),
    "choose_goods": Counted(
        ru=("Для {count} товара", "Для {count} товаров", "Для {count} товаров"),
        en=("For {count} good", "For {count} goods"),
    ),
    "choose_type": Text(ru="Часть названия категории", en="A part of the category's name"),
    "choose_type_hint": Text(ru="Например: хлеб, чай, сыр", en="Such as bread, tea, cheese"),
    "choose_find": Text(ru="Найти", en="Find"),
    "choose_which": Text(ru="Категория", en="Category"),
    "choose_none_found": Text(
        ru="Такой категории нет. Попробуйте другое слово или его часть.",
        en="There is no such category. Try another word, or a part of it.",
    ),
    "choose_needed": Text(ru="Выберите категорию из списка.", en="Choose a category from the list."),
    "choose_save": Text(ru="Сохранить", en="Save"),
}
