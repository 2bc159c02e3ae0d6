"""Words of signing in and out."""

from collections.abc import Mapping

from socert.values import Counted, Text

WORDS: Mapping[str, Text | Counted] = {
    "signing_staff": Text(ru="Вход для сотрудников", en="Sign in to work here"),
    "signing_login": Text(ru="Логин", en="Login"),
    "signing_password": Text(ru="Пароль", en="Password"),
    "signing_continue": Text(ru="Продолжить", en="Continue"),
    "signing_enter": Text(ru="Войти", en="Sign in"),
    "signing_blank": Text(ru="Введите логин и пароль.", en="Please enter your login and your password."),
    "signing_wrong": Text(
        ru="Логин или пароль не подошли. Проверьте раскладку клавиатуры и Caps Lock.",
        en="Login or password did not fit. Please check the keyboard's language and Caps Lock.",
    ),
    "signing_wait": Counted(
        ru=(
            "Слишком много попыток. Подождите {count} минуту и попробуйте снова.",
            "Слишком много попыток. Подождите {count} минуты и попробуйте снова.",
            "Слишком много попыток. Подождите {count} минут и попробуйте снова.",
        ),
        en=(
            "Too many tries. Please wait for {count} minute and try again.",
            "Too many tries. Please wait for {count} minutes and try again.",
        ),
    ),
    "signing_help": Text(ru="Не получается войти?", en="Cannot sign in?"),
    "signing_help_text": Text(
        ru="Если вы забыли пароль или потеряли телефон, попросите администратора прислать новое приглашение. "
        "Если приглашение у вас уже есть:",
        en="If you forgot your password or lost your phone, please ask your administrator for a new invitation. "
        "If you have an invitation already:",
    ),
    "signing_have_invitation": Text(ru="ввести код приглашения", en="enter its code"),
    "signing_openid": Text(ru="Войти через «{name}»", en="Sign in with {name}"),
    "signing_or": Text(ru="Или войдите с паролем", en="Or sign in with a password"),
    "signing_or_card": Text(ru="Или войдите по номеру карты", en="Or sign in by the number of your card"),
    "signing_code_title": Text(ru="Подтвердите вход", en="Confirm that it is you"),
    "signing_code": Text(ru="Код из приложения", en="Code from your app"),
    "signing_code_hint": Text(
        ru="6 цифр, например 123 456. Нет телефона под рукой? Введите один из запасных кодов.",
        en="6 digits, such as 123 456. No phone at hand? Enter one of your recovery codes.",
    ),
    "signing_code_wrong": Text(
        ru="Код не подошёл. Каждый код действует один раз: дождитесь следующего и введите его.",
        en="The code did not fit. Each code works once: please wait for the next one and enter that.",
    ),
    "signing_again": Text(ru="Начать сначала", en="Start again"),
    "signing_invitation": Text(ru="Приглашение", en="Invitation"),
    "signing_invitation_lead": Text(
        ru="Вас пригласили работать в системе. Введите код, который вам передали: с него начинается вход.",
        en="You were invited to work here. Enter the code you were given: it is where signing in begins.",
    ),
    "signing_invitation_code": Text(ru="Код приглашения", en="Code of the invitation"),
    "signing_invitation_hint": Text(
        ru="20 букв и цифр, например ABCDE-FGHJK-LMNPQ-RSTUV. Код действует 72 часа и только один раз.",
        en="20 letters and digits, such as ABCDE-FGHJK-LMNPQ-RSTUV. Good for 72 hours, and only once.",
    ),
    "signing_welcome": Text(ru="Здравствуйте, {name}!", en="Welcome, {name}!"),
    "signing_welcome_text": Text(
        ru="Ваш логин: {login}. Осталось придумать пароль и подключить приложение с кодами.",
        en="Your login is {login}. Two things are left: a password, and an app that shows codes.",
    ),
    "signing_new_password": Text(ru="Новый пароль", en="New password"),
    "signing_new_password_hint": Text(
        ru="От 12 знаков. Хороши четыре-пять случайных слов: их легко запомнить и трудно подобрать.",
        en="At least 12 characters. Four or five random words are easy to remember and hard to guess.",
    ),
    "signing_new_password_again": Text(ru="Новый пароль ещё раз", en="New password once more"),
    "signing_password_differs": Text(
        ru="Пароли не совпали. Введите одно и то же дважды.", en="The two differ. Please enter the same twice."
    ),
    "signing_password_wrong": Text(ru="Нынешний пароль не подошёл.", en="Your present password did not fit."),
    "signing_app": Text(ru="Приложение с кодами", en="An app that shows codes"),
    "signing_app_text": Text(
        ru="Откройте на телефоне приложение-аутентификатор и отсканируйте этот код. "
        "Подойдёт любое, которое показывает коды из 6 цифр.",
        en="Open an authenticator app on your phone and scan this code. Any app will do that shows codes of 6 digits.",
    ),
    "signing_app_picture": Text(ru="QR-код для приложения", en="QR code for the app"),
    "signing_app_secret": Text(ru="Не сканируется? Введите ключ вручную:", en="Cannot scan it? Enter the key by hand:"),
    "signing_confirmation": Text(ru="Код, который показывает приложение", en="The code your app shows now"),
    "signing_confirmation_hint": Text(ru="6 цифр", en="6 digits"),
    "signing_finish": Text(ru="Сохранить", en="Save"),
    "signing_recovery": Text(ru="Запасные коды", en="Recovery codes"),
    "signing_recovery_once": Text(ru="Сохраните их сейчас", en="Keep them now"),
    "signing_recovery_text": Text(
        ru="Через десять минут их не увидит никто, даже мы. Запишите или распечатайте эти коды и держите отдельно "
        "от телефона. Если он потеряется, любой из них заменит код из приложения — каждый один раз.",
        en="In ten minutes nobody will see them any more, not even we. Write them down or print them, and keep them "
        "apart from your phone. Should it be lost, any of them stands in for the app's code, each of them once.",
    ),
    "signing_recovery_kept": Text(ru="Коды сохранены, продолжить", en="I have kept them, continue"),
    "signing_account": Text(ru="Мой вход", en="How I sign in"),
    "signing_name": Text(ru="Имя", en="Name"),
    "signing_role": Text(ru="Роль", en="Role"),
    "signing_role_operator": Text(ru="оператор", en="operator"),
    "signing_role_clerk": Text(ru="сотрудник справочника", en="clerk of the catalogue"),
    "signing_role_auditor": Text(ru="аудитор", en="auditor"),
    "signing_codes_left": Text(ru="Запасных кодов осталось", en="Recovery codes left"),
    "signing_change_password": Text(ru="Сменить пароль", en="Change the password"),
    "signing_current_password": Text(ru="Нынешний пароль", en="Present password"),
    "signing_password_ends": Text(
        ru="После смены все другие входы закончатся.", en="Afterwards every other session ends."
    ),
    "signing_password_done": Text(
        ru="Пароль изменён. Все другие входы закончены.", en="The password is changed. All other sessions have ended."
    ),
    "signing_change_app": Text(ru="Подключить другое приложение", en="Set up another app"),
    "signing_change_app_text": Text(
        ru="Новый телефон? Подключите приложение заново: старое перестанет подходить, и запасные коды станут новыми.",
        en="A new phone? Set the app up again: the old one stops working, and you get new recovery codes.",
    ),
    "signing_elsewhere": Text(
        ru="Вы входите без пароля, другим путём. Пароль и коды здесь не нужны.",
        en="You come in another way, without a password. You need neither password nor codes here.",
    ),
    "signing_sessions": Text(ru="Где выполнен вход", en="Where you are signed in"),
    "signing_began": Text(ru="Начало", en="Since"),
    "signing_seen": Text(ru="Последнее действие", en="Last seen"),
    "signing_which": Text(ru="Какой", en="Which"),
    "signing_this": Text(ru="этот браузер", en="this browser"),
    "signing_other": Text(ru="другой браузер", en="another browser"),
    "signing_out_everywhere": Text(ru="Выйти везде", en="Sign out everywhere"),
    "openid_away_title": Text(ru="Внешняя система не отвечает", en="The other system does not answer"),
    "openid_away_text": Text(
        ru="Через неё сейчас не войти. Попробуйте через несколько минут или войдите другим способом.",
        en="Nobody can sign in through it now. Please try again in a few minutes, or sign in another way.",
    ),
    "openid_refused_title": Text(ru="Войти не получилось", en="You were not signed in"),
    "openid_refused_text": Text(
        ru="Вход был прерван, длился слишком долго или страница открыта повторно. Начните вход сначала.",
        en="Signing in was broken off, took too long, or the page was opened a second time. Please start again.",
    ),
    "openid_unknown_title": Text(ru="Мы вас не нашли", en="We do not know you here"),
    "openid_unknown_text": Text(
        ru="Внешняя система подтвердила, кто вы, но здесь такого человека нет или его вход закрыт. "
        "Сотрудник, попросите администратора привязать вход. Жителю поможет поддержка.",
        en="The other system vouched for you, but there is no such person here, or they may not sign in. "
        "If you work here, please ask your administrator to link it; residents, please call support.",
    ),
    "no_account_title": Text(ru="Здесь нечего настраивать", en="There is nothing to set here"),
    "no_account_text": Text(
        ru="Вы вошли как придуманный человек примера: у него нет ни пароля, ни приложения с кодами.",
        en="You are signed in as somebody the example invented, who has neither a password nor an app.",
    ),
}
