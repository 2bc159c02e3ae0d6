"""Words of the frame around every page, and of pages that say what went wrong."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "title": Text(ru="Электронные социальные сертификаты", en="Electronic social certificates"),
    "skip": Text(ru="К содержанию", en="Skip to content"),
    "example": Text(ru="Пример", en="Example"),
    "example_long": Text(
        ru="Это пример: люди, магазины и суммы придуманы, и часы у него свои.",
        en="This is an example: people, shops and sums are invented, and it has a clock of its own.",
    ),
    "live": Text(ru="Рабочая установка", en="Live installation"),
    "clock": Text(ru="Сейчас здесь", en="The time here"),
    "description": Text(ru="Описание API для касс (OpenAPI 3.1)", en="The API for tills, described (OpenAPI 3.1)"),
    "notices": Text(
        ru="Лицензии программ и шрифта, которые здесь использованы", en="Licences of what these pages are made of"
    ),
    "other_language": Text(ru="English", en="Русский"),
    "back": Text(ru="Назад", en="Back"),
    "sign_out": Text(ru="Выйти", en="Sign out"),
    "menu": Text(ru="Разделы", en="Menu"),
    "sight": Text(ru="Настройки экрана", en="Display settings"),
    "contrast_on": Text(ru="Высокий контраст", en="Higher contrast"),
    "contrast_off": Text(ru="Обычный контраст", en="Usual contrast"),
    "text_larger": Text(ru="Крупный текст", en="Larger text"),
    "text_usual": Text(ru="Обычный текст", en="Usual text"),
    "next_page": Text(ru="Дальше", en="Next"),
    "first_page": Text(ru="В начало", en="To the beginning"),
    "idle_title": Text(ru="Вы ещё здесь?", en="Are you still there?"),
    "idle_text": Text(
        ru="Через 5 минут вход закончится, чтобы никто другой не увидел ваши данные.",
        en="In 5 minutes you will be signed out, so that nobody else sees your data.",
    ),
    "idle_stay": Text(ru="Остаться", en="Stay signed in"),
    "not_found_title": Text(ru="Такой страницы нет", en="Page not found"),
    "not_found_text": Text(
        ru="Проверьте адрес или начните с главной страницы.",
        en="Check the address, or begin at the first page.",
    ),
    "not_yours_title": Text(ru="Эта страница не для вашей роли", en="This page is for another role"),
    "not_yours_text": Text(
        ru="Вы вошли, но эта страница открыта для других сотрудников. Выйдите и войдите с нужной ролью.",
        en="You are signed in, but this page is for others. Sign out and sign in with the role it needs.",
    ),
    "form_stale_title": Text(ru="Форма устарела", en="The form is out of date"),
    "form_stale_text": Text(
        ru="Страница была открыта слишком долго или в другом окне вы вошли заново. Ничего не сделано. "
        "Вернитесь, обновите страницу и повторите.",
        en="The page was open for too long, or you signed in anew elsewhere. Nothing was done. "
        "Go back, load the page again and repeat.",
    ),
    "away_title": Text(ru="Сейчас не получается", en="It does not work at the moment"),
    "away_text": Text(
        ru="База данных не отвечает. Ничего не потеряно: подождите минуту и обновите страницу.",
        en="The database does not answer. Nothing is lost: wait a minute and load the page again.",
    ),
    "broken_title": Text(ru="Что-то сломалось у нас", en="Something broke on our side"),
    "broken_text": Text(
        ru="Это не ваша ошибка. Попробуйте ещё раз через минуту; если не поможет, позвоните в поддержку.",
        en="It is not your mistake. Try again in a minute; if that does not help, please call support.",
    ),
    "home": Text(ru="На главную", en="To the first page"),
    "unreadable_title": Text(ru="Запрос не удалось прочитать", en="The request could not be read"),
    "unreadable_text": Text(ru="Вернитесь назад и попробуйте ещё раз.", en="Please go back and try once more."),
    "too_large_title": Text(ru="Слишком большой файл", en="The file is too large"),
    "too_large_text": Text(
        ru="Страница принимает до 2 МБ. Ничего не сделано. Разделите файл и загрузите по частям.",
        en="A page takes up to 2 MB. Nothing was done. Please divide the file and hand in the parts.",
    ),
    "slow_down_title": Text(ru="Слишком много попыток", en="Too many tries"),
    "slow_down_text": Text(
        ru="Подождите несколько минут и попробуйте снова.", en="Wait for a few minutes and try again."
    ),
}
