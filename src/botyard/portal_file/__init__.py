"""The portal file: people, webhooks and applications to begin with, read from TOML."""

from botyard.portal_file.entries import (
    AppEntry,
    DeliverySection,
    OutgoingWebhookEntry,
    PortalFile,
    PortalSection,
    UserEntry,
    WebhookEntry,
)
from botyard.portal_file.lines import Place
from botyard.portal_file.load import (
    BadPortalFile,
    load_portal_file,
    read_portal_document,
    told_with_line,
)

__all__ = [
    "AppEntry",
    "BadPortalFile",
    "DeliverySection",
    "OutgoingWebhookEntry",
    "Place",
    "PortalFile",
    "PortalSection",
    "UserEntry",
    "WebhookEntry",
    "load_portal_file",
    "read_portal_document",
    "told_with_line",
]
