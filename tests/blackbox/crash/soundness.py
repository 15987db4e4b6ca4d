"""What must be true of a database after any crash, whatever was in flight."""

from pathlib import Path

import apsw

_CHECKS = {
    "a chat whose counters are not those of its messages": """
        SELECT c.id, c.message_count, c.last_message_id, count(m.id), max(m.id)
        FROM chat c LEFT JOIN message m ON m.chat_id = c.id GROUP BY c.id
        HAVING c.message_count <> count(m.id) OR c.last_message_id IS NOT max(m.id)
    """,
    "an author whose counters are not those of their messages": """
        SELECT b.chat_id, b.user_id, b.sent_count, count(m.id)
        FROM member b LEFT JOIN message m ON m.chat_id = b.chat_id AND m.author_id = b.user_id
        GROUP BY b.chat_id, b.user_id HAVING b.sent_count <> count(m.id)
    """,
    "a bot's message without its event": """
        SELECT id FROM message WHERE author_id IN (SELECT user_id FROM bot) AND id NOT IN (
            SELECT json_extract(body, '$.message.id') FROM event
            WHERE json_extract(body, '$.type') = 'message_added'
        )
    """,
    "a message with two events": """
        SELECT json_extract(body, '$.message.id') AS message_id, count(*) FROM event
        WHERE json_extract(body, '$.type') = 'message_added'
        GROUP BY message_id HAVING count(*) > 1
    """,
    "an event of a message that is not there": """
        SELECT e.id FROM event e WHERE json_extract(e.body, '$.type') = 'message_added'
        AND json_extract(e.body, '$.message.id') NOT IN (SELECT id FROM message)
    """,
    "an event that nobody gets": """
        SELECT id FROM event WHERE id NOT IN (SELECT event_id FROM delivery)
    """,
    "a delivery of no event": """
        SELECT event_id FROM delivery WHERE event_id NOT IN (SELECT id FROM event)
    """,
    "a template of no message": """
        SELECT template_id FROM sent_template WHERE message_id NOT IN (SELECT id FROM message)
    """,
    "a kept answer of no message": """
        SELECT request_key, answer FROM reply
        WHERE json_extract(answer, '$.id') NOT IN (SELECT id FROM message)
    """,
    "a text that is there twice": """
        SELECT text FROM message WHERE text LIKE 'message %' GROUP BY text HAVING count(*) > 1
    """,
    "a reference to nothing": "PRAGMA foreign_key_check",
}


def open_quietly(database: Path) -> apsw.Connection:
    """A connection that leaves the log as it is."""
    connection = apsw.Connection(str(database))
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.set_busy_timeout(5000)
    return connection


def damage(connection: apsw.Connection) -> list[str]:
    """What is wrong, in words; nothing where all is well."""
    found = [
        f"integrity: {verdict}"
        for (verdict,) in connection.execute("PRAGMA integrity_check").fetchall()
        if verdict != "ok"
    ]
    for what, query in _CHECKS.items():
        rows = connection.execute(query).fetchall()
        if rows:
            found.append(f"{what}: {rows[:3]}")
    return found


def messages(connection: apsw.Connection, above: int = 0) -> dict[int, str]:
    rows = connection.execute("SELECT id, text FROM message WHERE id > ?", (above,)).fetchall()
    return {int(str(row[0])): str(row[1]) for row in rows}
