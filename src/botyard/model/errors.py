"""Every error code that the API documents, and the exception that carries one."""

from typing import NamedTuple


class ErrorCode(NamedTuple):
    """A documented refusal.

    `description` is the literal text of the docs and may change; `code` never does. `reason`
    tells apart what the docs tell alike.
    """

    code: str
    description: str
    status: int = 400
    reason: str = ""


class ApiError(Exception):
    """A refusal on its way to the caller.

    `description` replaces the literal one only where the caller must learn which value was wrong.
    """

    def __init__(
        self, error: ErrorCode, description: str | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(error.code)
        self.error = error
        self.description = error.description if description is None else description
        self.retry_after_s = retry_after_s

    def arrive(self) -> None:
        """Forget the way here, which holds on to itself and to all that the request brought."""
        self.__traceback__ = self.__cause__ = self.__context__ = None


# System errors: docs page "send", table of system errors.
INTERNAL_SERVER_ERROR = ErrorCode("INTERNAL_SERVER_ERROR", "Internal server error", 500)
UNEXPECTED_ANSWER = ErrorCode(
    "ERROR_UNEXPECTED_ANSWER", "Server returned an unexpected response", 500
)
QUERY_LIMIT_EXCEEDED = ErrorCode("QUERY_LIMIT_EXCEEDED", "Too many requests", 503)
BATCH_METHOD_NOT_ALLOWED = ErrorCode(
    "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage", 405
)
BATCH_LENGTH_EXCEEDED = ErrorCode("ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
NO_AUTH_FOUND = ErrorCode("NO_AUTH_FOUND", "Wrong authorization data", 401)
UNKNOWN_WEBHOOK = NO_AUTH_FOUND._replace(reason="webhook")
UNKNOWN_TOKEN = NO_AUTH_FOUND._replace(reason="access token")
HTTPS_REQUIRED = ErrorCode("INVALID_REQUEST", "Https required", 400)
OVERLOAD_LIMIT = ErrorCode("OVERLOAD_LIMIT", "REST API is blocked due to overload", 503)
PLAN_ACCESS_DENIED = ErrorCode(
    "ACCESS_DENIED", "REST API is available only on commercial plans", 403
)
INVALID_CREDENTIALS = ErrorCode("INVALID_CREDENTIALS", "Invalid request credentials", 403)
MANIFEST_NOT_AVAILABLE = ErrorCode(
    "ERROR_MANIFEST_IS_NOT_AVAILABLE", "Manifest is not available", 404
)
INSUFFICIENT_SCOPE = ErrorCode(
    "insufficient_scope",
    "The request requires higher privileges than provided by the webhook token",
    403,
)
TOKEN_SCOPE_MISSING = INSUFFICIENT_SCOPE._replace(reason="access token")
EXPIRED_TOKEN = ErrorCode("expired_token", "The access token provided has expired", 401)
USER_ACCESS_ERROR = ErrorCode(
    "user_access_error", "The user does not have access to the application", 403
)
PORTAL_DELETED = ErrorCode("PORTAL_DELETED", "Portal was deleted", 500)
# Docs page "limits".
OPERATION_TIME_LIMIT = ErrorCode(
    "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit", 429
)
METHOD_NOT_FOUND = ErrorCode("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
# Docs page "confirmation" of the scopes.
METHOD_CONFIRM_WAITING = ErrorCode("METHOD_CONFIRM_WAITING", "Waiting for confirmation", 401)
CONFIRMATION_UNASKED = METHOD_CONFIRM_WAITING._replace(reason="nobody was asked yet")
METHOD_CONFIRM_DENIED = ErrorCode("METHOD_CONFIRM_DENIED", "Method call denied", 403)
# Methods that only applications can call. Docs pages "event.bind" and its neighbours name no text.
WRONG_AUTH_TYPE = ErrorCode("WRONG_AUTH_TYPE", "Application context required", 403)
# Docs pages "event.bind" and its neighbours.
EVENT_NOT_FOUND = ErrorCode("ERROR_EVENT_NOT_FOUND", "Event not found")
HANDLER_ALREADY_EXISTS = ErrorCode("ERROR_HANDLER_ALREADY_EXIST", "Handler already exists!")
HANDLER_MISSING = ErrorCode("ERROR_ARGUMENT", "HANDLER is not passed")
HANDLER_NO_ADDRESS = ErrorCode("ERROR_ARGUMENT", "HANDLER is no web address")
HANDLER_OF_NO_BOT = ErrorCode("ERROR_ARGUMENT", "HANDLER is not the webhookUrl of a bot")
TOO_MANY_HANDLERS = ErrorCode("ERROR_ARGUMENT", "There are too many handlers")
OFFLINE_BINDING_DENIED = ErrorCode(
    "ACCESS_DENIED",
    "Access denied! Offline events binding requires administrator access rights",
    403,
)
FOREIGN_BINDING_DENIED = ErrorCode(
    "ACCESS_DENIED",
    "Access denied! Event binding with AUTH_TYPE requires administrator access rights",
    403,
)
OFFLINE_UNBINDING_DENIED = ErrorCode(
    "ACCESS_DENIED",
    "Access denied! Offline events unbinding requires administrator access rights",
    403,
)
FOREIGN_UNBINDING_DENIED = ErrorCode(
    "ACCESS_DENIED",
    "Access denied! Event unbinding with AUTH_TYPE requires administrator access rights",
    403,
)
OFFLINE_DENIED = ErrorCode("ACCESS_DENIED", "Access denied!", 403)

# In the order of the docs. Each code is there once.
SYSTEM_ERRORS = (
    INTERNAL_SERVER_ERROR,
    UNEXPECTED_ANSWER,
    QUERY_LIMIT_EXCEEDED,
    BATCH_METHOD_NOT_ALLOWED,
    BATCH_LENGTH_EXCEEDED,
    NO_AUTH_FOUND,
    HTTPS_REQUIRED,
    OVERLOAD_LIMIT,
    PLAN_ACCESS_DENIED,
    INVALID_CREDENTIALS,
    MANIFEST_NOT_AVAILABLE,
    INSUFFICIENT_SCOPE,
    EXPIRED_TOKEN,
    USER_ACCESS_ERROR,
    PORTAL_DELETED,
    OPERATION_TIME_LIMIT,
    METHOD_NOT_FOUND,
    WRONG_AUTH_TYPE,
    METHOD_CONFIRM_WAITING,
    METHOD_CONFIRM_DENIED,
)

# Docs page "app.info".
APPLICATION_REQUIRED = ErrorCode(
    "ACCESS_DENIED", "Access denied! Application context required", 400
)

# Docs pages app.option.get, app.option.set and their neighbours: names of exceptions as codes.
APPLICATION_CONTEXT_REQUIRED = ErrorCode("AccessException", "Application context required")
ADMINISTRATOR_REQUIRED = ErrorCode("AccessException", "Administrator authorization required")
OPTIONS_EMPTY = ErrorCode("ArgumentNullException", "options is empty")
# Docs page feature.get.
CODE_EMPTY = ErrorCode("CODE_EMPTY", "CODE can't be empty")
# Docs pages placement.bind, placement.unbind and those of the places.
PLACEMENT_AUTH_TYPE = ErrorCode(
    "WRONG_AUTH_TYPE",
    "Current authorization type is denied for this method Application context required",
    403,
)
PLACEMENT_ACCESS_DENIED = ErrorCode("ACCESS_DENIED", "Access denied!", 403)
PLACEMENT_ARGUMENT = ErrorCode("ERROR_ARGUMENT", "Argument 'PLACEMENT' is null or empty")
PLACEMENT_NO_TEXT = ErrorCode(
    "ERROR_ARGUMENT", "The value of an argument 'PLACEMENT' must be of type string"
)
PLACEMENT_NOT_FOUND = ErrorCode("ERROR_PLACEMENT_NOT_FOUND", "Placement not found")
PLACEMENT_USER_MODE = ErrorCode("ERROR_PLACEMENT_USER_MODE", "User mode is not available")
PLACEMENT_MAX_COUNT = ErrorCode("ERROR_PLACEMENT_MAX_COUNT", "Placement max count")
# What clients of real portals are told for the same handler again.
PLACEMENT_TAKEN = ErrorCode(
    "ERROR_CORE", "Unable to set placement handler: Handler already binded"
)

# The authorization server: docs page "error codes" of OAuth.
INVALID_OAUTH_REQUEST = ErrorCode("invalid_request", "The request is malformed")
INVALID_CLIENT = ErrorCode(
    "invalid_client", "The client is wrong, or its application is not installed"
)
UNKNOWN_CLIENT = INVALID_CLIENT._replace(reason="client id")
INVALID_GRANT = ErrorCode(
    "invalid_grant", "The code or refresh token is wrong, has expired or was used"
)
SPENT_GRANT = INVALID_GRANT._replace(reason="it was given once")
INVALID_SCOPE = ErrorCode("invalid_scope", "The application was not given this scope", 403)
APPLICATION_NOT_FOUND = ErrorCode(
    "APPLICATION_NOT_FOUND", "There is no such application on this portal", 404
)
REDIRECT_URI_MISMATCH = ErrorCode(
    "invalid_request", "The application asks to return to an address that is not its own"
)
LOGIN_FAILED = ErrorCode("LOGIN_FAILED", "The email address or the password is wrong", 403)
FORM_EXPIRED = ErrorCode(
    "FORM_EXPIRED",
    "This page was open for too long or came from elsewhere. Please begin again",
    403,
)
PAYMENT_REQUIRED = ErrorCode("PAYMENT_REQUIRED", "Payment required", 402)

# Botyard's own, for what the docs do not name: decisions 6, 7 and 18.
INVALID_ARGUMENT = ErrorCode("INVALID_ARGUMENT", "Invalid value of a parameter", 400)
INVALID_REQUEST = ErrorCode("INVALID_REQUEST", "Malformed request", 400)
REQUEST_TOO_LARGE = ErrorCode("REQUEST_TOO_LARGE", "Request body is too large", 413)
IDEMPOTENCY_KEY_REUSED = ErrorCode(
    "IDEMPOTENCY_KEY_REUSED", "The key was used for another request", 409
)
LINK_NOT_FOUND = ErrorCode(
    "FILE_NOT_FOUND", "The link was used, has expired or was never made", 404
)
NOTHING_HERE = ErrorCode("NOT_FOUND", "There is nothing at this address", 404)
# A code of its own: the JavaScript SDK repeats every 503 except those with a code that it knows.
STORAGE_UNAVAILABLE = ErrorCode(
    "STORAGE_UNAVAILABLE", "Storage is not available at the moment", 503
)

# imbot.v2: bots.
BOT_TOKEN_NOT_SPECIFIED = ErrorCode("BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified")
BOT_TOKEN_INVALID_LENGTH = ErrorCode(
    "BOT_TOKEN_INVALID_LENGTH", "Bot token is longer than 40 characters"
)
BOT_TOKEN_ROTATION_FAILED = ErrorCode("BOT_TOKEN_ROTATION_FAILED", "Bot token rotation failed")
BOT_ID_REQUIRED = ErrorCode("BOT_ID_REQUIRED", "Bot ID is required")
BOT_NOT_FOUND = ErrorCode("BOT_NOT_FOUND", "Bot not found")
BOT_OWNERSHIP_ERROR = ErrorCode(
    "BOT_OWNERSHIP_ERROR", "Bot is registered by another application", 403
)
BOT_TYPE_NOT_ALLOWED = ErrorCode("BOT_TYPE_NOT_ALLOWED", "Bot type not allowed", 403)
BOT_CODE_REQUIRED = ErrorCode("BOT_CODE_REQUIRED", "Bot code is required")
BOT_PROPERTIES_REQUIRED = ErrorCode("BOT_PROPERTIES_REQUIRED", "Bot properties are required")
BOT_CODE_ALREADY_TAKEN = ErrorCode("BOT_CODE_ALREADY_TAKEN", "Bot code is already taken")
BOT_INVALID_TYPE = ErrorCode("BOT_INVALID_TYPE", "Invalid bot type")
BOT_INVALID_EVENT_MODE = ErrorCode("BOT_INVALID_EVENT_MODE", "Invalid event mode")
BOT_WEBHOOK_URL_REQUIRED = ErrorCode("BOT_WEBHOOK_URL_REQUIRED", "Webhook URL is required")
BOT_INVALID_CALLBACK = ErrorCode("BOT_INVALID_CALLBACK", "Invalid callback URL")
BOT_LIMIT_EXCEEDED = ErrorCode("BOT_LIMIT_EXCEEDED", "Bot limit exceeded")
BOT_AVATAR_INCORRECT_TYPE = ErrorCode("BOT_AVATAR_INCORRECT_TYPE", "Avatar must be an image")
BOT_AVATAR_INCORRECT_SIZE = ErrorCode("BOT_AVATAR_INCORRECT_SIZE", "Avatar exceeds maximum size")
PARAMS_REQUIRED = ErrorCode("PARAMS_REQUIRED", "Required parameters are missing")

# imbot.v2: chats and messages.
ACCESS_DENIED = ErrorCode("ACCESS_DENIED", "Access denied", 403)
EMPTY_MESSAGE = ErrorCode("EMPTY_MESSAGE", "Message is empty")
SENDING_FAILED = ErrorCode("SENDING_FAILED", "Sending failed")
PARAM_ATTACH_ERROR = ErrorCode("PARAM_ATTACH_ERROR", "Incorrect attach params")
PARAM_KEYBOARD_ERROR = ErrorCode("PARAM_KEYBOARD_ERROR", "Incorrect keyboard params")
MESSAGE_NOT_FOUND = ErrorCode("MESSAGE_NOT_FOUND", "Message not found")
CHAT_NOT_FOUND = ErrorCode("CHAT_NOT_FOUND", "CHAT_NOT_FOUND")
REACTION_NOT_FOUND = ErrorCode("REACTION_NOT_FOUND", "Reaction not found")
REACTION_ALREADY_SET = ErrorCode("REACTION_ALREADY_SET", "Reaction already set")
EMPTY_USER_IDS = ErrorCode("EMPTY_USER_IDS", "Empty user IDs")
MESSAGE_ACCESS_DENIED = ErrorCode("MESSAGE_ACCESS_DENIED", "Message access denied", 403)

# imbot.v2: slash commands.
COMMAND_NAME_INVALID = ErrorCode("COMMAND_NAME_INVALID", "Command name is invalid")
COMMAND_NAME_EMPTY = ErrorCode("COMMAND_NAME_EMPTY", "Command name is empty")
COMMAND_REQUIRED = ErrorCode("COMMAND_REQUIRED", "Command is required")
COMMAND_TITLE_REQUIRED = ErrorCode("COMMAND_TITLE_REQUIRED", "Command title is required")
COMMAND_REGISTER_FAILED = ErrorCode("COMMAND_REGISTER_FAILED", "Command registration failed")
COMMAND_NOT_FOUND = ErrorCode("COMMAND_NOT_FOUND", "Command not found")
COMMAND_ALREADY_EXISTS = ErrorCode("COMMAND_ALREADY_EXISTS", "Command already exists")
COMMAND_ANSWER_FAILED = ErrorCode("COMMAND_ANSWER_FAILED", "Command answer failed")

# imbot.v2 and im.v2: events.
SCOPE_ERROR = ErrorCode("SCOPE_ERROR", "Scope error", 403)
USER_NOT_SUBSCRIBED = ErrorCode("USER_NOT_SUBSCRIBED", "User not subscribed")

# Files, through either API.
FILE_INVALID_CONTENT = ErrorCode("FILE_INVALID_CONTENT", "Invalid base64 content")
FILE_TOO_LARGE = ErrorCode("FILE_TOO_LARGE", "File is too large")
FILE_NOT_FOUND = ErrorCode("FILE_NOT_FOUND", "File not found")

# imbot.v2: files.
FILE_EMPTY = ErrorCode("FILE_EMPTY", "File name or content is empty")
FILE_ACCESS_ERROR = ErrorCode("FILE_ACCESS_ERROR", "File access error", 403)

# im.disk: files of people, by the older methods.
FILES_ERROR = ErrorCode("FILES_ERROR", "List of files in not specified")
FILES_NOT_SAVED = ErrorCode("SAVE_ERROR", "Error during saving file to chat")
FILE_SAVE_ERROR = ErrorCode("FILE_SAVE_ERROR", "File ID can't be saved")
FILE_ID_EMPTY = ErrorCode("FILE_ID_EMPTY", "File ID can't be empty")

# im.v2: files.
FILE_PARTS_REQUIRED = ErrorCode("FILE_EMPTY", "File name and content are required")

# im: people.
MESSAGE_EMPTY = ErrorCode("MESSAGE_EMPTY", "Message can't be empty")
USER_ID_EMPTY = ErrorCode("USER_ID_EMPTY", "User ID can't be empty")
USER_NOT_FOUND = ErrorCode("USER_NOT_FOUND", "User not found")
CHAT_ID = ErrorCode("CHAT_ID", "Error creating message")
CHAT_ID_EMPTY = ErrorCode("CHAT_ID_EMPTY", "Chat ID can't be empty")
ACCESS_ERROR = ErrorCode("ACCESS_ERROR", "Action unavailable")
DIALOG_ACCESS_ERROR = ErrorCode(
    "ACCESS_ERROR", "You do not have access to the specified dialog", 403
)
CHAT_ACCESS_ERROR = ErrorCode("ACCESS_ERROR", "Action unavailable", 403)
CHAT_CLOSED_TO_USERS = ErrorCode("ACCESS_ERROR", "It is forbidden to add users to this chat", 403)
CHAT_CLOSED_TO_LEAVING = ErrorCode(
    "ACCESS_ERROR", "It is forbidden to delete users of this chat", 403
)
CHAT_NOT_RENAMED = ErrorCode("ACCESS_ERROR", "This chat cannot be renamed", 403)
CHAT_NOT_MUTED = ErrorCode("ACCESS_ERROR", "This chat cannot be muted", 403)
CHAT_AVATAR_FIXED = ErrorCode("ACCESS_ERROR", "The avatar of this chat cannot be changed")
# Docs pages imbot.chat.updateTitle and imbot.chat.updateAvatar: the status of each is the other's.
BOT_CHAT_NOT_RENAMED = ErrorCode("ACCESS_ERROR", "This chat cannot be renamed")
BOT_CHAT_AVATAR_FIXED = ErrorCode("ACCESS_ERROR", "The avatar of this chat cannot be changed", 403)
AVATAR_NO_PICTURE = ErrorCode("AVATAR_ERROR", "Avatar incorrect type")
AVATAR_TOO_LARGE = ErrorCode("AVATAR_ERROR", "Avatar incorrect size (max 5000x5000)")
TITLE_EMPTY = ErrorCode("TITLE_EMPTY", "Title can't be empty")
WRONG_COLOR = ErrorCode("WRONG_COLOR", "This color currently unavailable")
COLOR_NOT_CHANGED = ErrorCode("WRONG_REQUEST", "This color currently set or chat isn't exists")
CHAT_NOT_THERE = ErrorCode("WRONG_REQUEST", "Chat isn't exists")
OWNER_NOT_CHANGED = ErrorCode(
    "WRONG_REQUEST", "Change owner can only owner and user must be member in chat"
)
MEMBER_NOT_FOUND = ErrorCode("USER_NOT_FOUND", "The specified user is not in the chat")
ACCESS_DENIED_KICK = ErrorCode(
    "ACCESS_DENIED_KICK", "Insufficient rights to exclude participants from the chat", 403
)
LEAVING_DENIED = ErrorCode("ACCESS_DENIED_KICK", "Access denied to kick user from chat", 403)
ACCESS_DENIED_EXTEND = ErrorCode(
    "ACCESS_DENIED_EXTEND", "Insufficient permissions to add participants to the chat", 403
)
PARAMS_ERROR = ErrorCode("PARAMS_ERROR", "Incorrect params")
BOT_ID_ERROR = ErrorCode("BOT_ID_ERROR", "Bot ID can't be empty")
COMMAND_ERROR = ErrorCode("COMMAND_ERROR", "Command can't be empty")
ATTACH_ERROR = ErrorCode("ATTACH_ERROR", "Incorrect attach params")
ATTACH_OVERSIZE = ErrorCode(
    "ATTACH_OVERSIZE", "You have exceeded the maximum allowable size of attach"
)
KEYBOARD_ERROR = ErrorCode("KEYBOARD_ERROR", "Incorrect keyboard params")
MENU_ERROR = ErrorCode("MENU_ERROR", "Incorrect menu params")
KEYBOARD_OVERSIZE = ErrorCode(
    "KEYBOARD_OVERSIZE", "You have exceeded the maximum allowable size of keyboard"
)
# In lower case on the docs page im.message.update, and only there.
MENU_CHANGE_ERROR = ErrorCode("menu_ERROR", "Incorrect menu params")
MENU_OVERSIZE = ErrorCode("MENU_OVERSIZE", "You have exceeded the maximum allowable size of menu")
CANT_EDIT_MESSAGE = ErrorCode(
    "CANT_EDIT_MESSAGE", "Time has expired for modification or you don't have access", 403
)
WITHOUT_CHANGES = ErrorCode("WITHOUT_CHANGES", "Action completed without changes")
REPLY_ACCESS_ERROR = ErrorCode("REPLY_ACCESS_ERROR", "Action unavailable")
REPLY_FROM_OTHER_CHAT_ERROR = ErrorCode(
    "REPLY_FROM_OTHER_CHAT_ERROR", "You can only reply to a message within the same chat"
)
DIALOG_ID_EMPTY = ErrorCode("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
FIRST_ID_STRING = ErrorCode("FIRST_ID_STRING", "First ID can't be string")
LAST_ID_STRING = ErrorCode("LAST_ID_STRING", "Last ID can't be string")
PIN_ACCESS_ERROR = ErrorCode("ACCESS_ERROR", "You don't have permission to pin this chat")
SEARCH_CHAT_ID_EMPTY = ErrorCode("CHAT_ID_EMPTY", "CHAT_ID can't be empty")
FOUND_CHAT_ACCESS_ERROR = ErrorCode("ACCESS_ERROR", "You don't have access to this chat", 403)
SEARCH_ACCESS_ERROR = ErrorCode("ACCESS_ERROR", "You do not have access to this chat", 403)
MESSAGE_ID_ERROR = ErrorCode("MESSAGE_ID_ERROR", "Message ID can't be empty")
FIND_SHORT = ErrorCode("FIND_SHORT", "Too short a search phrase.")
STATUS_ERROR = ErrorCode("STATUS_ERROR", "Status is not available")
ID_EMPTY = ErrorCode("ID_EMPTY", "User ID can't be empty")
USER_NOT_EXISTS = ErrorCode("USER_NOT_EXISTS", "User is not exists")
USER_ACCESS_DENIED = ErrorCode(
    "ACCESS_DENIED", "You can request only users who consist of your extranet group"
)
INVALID_FORMAT = ErrorCode("INVALID_FORMAT", "A wrong format for the ID field is passed")

# imbot: bots of the older API.
CLIENT_NOT_SPECIFIED = ErrorCode("ACCESS_DENIED", "Access denied! Client ID not specified", 403)
OLDER_BOT_NOT_FOUND = ErrorCode("BOT_ID_ERROR", "Bot not found")
BOT_OF_ANOTHER = ErrorCode("APP_ID_ERROR", "Bot was installed by another rest application")
CODE_ERROR = ErrorCode("CODE_ERROR", "Bot code isn't specified")
NAME_ERROR = ErrorCode("NAME_ERROR", "Bot name isn't specified")
MAX_COUNT_ERROR = ErrorCode(
    "MAX_COUNT_ERROR", "Has reached the maximum number of bots for application (max: 5)"
)
EVENT_MESSAGE_ADD_ERROR = ErrorCode("EVENT_MESSAGE_ADD_ERROR", "Wrong handler URL")
EVENT_MESSAGE_ADD_MISSING = ErrorCode(
    "EVENT_MESSAGE_ADD_ERROR", 'Handler for "Message add" event isn\'t specified'
)
EVENT_MESSAGE_UPDATE_ERROR = ErrorCode("EVENT_MESSAGE_UPDATE_ERROR", "Wrong handler URL")
EVENT_MESSAGE_DELETE_ERROR = ErrorCode("EVENT_MESSAGE_DELETE_ERROR", "Wrong handler URL")
EVENT_WELCOME_MESSAGE_ERROR = ErrorCode("EVENT_WELCOME_MESSAGE_ERROR", "Wrong handler URL")
EVENT_WELCOME_MESSAGE_MISSING = ErrorCode(
    "EVENT_WELCOME_MESSAGE_ERROR", 'Handler for "Welcome message" event isn\'t specified'
)
EVENT_BOT_DELETE_ERROR = ErrorCode("EVENT_BOT_DELETE_ERROR", "Wrong handler URL")
EVENT_BOT_DELETE_MISSING = ErrorCode(
    "EVENT_BOT_DELETE_ERROR", 'Handler for "Bot delete" event isn\'t specified'
)
BOT_NOT_CREATED = ErrorCode("WRONG_REQUEST", "Bot can't be created")
BOT_NOT_UPDATED = ErrorCode("WRONG_REQUEST", "Bot can't be updated")
NOTHING_TO_UPDATE = ErrorCode("WRONG_REQUEST", "Update fields can't be empty")
MESSAGE_NOT_ADDED = ErrorCode("WRONG_REQUEST", "Message isn't added")
USERS_NO_LIST = ErrorCode("INVALID_FORMAT", "Parameter USERS has wrong type")
USERS_NOT_IN_LIST = ErrorCode("WRONG_REQUEST", "User IDs must be passed in array format")
USERS_NOT_ADDED = ErrorCode(
    "WRONG_REQUEST", "You don't have access or user already member in chat"
)
USER_NOT_REMOVED = ErrorCode("WRONG_REQUEST", "You don't have access or user isn't member in chat")
OWNER_CANNOT_LEAVE = ErrorCode("ACCESS_ERROR", "LEAVE_OWNER_FORBIDDEN", 403)
MANAGER_NOT_CHANGED = ErrorCode(
    "WRONG_REQUEST", "Change manager can only owner and user must be member in chat"
)
EVENT_COMMAND_ADD_ERROR = ErrorCode("EVENT_COMMAND_ADD_ERROR", "Wrong handler URL")
EVENT_COMMAND_ADD_MISSING = ErrorCode(
    "EVENT_COMMAND_ADD_ERROR", 'Handler for "Command add" event isn\'t specified'
)
OLDER_COMMAND_MISSING = ErrorCode("COMMAND_ERROR", "Command isn't specified")
LANG_ERROR = ErrorCode("LANG_ERROR", "Lang set can't be empty")
COMMAND_NOT_CREATED = ErrorCode("WRONG_REQUEST", "Command can't be created")
COMMAND_NOT_UPDATED = ErrorCode("WRONG_REQUEST", "Command can't be updated")
COMMAND_ID_ERROR = ErrorCode("COMMAND_ID_ERROR", "Command not found")
COMMAND_OF_ANOTHER = ErrorCode("APP_ID_ERROR", "Command was installed by another rest application")
MESSAGE_ID_EMPTY = ErrorCode("MESSAGE_ID_EMPTY", "Message ID can't be empty")
