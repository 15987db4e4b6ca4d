"""Readers of the outbox: polling and webhooks."""
