from banyan.reports.models.codings import Coding
from banyan.reports.models.drafts import Draft
from banyan.reports.models.duties import Duty, Protocol
from banyan.reports.models.files import Attachment, SealedChunk, SealedFile
from banyan.reports.models.reports import ReadKey, Receipt, Report
from banyan.reports.models.search import SearchShard
from banyan.reports.models.work import Contact, FirstLook, Message

__all__ = [
    "Attachment",
    "Coding",
    "Contact",
    "Draft",
    "Duty",
    "FirstLook",
    "Message",
    "Protocol",
    "ReadKey",
    "Receipt",
    "Report",
    "SealedChunk",
    "SealedFile",
    "SearchShard",
]
