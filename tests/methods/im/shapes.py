"""The keys of the examples on the docs pages."""

PERSON = {
    "id", "active", "name", "first_name", "last_name", "work_position", "color", "avatar",
    "avatar_hr", "gender", "birthday", "extranet", "network", "bot", "connector",
    "external_auth_id", "status", "idle", "last_activity_date", "mobile_last_date",
    "desktop_last_date", "absent", "departments", "phones", "bot_data", "type", "website", "email",
}  # fmt: skip

MESSAGE = {
    "id", "chat_id", "author_id", "date", "text", "unread", "uuid", "replaces", "params",
    "disappearing_date",
}  # fmt: skip

RESTRICTIONS = {
    "avatar", "rename", "extend", "call", "mute", "leave", "leave_owner", "send", "user_list",
}  # fmt: skip

PERMISSIONS = {
    "manage_users_add", "manage_users_delete", "manage_ui", "manage_settings", "manage_messages",
    "can_post",
}  # fmt: skip

_CHAT = {
    "id", "parent_chat_id", "parent_message_id", "name", "owner", "extranet", "avatar", "color",
    "type", "entity_type", "entity_id", "entity_data_1", "entity_data_2", "entity_data_3",
    "mute_list", "manager_list", "date_create", "message_type", "user_counter", "restrictions",
    "role", "text_field_enabled", "background_id", "entity_link", "permissions", "public",
}  # fmt: skip

DIALOG = _CHAT | {
    "description", "counter", "message_count", "unread_id", "last_message_id", "last_id",
    "marked_id", "disk_folder_id", "is_new", "readed_list", "last_message_views", "dialog_id",
}  # fmt: skip

RECENT_CHAT = _CHAT | {"contains_collaber"}

RECENT = {
    "id", "chat_id", "type", "avatar", "title", "message", "counter", "last_id", "pinned",
    "unread", "has_reminder", "date_update", "date_last_activity", "user", "chat", "options",
}  # fmt: skip

RECENT_MESSAGE = {
    "id", "text", "file", "author_id", "attach", "sticker", "date", "status", "uuid",
}  # fmt: skip
