"""A self-hosted chat-bot platform that speaks the Bitrix24 Chatbots 2.0 API."""

__version__ = "0.1.0"
