"""Names are read as a person reads them: vodka under cottage cheese is found, sweets with cognac pass."""

import pytest

from given.imports import given_mapping, given_tree
from socert.domain.catalogue import Shelf, claim_of


@pytest.mark.parametrize(
    ("name", "shelf", "category"),
    [
        ("Водка Пять озёр 0.5л", Shelf.FOOD, "spirits"),
        ("ВОДКА ХАСКИ АЙС 40% 0,7 Л", Shelf.FOOD, "spirits"),
        ("Коньяк Арарат 5 звёзд 40° 0,5л", Shelf.FOOD, "spirits"),
        ("Вермут Martini Bianco", Shelf.FOOD, "wine"),
        ("Ликёр сливочный 15% 0.5л", Shelf.FOOD, "liqueurs"),
        ("Винный напиток полусладкий 8% 750мл", Shelf.FOOD, "wine"),
        ("Сигареты Winston", Shelf.FOOD, "cigarettes"),
        ("Сигареты Bond Street синие мрц 75", Shelf.FOOD, "cigarettes"),
        ("Табак для кальяна яблоко 40г", Shelf.OTHER, "smoking_tobacco"),
        ("Жидкость для электронных сигарет 30мл", Shelf.OTHER, "nicotine"),
        ("Вино столовое белое 10-12% 1л", Shelf.OTHER, "wine"),
        ("Напиток медовуха сл/ал.4.5% жб 0.5л", Shelf.DRINKS, "low_alcohol"),
        ("Напиток zipp лимон, 8.9%, жб 0.5л", Shelf.DRINKS, "low_alcohol"),
        ("Напиток на основе пива апельсин 0.5л", Shelf.DRINKS, "low_alcohol"),
        ("Пиво светлое безалкогольное 0.5л", Shelf.ALCOHOL, "soft_drinks"),
        ("Сигареты Прима", Shelf.ALCOHOL, "cigarettes"),
        ("Водка 0.5л", Shelf.TOBACCO, "spirits"),
        ("Водка Пшеничная 40% 0,25л", Shelf.HEALTH, "spirits"),
    ],
)
def test_a_name_that_speaks_against_its_shelf_is_found(name: str, shelf: Shelf, category: str) -> None:
    claim = claim_of(name, shelf=shelf)
    assert claim is not None
    assert claim.category == category
    assert claim.words


@pytest.mark.parametrize(
    ("name", "shelf"),
    [
        ("Конфеты Пьяная вишня", Shelf.FOOD),
        ("Конфеты с коньяком 200г", Shelf.FOOD),
        ("Шоколад с ромом и изюмом 100г", Shelf.FOOD),
        ("Сельдь в винном соусе 200г", Shelf.FOOD),
        ("Уксус винный 6% 0,5л", Shelf.FOOD),
        ("Сухарики к пиву 100г", Shelf.FOOD),
        ("Колбаски пивные 300г", Shelf.FOOD),
        ("Приправа для цыплёнка табака 20г", Shelf.FOOD),
        ("Коктейль молочный клубника 3,2% 0,2л", Shelf.FOOD),
        ("Жевательная резинка сигареты 20г", Shelf.FOOD),
        ("Champignons slices 0.4kg", Shelf.FOOD),
        ("Сельдь кусочки f/k white wine sauce 0.115kg", Shelf.FOOD),
        ("Пиво Балтика 0 безалкогольное", Shelf.DRINKS),
        ("Пиво Heineken 0.0% 0.33л", Shelf.DRINKS),
        ("Лимонад пивзавода 0.5л", Shelf.DRINKS),
        ("Divo (tomskoe pivo) lemonade 1.5l", Shelf.DRINKS),
        ("Квас Очаковский 1,2% 2л", Shelf.DRINKS),
        ("Шампанское детское яблоко 0.75л", Shelf.DRINKS),
        ("Напиток сокосодержащий яблоко 10% 1л", Shelf.DRINKS),
        ("Настойка пустырника 25мл", Shelf.HEALTH),
        ("Бокал для вина 350мл", Shelf.OTHER),
        ("Пепельница керамическая", Shelf.OTHER),
        ("Крем-краска для волос коньяк 60мл", Shelf.OTHER),
        ("Футболка Пиво", Shelf.OTHER),
        ("Семена Табак душистый 0,1г", Shelf.GARDEN),
        ("Вино красное сухое 0% 750мл", Shelf.ALCOHOL),
        ("Сигареты Winston", Shelf.TOBACCO),
    ],
)
def test_an_innocent_name_passes(name: str, shelf: Shelf) -> None:
    assert claim_of(name, shelf=shelf) is None


FOOD = "Продукты питания (folder)"


@pytest.mark.parametrize(
    ("path", "category"),
    [
        (f"{FOOD}/Алкогольные напитки/Вино (folder)/Вино", "wine"),
        (f"{FOOD}/Алкогольные напитки/Вино (folder)/Вина Чили", "wine"),
        (f"{FOOD}/Алкогольные напитки/Нечто новое", "alcohol"),
        (f"{FOOD}/Напитки безалкогольные/Коктейли, джин-тоники", "low_alcohol"),
        (f"{FOOD}/Напитки безалкогольные/Вино безалкогольное", "soft_drinks"),
        (f"{FOOD}/НАПИТКИ  безалкогольные/Сок", "juice"),
        (f"{FOOD}/Напитки безалкогольные напитки", "food"),
        ("Табакокурение (folder)/Сигареты", "cigarettes"),
        ("Табакокурение (folder)/Что-то ещё", "tobacco"),
        ("Лотерея", None),
    ],
)
def test_a_path_leads_where_its_longest_known_beginning_leads(path: str, category: str | None) -> None:
    placed = given_mapping(given_tree()).place(path)
    assert placed.category == category
    assert not placed.is_default


@pytest.mark.parametrize("path", ["", "Неклассифицированные/default", " / "])
def test_no_category_and_the_default_one_are_the_same(path: str) -> None:
    assert given_mapping(given_tree()).place(path).is_default


@pytest.mark.parametrize("part", ["Алкогольные коктейли", "Пиво", "Вина Италии", "Табачные изделия", "Сигареты"])
def test_a_new_branch_named_after_alcohol_or_tobacco_is_noticed(part: str) -> None:
    assert given_mapping(given_tree()).place(f"{FOOD}/Напитки безалкогольные/{part}").claim is not None


@pytest.mark.parametrize("part", ["Безалкогольное пиво", "Закуски к пиву", "Бокалы для вина", "Уксус винный"])
def test_a_new_branch_that_only_mentions_it_passes(part: str) -> None:
    assert given_mapping(given_tree()).place(f"{FOOD}/{part}").claim is None
