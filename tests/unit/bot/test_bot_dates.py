from datetime import date

import pytest
from korean.dates import address_years, months_back, period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("최근 3개월", "2026-08-22", "2026-11-22"),
        ("최근 석 달치요", "2026-08-22", "2026-11-22"),
        ("지난 6개월간 보험료", "2026-05-22", "2026-11-22"),
        ("최근 1년", "2025-11-22", "2026-11-22"),
        ("최근 다섯 해", "2021-11-22", "2026-11-22"),
        ("최근 반년", "2026-05-22", "2026-11-22"),
        ("최근 일주일", "2026-11-15", "2026-11-22"),
        ("최근 이주", "2026-11-08", "2026-11-22"),
        ("작년", "2025-01-01", "2025-12-31"),
        ("지난달", "2026-10-01", "2026-10-31"),
        ("올해", "2026-01-01", "2026-11-22"),
        ("2023년 1월부터 3월까지", "2023-01-01", "2023-03-31"),
        ("올해 1월부터 6월까지", "2026-01-01", "2026-06-30"),
        ("작년 1월부터 지금까지", "2025-01-01", "2026-11-22"),
        ("2020년 3월부터", "2020-03-01", "2026-11-22"),
        ("2024.01.01~2024.06.30", "2024-01-01", "2024-06-30"),
        ("2025.03 ~ 2025.08", "2025-03-01", "2025-08-31"),
        ("25.3.1-25.8.31", "2025-03-01", "2025-08-31"),
        ("재작년 3월부터 지난달까지", "2024-03-01", "2026-10-31"),
        ("작년 3월에서 올해 2월까지", "2025-03-01", "2026-02-28"),
        ("올해 초부터", "2026-01-01", "2026-11-22"),
        ("한 달 전부터", "2026-10-22", "2026-11-22"),
        ("지난 3월부터", "2026-03-01", "2026-11-22"),
        ("요 넉 달", "2026-07-22", "2026-11-22"),
        ("이천이십사년 보험료", "2024-01-01", "2024-12-31"),
        ("이천이십오년 삼월부터 유월까지", "2025-03-01", "2025-06-30"),
        ("보험료 5년치", "2021-11-22", "2026-11-22"),
        ("건보료 석 달 치", "2026-08-22", "2026-11-22"),
    ],
)
def test_a_span_of_time_becomes_two_dates_both_included(said, first, last):
    found = period(said, TODAY)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_months_back_from_the_last_day_stays_in_the_month():
    assert months_back(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_back(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_back(date(2026, 1, 15), 1) == date(2025, 12, 15)


@pytest.mark.parametrize("said", ["등본 떼줘", "5분", "안녕하세요", "5년생", ""])
def test_what_is_no_span_of_time_gives_none(said):
    assert period(said, TODAY) is None


@pytest.mark.parametrize(
    ("said", "years", "part"),
    [
        ("최근 5년 주소", 5, "5년"),
        ("다섯 해 주소만", 5, "다섯 해"),
        ("주소 십 년치", 10, "십 년"),
        ("address 5 years only", 5, "5 years"),
        ("주소 삼 년만", 3, "삼 년"),
        ("이십년 동안 살던 주소", 20, "이십년"),
        ("2년 전 주소까지", 2, "2년"),
    ],
)
def test_years_of_addresses_are_a_whole_number_with_its_place(said, years, part):
    found = address_years(said)
    assert found is not None
    assert found.number == years
    assert said[found.start : found.end] == part


@pytest.mark.parametrize("said", ["2023년", "23년 3월 주소", "작년 주소", "80년생", "2024년 한 해", "5년 전에 이사"])
def test_calendar_years_are_not_a_number_of_years(said):
    assert address_years(said) is None
