"""What follows from a date of birth: year group, young person, Year 9 and beyond.

The school year runs from 1 September to 31 August. Confidence B (rule book, section on age and status).
"""

from __future__ import annotations

from datetime import date, timedelta

SCHOOL_YEAR_BEGINS = 9
RECEPTION = 5
LAST_NUMBERED_YEAR = 14
EARLY_YEARS = {3: "N1", 4: "N2", RECEPTION: "R"}
FRIDAY = 4
YEAR_BANDS = (
    (-1, "Early years"),
    (2, "R to Year 2"),
    (6, "Years 3 to 6"),
    (9, "Years 7 to 9"),
    (11, "Years 10 and 11"),
)
AFTER_SCHOOL = "Year 12 and over"


def school_year(day: date) -> int:
    """The calendar year in which the school year containing `day` began."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def year_group(born: date, day: date) -> str:
    """The year group by age on `day`: "EY" (before nursery), "N1", "N2", "R", "1" to "14", then "P16+".

    A child educated out of their chronological year is not known to this rule.
    """
    turning = school_year(day) - school_year(born)
    if turning in EARLY_YEARS:
        return EARLY_YEARS[turning]
    if turning < min(EARLY_YEARS):
        return "EY"
    number = turning - RECEPTION
    return str(number) if number <= LAST_NUMBERED_YEAR else "P16+"


def year_band(born: date, day: date) -> str:
    """The band of year groups by age on `day`, in which decisions are compared with each other."""
    year = school_year(day) - school_year(born) - RECEPTION
    return next((band for last, band in YEAR_BANDS if year <= last), AFTER_SCHOOL)


def in_year_9_or_beyond(born: date, day: date) -> bool:
    """True from 1 September of Year 9: advice and plan prepare for adulthood (regs 6(1)(g), 12(3))."""
    return school_year(day) - school_year(born) - RECEPTION >= 9


def birthday(born: date, age: int) -> date:
    """The day on which `age` is reached; for a birth on 29 February that is 1 March in a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Completed years of age on `day`."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def compulsory_school_age_ends(born: date) -> date:
    """The last Friday in June of the school year of the 16th birthday (Education Act 1996, s.8)."""
    last = date(school_year(birthday(born, 16)) + 1, 6, 30)
    return last - timedelta(days=(last.weekday() - FRIDAY) % 7)


def is_young_person(born: date, day: date) -> bool:
    """True when over compulsory school age and under 25: the parent's rights have passed (CFA 2014, s.83)."""
    return compulsory_school_age_ends(born) < day < birthday(born, 25)
