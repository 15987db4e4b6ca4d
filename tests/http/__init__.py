"""The HTTP room."""  # noqa: A005 - nobody imports it by its last name
