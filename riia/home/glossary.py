"""The words that readers meet, as the help page explains them; docs/glossary.md has them too, and more."""

TERMS: tuple[tuple[str, str], ...] = (
    ("Acting cover", "Somebody in charge for a time beside the holder of a seat, who keeps it."),
    (
        "Alliance",
        "Short for regional improvement and innovation alliance: the authorities and children’s trusts of one region, "
        "which challenge and help one another.",
    ),
    ("Announced", "Said for a later day. A page read as at that day shows it."),
    ("Appointment", "A person in a seat from a day to a day, and where that is known from."),
    ("As at", "The day that a page describes: today, unless you choose another."),
    ("As stated", "What a source says, word for word, kept beside a correction of it."),
    ("Authority", "A council with children’s services."),
    ("Confirmed", "Vouched for by a person; for seats that open access, by two."),
    ("Council of Reference", "A national group of directors to which each region sends representatives."),
    ("DASS", "Director of adult social services."),
    ("DCS", "Director of children’s services: the officer of an authority who answers for them by law."),
    ("DfE", "Department for Education. Its link adviser has a seat in each region."),
    (
        "Interest",
        "A tie of one person to an authority, by work or declared. It stands in the way of judging that authority, "
        "until three years after it ended.",
    ),
    ("Interim", "Holding a seat, but only until somebody permanent comes."),
    ("Last confirmed", "When somebody last said that a fact is right."),
    ("Lead member", "The councillor of an authority who answers for children’s services."),
    ("LGA", "Local Government Association. Its adviser has a seat in each region."),
    ("Member", "Somebody signed in who has a current, confirmed appointment."),
    (
        "Memorandum of understanding",
        "What the authorities of a region agree to share with one another, and who signed.",
    ),
    (
        "Not confirmed",
        "Stated by a source, but by no person who would know. It is shown and marked, and opens nothing.",
    ),
    ("Not known", "Nobody says whether a seat is held. That is different from vacant."),
    ("Region", "One of the nine parts of England that have an alliance."),
    ("Regional team", "The staff of an alliance. They keep its part of the directory."),
    ("Seat", "A role at a region, an authority or a trust. It exists whether or not anybody holds it."),
    ("Second person", "Whoever confirms what a colleague proposed; never somebody whom it is about."),
    ("Succession", "One authority, or part of it, becoming another on a day."),
    ("Trust", "An organisation that runs children’s services for one or more authorities. It is not an authority."),
    ("Twin hat", "One person who directs both the children’s and the adult services of an authority."),
    ("Vacant", "Known to have no holder."),
    ("Waiver", "A record that somebody’s interest is accepted for a time, by whom and why."),
)
