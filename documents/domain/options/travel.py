"""Options of 출입국에 관한 사실증명."""

from dataclasses import dataclass

from documents.domain.options.period import WithPeriod


@dataclass(frozen=True, slots=True)
class TravelOptions(WithPeriod):
    """Without a period: the five years before the day of issue."""

    english_name: bool = False
    back_digits: bool = False
