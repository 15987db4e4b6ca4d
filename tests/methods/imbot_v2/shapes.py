"""What the docs page "entities" lists, key for key."""

USER = {
    "id", "active", "name", "firstName", "lastName", "workPosition", "color", "avatar", "gender",
    "birthday", "extranet", "bot", "connector", "externalAuthId", "status", "idle",
    "lastActivityDate", "mobileLastDate", "desktopLastDate", "absent", "departments", "phones",
    "type", "website", "email",
}  # fmt: skip
BRIEF_BOT = {
    "id", "code", "type", "isHidden", "isSupportOpenline", "isReactionsEnabled", "backgroundId",
    "language",
}  # fmt: skip
BOT = BRIEF_BOT | {
    "moduleId", "eventMode", "countMessage", "countCommand", "countChat", "countUser",
}  # fmt: skip
CHAT = {
    "id", "dialogId", "name", "description", "type", "messageType", "owner", "color", "avatar",
    "extranet", "containsCollaber", "entityType", "entityId", "entityData1", "entityData2",
    "entityData3", "entityLink", "diskFolderId", "role", "permissions", "muteList",
    "parentChatId", "parentMessageId", "isNew", "textFieldEnabled", "backgroundId", "dateCreate",
    "lastMessageId", "lastMessageViews", "lastId", "managerList", "markedId", "messageCount",
    "public", "unreadId", "userCounter",
}  # fmt: skip
MESSAGE = {
    "id", "chatId", "authorId", "date", "text", "isSystem", "uuid", "forward", "params",
    "viewedByOthers", "unread", "viewed",
}  # fmt: skip
# Events leave out what depends on who looks.
EVENT_CHAT = CHAT - {
    "role", "muteList", "dateCreate", "lastMessageId", "lastMessageViews", "lastId", "managerList",
    "markedId", "messageCount", "public", "unreadId", "userCounter",
}  # fmt: skip
EVENT_MESSAGE = MESSAGE - {"unread", "viewed"}
