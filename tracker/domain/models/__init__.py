"""All tables, imported together so that every relation finds its other side."""

from tracker.domain.models.records import Record, Entity, Translation, OutsideIdentifier, Share, SearchText, RowVersion
from tracker.domain.models.sources import Document, DocumentLink, Citation
from tracker.domain.models.people import RoleUser, RoleRow, User, UserTerritory, Person, KeptForm, Submission
from tracker.domain.models.places import Territory, TerritoryName, Place
from tracker.domain.models.disasters import DisasterTerritory, DisasterPlace, Disaster, ImpactFigure
from tracker.domain.models.organisations import Organisation
from tracker.domain.models.programmes import ProgrammeTerritory, EventTerritory, Programme, ProgrammeMember, Post, CalendarEvent
from tracker.domain.models.projects import ProjectTerritory, ProjectPlace, ProjectDisaster, ProjectMember, ProjectPartner, Project, Objective, ComponentPartner, Component, Milestone, Risk, ActionPoint
from tracker.domain.models.updates import Update
from tracker.domain.models.assessments import AssessmentTerritory, AssessmentParticipant, AssessmentDisaster, Assessment, Finding, Recommendation
from tracker.domain.models.agreements import AgreementProject, AgreementParty, Agreement, Signature, Undertaking, Amendment
from tracker.domain.models.funding import Fund, Requirement, Contribution, Step, Allocation, Payment, Rate, ReportedAmount
from tracker.domain.models.missions import MissionTerritory, MissionMember, Mission
from tracker.domain.models.jobs import Job, Brief

__all__ = [
    "ActionPoint",
    "Agreement",
    "AgreementParty",
    "AgreementProject",
    "Allocation",
    "Amendment",
    "Assessment",
    "AssessmentDisaster",
    "AssessmentParticipant",
    "AssessmentTerritory",
    "Brief",
    "CalendarEvent",
    "Citation",
    "Component",
    "ComponentPartner",
    "Contribution",
    "Disaster",
    "DisasterPlace",
    "DisasterTerritory",
    "Document",
    "DocumentLink",
    "Entity",
    "EventTerritory",
    "Finding",
    "Fund",
    "ImpactFigure",
    "Job",
    "KeptForm",
    "Milestone",
    "Mission",
    "MissionMember",
    "MissionTerritory",
    "Objective",
    "Organisation",
    "OutsideIdentifier",
    "Payment",
    "Person",
    "Place",
    "Post",
    "Programme",
    "ProgrammeMember",
    "ProgrammeTerritory",
    "Project",
    "ProjectDisaster",
    "ProjectMember",
    "ProjectPartner",
    "ProjectPlace",
    "ProjectTerritory",
    "Rate",
    "Recommendation",
    "Record",
    "ReportedAmount",
    "Requirement",
    "Risk",
    "RoleRow",
    "RoleUser",
    "RowVersion",
    "SearchText",
    "Share",
    "Signature",
    "Step",
    "Submission",
    "Territory",
    "TerritoryName",
    "Translation",
    "Undertaking",
    "Update",
    "User",
    "UserTerritory",
]
