"""Bytes of uploaded pictures and files."""
