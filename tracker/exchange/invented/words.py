"""The words an invented portfolio is made of. Every title says what it is."""

from tracker.domain.codes import Hazard, Phase

REGIONS = {"africa": "Africa", "asia": "Asia", "americas": "the Americas", "oceania": "Oceania", "europe": "Europe"}
SHARES = {"africa": 36, "asia": 28, "americas": 19, "oceania": 7, "europe": 10}
"""How many of a hundred invented projects are in each region."""

HAZARDS = {
    Hazard.FL: (30, "flood"),
    Hazard.EQ: (16, "earthquake"),
    Hazard.TC: (16, "cyclone"),
    Hazard.DR: (10, "drought"),
    Hazard.LS: (7, "landslide"),
    Hazard.ST: (5, "storm"),
    Hazard.VO: (4, "eruption"),
    Hazard.WF: (4, "wildfire"),
    Hazard.CE: (4, "displacement"),
    Hazard.TS: (2, "tsunami"),
    Hazard.EP: (2, "epidemic"),
}
"""How often each hazard is met, and its word."""

WORKS: dict[str, Phase | None] = {
    "Rebuilding of homes": Phase.reconstruction,
    "Repair of schools": Phase.recovery,
    "Water points for returning families": Phase.recovery,
    "Training of masons": None,
    "Land registry restored": Phase.recovery,
    "Shelter before the rains": Phase.response,
    "Hazard map and building code": Phase.mitigation,
    "Drainage of low quarters": Phase.mitigation,
    "Clinics made earthquake-proof": Phase.mitigation,
    "Markets rebuilt": Phase.reconstruction,
    "Safe sites for displaced families": Phase.response,
    "Municipal recovery plan": Phase.recovery,
    "Bridges and access roads": Phase.reconstruction,
    "Women's housing groups": None,
    "Rubble cleared and used again": Phase.response,
    "Early warning for river towns": Phase.preparedness,
}
"""What is done, and the phase that it serves where it says so."""
PURPOSES = (
    "Homes, a school and a clinic are rebuilt with the people who live there, to withstand the next one.",
    "Families choose their plans, masons are trained at their sites, and the municipality checks the work.",
    "Plots are measured and recorded before anything is built, so that nobody loses land to the rebuilding.",
    "Services are brought back street by street, beginning where most people have returned.",
)
HAPPENED = (
    "{} homes stand and {} families have moved in.",
    "The contractor finished {} roofs; {} are still open.",
    "{} masons passed their test, {} of them women.",
    "{} plots were measured and {} titles handed out.",
    "Rain stopped the work for {} days; {} walls were made safe.",
)
NEXT_STEPS = (
    "Hand over the next homes.",
    "Sign the second contract.",
    "Agree on the list of families with the municipality.",
    "Bring the steel through customs.",
    "Open the school before the term.",
)
MILESTONES = (
    "First homes handed over",
    "Contract signed",
    "Masons trained",
    "Site cleared",
    "Plan approved",
    "Half of the homes stand",
    "School opened",
)
RISKS = ("Rains come early", "Prices of steel rise", "Land is claimed by others", "The road is cut", "Staff leave")
RESPONSES = ("Buy before the season.", "Agree on prices for a year.", "Hear claims before work begins.", None)
ACTIONS = ("Call the ministry", "Send the list of families", "Visit the site", "Ask the donor for more time")
FINDINGS = ("Homes destroyed", "Homes damaged", "Families without title", "Schools closed", "Wells unusable")
RECOMMENDATIONS = (
    "Rebuild the homes on safe ground",
    "Train local masons before the work begins",
    "Record who holds which plot",
    "Repair the wells first",
    "Write the hazard into the building code",
    "Keep a store of shelter kits in the region",
)
UNDERTAKINGS = ("Give the land free of claims", "Pay for the access road", "Name a focal point", "Keep the site safe")
GOODS = ("for the rebuilding", "for shelter before winter", "for schools", "for training", "without condition")
DONORS = (
    "Northland",
    "Westmark",
    "Sundria",
    "Costa Alta",
    "Illyrica",
    "Vostra",
    "Meridia",
    "Oland",
    "Tarquesa",
    "Quendor",
)
PARTNERS = ("Housing Union", "Masons' League", "Water Trust", "Institute of Towns", "Relief Council", "Women's Bank")
FIRST_NAMES = ("Amina", "Jorge", "Mei", "Ivan", "Claire", "Samuel", "Leila", "Tomas", "Aroha", "Priya", "Omar", "Ana")
LAST_NAMES = ("Diallo", "Reyes", "Chen", "Petrov", "Moreau", "Okoro", "Haddad", "Novak", "Tane", "Rao", "Aziz", "Lopez")

CURRENCIES = {
    "USD": 40,
    "EUR": 22,
    "GBP": 7,
    "CHF": 5,
    "JPY": 5,
    "CAD": 5,
    "SEK": 4,
    "NOK": 4,
    "DKK": 3,
    "AUD": 3,
    "KWD": 1,
    "INR": 1,
}
"""Of a hundred contributions, how many are in which currency."""

LEVEL = {"JPY": 150, "INR": 80, "SEK": 10, "NOK": 10, "DKK": 7}
"""About how many units make a dollar where it is far from one: for the size of amounts, and for nothing else."""
