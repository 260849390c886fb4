"""The columns of the list of projects: what they are called, which stand there unless others are chosen, which are money."""

from tracker.domain.codes import N_

COLUMNS = {
    "territory": N_("Territory"),
    "place": N_("Place"),
    "stage": N_("Stage"),
    "phase": N_("Phase"),
    "health": N_("Health"),
    "updated": N_("Last update"),
    "programme": N_("Programme"),
    "manager": N_("Manager"),
    "start": N_("Start"),
    "end": N_("End"),
    "hazard": N_("Hazard"),
    "donor": N_("Donors"),
    "asked": N_("Asked"),
    "received": N_("Received"),
    "pledged": N_("Pledged"),
    "gap": N_("Gap"),
    "coverage": N_("Coverage"),
    "milestone": N_("Next milestone"),
    "risks": N_("Open risks"),
}
"""What may stand beside a project's title, in the order in which it stands."""

USUAL = ("territory", "stage", "health", "updated", "programme")

FIGURES = {
    "asked": "required",
    "received": "received",
    "pledged": "pledged",
    "gap": "gap",
    "coverage": "coverage",
}
"""The columns of money, and which figure of a project each shows."""
