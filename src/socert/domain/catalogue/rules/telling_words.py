"""The words by which a name tells alcohol and tobacco from what only tastes of them. Data, meant to be extended.

Whole words only, with е for ё. A noun stands here in the forms in which it names the good itself (nominative): in
"с коньяком", "к пиву", "в вине" it is an ingredient or a company and stands in another form. Words that look the same
in every form (виски, бренди) or mean other things as well (ром, джин) are told apart by what stands before them.
"""

from collections.abc import Mapping


def words(text: str) -> list[str]:
    """Words parted by blanks."""
    return text.split()


#: Nouns that name a drink, and the category it belongs to.
DRINKS: Mapping[str, str] = {
    **dict.fromkeys(
        words(
            """
            водка водочка vodka wodka коньяк конъяк коньяке
            konyak cognac бренди brandy виски whisky whiskey бурбон bourbon ром rom rum джин
            dzhin gin текила tequila абсент absinthe самогон граппа grappa кальвадос calvados арманьяк armagnac шнапс
            чача аквавита саке соджу soju самбука sambuca мескаль mezcal ракия сливовица хреновуха перцовка
            """
        ),
        "spirits",
    ),
    **dict.fromkeys(
        words(
            """
            ликер liqueur likyor настойка nastoyka наливка nalivka бальзам аперитив дижестив биттер bitter
            лимончелло limoncello
            """
        ),
        "liqueurs",
    ),
    **dict.fromkeys(
        words(
            """
            вино винцо vino wine вермут vermouth vermut кагор портвейн portwein херес sherry мадера сангрия sangria
            глинтвейн винный виннный винное каберне cabernet мерло merlot шардоне chardonnay совиньон sauvignon саперави
            алиготе мускат рислинг ламбруско lambrusco киндзмараули хванчкара цинандали ркацители кьянти chianti пино
            """
        ),
        "wine",
    ),
    **dict.fromkeys(
        words(
            """
            шампанское шампань champagne shampanskoe игристое prosecco просекко брют brut asti асти
            """
        ),
        "sparkling_wine",
    ),
    **dict.fromkeys(
        words(
            """
        пиво пивко pivo beer пивной лагер lager эль портер stout стаут
        """
        ),
        "beer",
    ),
    **dict.fromkeys(
        words(
            """
            сидр cider сидор медовуха слабоалк слабоалкогольный слабоалкогольное слабоалкогольная слабоалкогольные
            алкогольный алкогольное алкогольная алкогольные алк брага бражка бражной пуазо спиртной спиртное водочный
            водочной висковой коньячный спритц spritz
            """
        ),
        "low_alcohol",
    ),
}

#: Drinks of the list above that are also flavours, colours, herbs or adjectives: alone they prove nothing.
WEAK_DRINKS = frozenset(
    words(
        """
        pivo lager ром rom rum джин dzhin gin бальзам винный виннный винное пивной эль портер биттер bitter мускат
        аквавита asti асти сидор коньячный бражка бражной stout wine beer cognac конъяк алк шампань херес глинтвейн
        настойка мерло совиньон саке мадера водочный алкогольный алкогольное алкогольная алкогольные champagne
        брют brut спиртное чача portwein sherry перцовка коньяке лимончелло limoncello пино пивко стаут спритц spritz
        брага
        """
    )
)

#: Of the weak ones, what says it outright of any drink.
CALLED_ALCOHOLIC = frozenset(words("алкогольный алкогольное алкогольная алкогольные"))

#: Of the weak ones, adjectives that tell a kind of drink when they stand beside "напиток" or "коктейль".
KINDS_OF_DRINK = frozenset(words("винный виннный пивной спиртной водочный водочной алкогольный коньячный висковой"))
DRINKS_OF_A_KIND = frozenset(words("напиток коктейль"))

#: A weak word before one of these is a drink mixed with it.
MIXERS = frozenset(words("тоник tonic кола cola"))

#: What breweries make besides beer, often under a name with "пиво" in it.
LEMONADES = frozenset(
    words(
        """
        лимонад lemonade буратино тархун tarragon дюшес duchesse cola кола ситро sitro колокольчик саяны sayany байкал
        барбарис pear груша квас kvas крюшон экстраситро мохито mojito
        """
    )
)

#: Brands that make nothing but one kind of drink. They count among drinks only, and with a volume.
DRINK_BRANDS: Mapping[str, str] = {
    **dict.fromkeys(
        words(
            """
            absolut smirnoff nemiroff finlandia bacardi hennessy jameson daniels daniel johnnie ballantine ballantines
            chivas medoff медофф немирофф бакарди хеннесси джемесон хортица путинка
            """
        ),
        "spirits",
    ),
    **dict.fromkeys(
        words(
            """
            jagermeister егермейстер becherovka бехеровка aperol апероль campari кампари baileys
            """
        ),
        "liqueurs",
    ),
    **dict.fromkeys(words("мартини martini cinzano чинзано bosca"), "wine"),
    **dict.fromkeys(
        words(
            """
            балтика baltika жигулевское heineken tuborg carlsberg efes holsten гролш amstel клинское арсенальное
            staropramen старопрамен kozel miller redds хайнекен хейнекен туборг карлсберг крушовице krusovice hoegaarden
            """
        ),
        "beer",
    ),
    **dict.fromkeys(words("hooch blazer блейзер ягуар jaguar jaguaro"), "low_alcohol"),
}

