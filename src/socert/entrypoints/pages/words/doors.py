"""Words of the demo's doors."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "doors": Text(ru="Войдите и попробуйте", en="Step in and try"),
    "doors_lead": Text(
        ru="Каждая дверь открывается одним нажатием: люди и карты придуманы, пароль не нужен.",
        en="Each door opens with one press: people and cards are invented, no password is needed.",
    ),
    "door_enter": Text(ru="Войти", en="Enter"),
    "door_pensioner": Text(ru="Пенсионерка Вера Павловна", en="Vera, a pensioner"),
    "door_pensioner_text": Text(
        ru="У неё продуктовый сертификат на 500 баллов. Покажите код, узнайте, что можно купить.",
        en="She has a food certificate of 500 points. Show the code, see what it can buy.",
    ),
    "door_veteran": Text(ru="Ветеран Пётр Степанович", en="Pyotr, a veteran"),
    "door_veteran_text": Text(
        ru="Ему нужны телевизор и холодильник. Модель дороже можно взять с доплатой.",
        en="He needs a television and a refrigerator. A dearer model can be had by adding own money.",
    ),
    "door_mother": Text(ru="Мама Мария", en="Maria, a mother"),
    "door_mother_text": Text(
        ru="Три сертификата на одной карте: детские товары, скидка и продукты.",
        en="Three certificates on one card: children's goods, a discount and food.",
    ),
    "door_till": Text(ru="Касса магазина", en="A shop's till"),
    "door_till_text": Text(
        ru="Проведите карту одного из этих людей и товары по штрихкоду.",
        en="Scan the card of one of these people, and goods by their barcodes.",
    ),
    "door_operator": Text(ru="Оператор", en="The operator"),
    "door_operator_text": Text(
        ru="Выдача по списку, расчёты с магазинами, спрос за неделю, проверка книг.",
        en="Issue to a list, settle with shops, the week's demand, verify the books.",
    ),
    "door_clerk": Text(ru="Сотрудник справочника", en="The catalogue's clerk"),
    "door_clerk_text": Text(
        ru="Товары, которые касса ещё не знает: подтвердить или исправить категорию.",
        en="Goods that tills do not know yet: accept or correct their category.",
    ),
    "door_developer": Text(ru="Разработчик кассы", en="A till's developer"),
    "door_developer_text": Text(
        ru="Описание API и касса на тридцати строках Python.",
        en="The API described, and a till in thirty lines of Python.",
    ),
}
