"""A made-up picture, marked as demonstration, with everything a picture can hold: gaps, hidden numbers, a cluster."""

from datetime import date

from banyan.observatory.rules.picture import Finding, Picture, Question, Row, SeriesNote, SourceNote

OFFICIAL = {2019: 7, 2020: 9, 2021: 60, 2022: 6, 2023: 12, 2024: 10, 2025: 7}
WITHOUT_CLUSTER = {2019: 6, 2020: 8, 2021: 36, 2022: 5, 2023: 9, 2024: 9, 2025: 6}
HATE_ACTS = {2022: (45, 90), 2023: (120, 180), 2024: (210, 240), 2025: (230, 270)}
RINGS = {
    "all_harm": (410, 440),
    "hate_acts": (230, 270),
    "hate_crimes": (40, 60),
    "violence": (95, 120),
    "hate_and_violence": (40, 50),
    "hate_crimes_with_violence": (10, 20),
}
TOLD = {"police": 45, "organisation": 30, "friend": 80, "nobody": 120, "school": 15, "employer": 15}


def row(measure: str, year: int, **given: object) -> Row:
    """One row of the made-up picture."""
    source = "demo-police" if measure.startswith("official") else "community"
    base = {"source": source, "community": "asian", "place": "san_francisco", "n": None, "vintage": "2026-02-15"}
    return Row(measure=measure, period=str(year), **(base | given))  # type: ignore[arg-type] # One helper for every field.


def rows() -> tuple[Row, ...]:
    """All rows of the made-up picture."""
    found = [row("official_incidents", year, n=n) for year, n in OFFICIAL.items()]
    found += [row("official_incidents_without_largest_cluster", year, n=n) for year, n in WITHOUT_CLUSTER.items()]
    found.append(row("community_hate_acts", 2021, suppressed="few_organisations"))
    found += [row("community_hate_acts", year, low=low, high=high) for year, (low, high) in HATE_ACTS.items()]
    found += [
        row(f"community_{name}", 2025, low=low, high=high) for name, (low, high) in RINGS.items() if name != "hate_acts"
    ]
    found += [row(f"told_{code}", 2025, n=n) for code, n in TOLD.items()]
    found.append(row("told_hotline", 2025, suppressed="small_cell"))
    found += [row("told_answered", 2025, n=265), row("told_unanswered", 2025, n=175)]
    found.append(row("told_police_share", 2025, n=265, low=0.13, high=0.22))
    found.append(row("told_police_share_unanswered_both_ways", 2025, n=440, low=0.1, high=0.5))
    found += [row("effort_organisations_open", year, n=year - 2020) for year in range(2021, 2026)]
    found += [row("effort_languages_open", year, n=2 * (year - 2020) + 1) for year in range(2021, 2026)]
    return tuple(found)


def picture(*, demonstration: bool = True, **given: object) -> Picture:
    """The made-up picture; `given` replaces whole fields."""
    fields = {
        "question": Question(place="san_francisco", community="asian", since=2019, until=2025, as_public=True),
        "rows": rows(),
        "findings": (
            Finding(
                text=(
                    "Police recorded 6 anti-Asian hate crimes in 2022, 60 in 2021 and 9 in 2020. 24 of the 60 are one "
                    "group of vandalism records from June 2021, and the way records are kept changed in 2022."
                ),
                confidence="recorded",
                caveats=("We therefore do not say that hate fell.",),
            ),
            Finding(
                text="In 2025 people described 230 to 270 hate acts to partner organizations; police recorded 7.",
                confidence="moderate",
                caveats=(
                    "These are people's accounts, not legal findings.",
                    "Five organizations took reports in 2025 and one in 2021: more reports may mean more open doors.",
                ),
            ),
            Finding(
                text="Between 13 % and 22 % of those who answered had told the police.",
                confidence="weak",
                caveats=("The range covers chance only, not who chose to report.",),
            ),
        ),
        "notes": (
            SeriesNote(
                source="demo-police",
                measure="official_incidents",
                period_from="2022",
                period_to="2025",
                text="The way records are kept changed in 2022.",
                citation="Made-up notice of the demonstration police, January 2022",
            ),
        ),
        "sources": (
            SourceNote(
                name="demo-police",
                title="Made-up hate crime records",
                publisher="Demonstration police",
                licence="CC0",
                vintage="2026-02-15",
                rows=1234,
                rejects=3,
                demonstration=True,
            ),
            SourceNote(
                name="community",
                title="Reports to partner organizations",
                publisher="Demonstration coalition",
                licence="CC0",
                vintage="2026-02-15",
                rows=440,
                demonstration=True,
            ),
        ),
        "demonstration": demonstration,
        "drawn_on": date(2026, 2, 16),
    }
    return Picture(**(fields | given))  # type: ignore[arg-type] # One helper for every field.