#: Nouns that name tobacco or nicotine, and the category.
TOBACCO: Mapping[str, str] = {
    **dict.fromkeys(words("сигареты сигарета папиросы cigarettes cigarette sigarety"), "cigarettes"),
    **dict.fromkeys(
        words(
            """
            сигары сигара сигариллы сигарилла сигарилло cigarillo cigarillos cigars cigar
            """
        ),
        "cigars",
    ),
    **dict.fromkeys(
        words(
            """
            табак махорка tobacco tabak кальянная табачная табачные табачный самосад
            """
        ),
        "smoking_tobacco",
    ),
    **dict.fromkeys(
        words(
            """
        вейп vape снюс snus iqos heets terea айкос никпэки
        """
        ),
        "nicotine",
    ),
}

#: Brands of tobacco and nicotine that name nothing else on a food shelf.
TOBACCO_BRANDS: Mapping[str, str] = {
    **dict.fromkeys(
        words(
            """
            winston marlboro rothmans sobranie muratti gauloises parliament chesterfield kent винстон мальборо ротманс
            честерфилд беломорканал
            """
        ),
        "cigarettes",
    ),
    **dict.fromkeys(words("hqd vaporesso elfbar juul"), "nicotine"),
}

_DEVICES = frozenset(words("вейпа вейпов вейп vape pod сигарет нагревания никотином никотиновый никотиновая"))

#: What nicotine is taken with, as a name's first word, and the words that say that it is.
NICOTINE_CARRIERS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        words("стики стик"),
        _DEVICES | frozenset(words("табачные табака iqos айкос heets terea glo гло neo нео fiit lil ploom")),
    ),
    **dict.fromkeys(words("жидкость картридж картриджи испаритель устройство система"), _DEVICES),
    **dict.fromkeys(words("pod под"), frozenset(words("система system устройство"))),
}
NICOTINE = "никотинов"

#: After one of these a word names an ingredient, a taste, a company or a purpose, up to two words further on.
LEADING_AWAY = frozenset(
    words(
        """
        с со в во к ко под для из от за вкус вкуса вкусом вкусы аромат ароматом ароматизатор запах запахом тип типа
        стиль стиле цвет тон flavour flavor taste with in for fill filled sauce а
        """
    )
)

#: What else a good may be: after one of these a drink's name is what the good tastes of or is made for.
OTHER_GOODS = frozenset(
    (
        # sweets and pastry
        *words(
            """
            конфеты конфета конф конфет шоколад шоколадка шок плитка батончик трюфель трюфели ассорти торт тортик
            пирожное мороженое морож пломбир эскимо кекс рулет печенье вафли вафля пряник пряники зефир мармелад
            карамель драже суфле десерт пастила халва леденец леденцы ирис помадка жевательная жвачка резинка пирог
            коврижка ромовая баба маффин бисквит пудинг желе пахлава чурчхела чизкейк тирамису
            """
        ),
        # dairy, meat, fish, preserves, snacks, groceries
        *words(
            """
            сыр сырок творог творожная творожок йогурт масло молоко сливки колбаса колбаски колбас сервелат суджук
            паштет риет ветчина сосиски мясо шашлык бастурма рыба рыбка сельдь скумбрия форель семга кета горбуша
            пресервы икра креветки кальмар чипсы сухарики гренки снеки снэки снэк орешки орехи арахис фисташки миндаль
            семечки попкорн крекер сушка сушки хлеб батон булочка варенье джем повидло конфитюр топпинг соус кетчуп
            горчица уксус маринад приправа специи специя смесь набор закуска дрожжи закваска эссенция ароматизатор сироп
            мед изюм чернослив вишня огурцы томаты капуста
            """
        ),
        # drinks without alcohol
        *words(
            """
            чай кофе какао coffee tea капучино квас лимонад тоник сок сокосодержащий нектар морс кисель компот вода
            lemonade chocolate choc choco candy cheese cream sauce herring
            """
        ),
        # things
        *words(
            """
            рюмка рюмки бокал бокалы фужер фужеры стакан стаканы стопка стопки кружка кружки кувшин графин штоф фляжка
            фляга штопор открывалка открывашка пробка подставка ведро ведерко банка форма термос посуда сервировка
            аксессуары пепельница зажигалка портсигар мундштук спички уголь кальян книга диск dvd игра игрушка сувенир
            магнит открытка обложка пакет коробка футболка свеча салфетки шампунь гель мыло крем маска краска лосьон
            дезодорант духи тушь помада лак соль пена скраб паста ополаскиватель туалетная туалетный парфюмерная
            одеколон освежитель семена саженец саженцы удобрение корм лакомство тест таблетки капсулы фиточай
            антиполицай энциклопедия
            """
        ),
    )
)

#: A cigarette made of these is a sweet.
SWEET = frozenset(
    words(
        """
        шоколад шоколадные шоколадная шок карамель жевательная жевательные вафельные сахарные
        """
    )
)

#: Words of a category's path: what a whole branch is named after, singular and plural.
BRANCHES: Mapping[str, str] = {
    **{word: category for word, category in DRINKS.items() if word not in WEAK_DRINKS},
    **dict.fromkeys(words("коньяки джин джины ром спиртные крепкие"), "spirits"),
    **dict.fromkeys(words("ликеры настойка настойки наливки бальзамы аперитивы"), "liqueurs"),
    **dict.fromkeys(words("вина вермуты портвейны винные"), "wine"),
    **dict.fromkeys(words("игристые шампанские шампанское"), "sparkling_wine"),
    **dict.fromkeys(words("пивные"), "beer"),
    **dict.fromkeys(
        words(
            """
            алкоголь алкогольные алкогольный алкогольное спиртное сидры медовуха
            """
        ),
        "low_alcohol",
    ),
    **TOBACCO,
    **dict.fromkeys(words("табачные табакокурение никотин никотиновые"), "tobacco"),
}
