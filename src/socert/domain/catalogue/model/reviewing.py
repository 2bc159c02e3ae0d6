"""Goods and articles as a reviewer sees them, and what may be answered to a decision."""

from dataclasses import dataclass
from enum import StrEnum

from socert.domain.catalogue.model.judging import Standing
from socert.values import Text


@dataclass(frozen=True, slots=True)
class JudgedGood:
    """A good with everything known about its category; categories as ids, `certainty` from 0 to 1.

    `category` is what tills see, `offered` what its source says, `suggested` what its name says.
    """

    gtin: str
    name: str
    standing: Standing
    category: str | None
    offered: str | None
    suggested: str | None
    certainty: float | None
    doubt: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class JudgedArticle:
    """A merchant's article likewise."""

    merchant: int
    article: str
    name: str
    standing: Standing
    category: str | None
    offered: str | None
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A category decided for a good: our GTIN number and the category's id; None sets it aside, out of all of them."""

    gtin: int
    category: str | None


@dataclass(frozen=True, slots=True)
class ArticleDecision:
    """A category decided for a merchant's article; None sets it aside."""

    merchant: int
    article: str
    category: str | None


@dataclass(frozen=True, slots=True)
class GoodsPlace:
    """Where a list of goods to review goes on: after this one."""

    refused: int
    standing: Standing
    gtin: str


@dataclass(frozen=True, slots=True)
class ArticlesPlace:
    """Where a list of articles to review goes on: after this one."""

    standing: Standing
    merchant: int
    article: str


class ReviewRefusal(StrEnum):
    """Why a decision is not taken. The values are stable codes."""

    GOOD_UNKNOWN = "good_unknown"
    CATEGORY_UNKNOWN = "category_unknown"
    NOTHING_TO_ACCEPT = "nothing_to_accept"


@dataclass(frozen=True, slots=True)
class ReviewRefused:
    """A decision that was not taken, and what it was about."""

    code: ReviewRefusal
    about: str

    @property
    def text(self) -> Text:
        """What happened and what to do next."""
        match self.code:
            case ReviewRefusal.GOOD_UNKNOWN:
                return Text(
                    ru=f"Товара {self.about} нет в справочнике. Пожалуйста, проверьте код.",
                    en=f"There is no good {self.about} in the catalogue. Please check the code.",
                )
            case ReviewRefusal.CATEGORY_UNKNOWN:
                return Text(
                    ru=f"Категории «{self.about}» нет. Пожалуйста, выберите категорию из справочника.",
                    en=f"There is no category '{self.about}'. Please choose one from the reference list.",
                )
            case ReviewRefusal.NOTHING_TO_ACCEPT:
                return Text(
                    ru=f"Для товара {self.about} нет предложения. Пожалуйста, укажите категорию сами.",
                    en=f"Nothing is suggested for {self.about}. Please name a category with `review correct`.",
                )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many decisions changed what tills see, and how many only confirmed it."""

    changed: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What several decisions did; those in `meanwhile` somebody else had decided before, and they stay so."""

    done: Reviewed
    meanwhile: tuple[JudgedGood | JudgedArticle, ...]
