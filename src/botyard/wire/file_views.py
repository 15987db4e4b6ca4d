"""Files as both APIs answer them.

Source: docs pages "entities" and im.v2 "File.upload" of Chatbots 2.0.
"""

import msgspec
from msgspec import UNSET, Struct, UnsetType, structs

from botyard.model.entities import File, User
from botyard.wire.dates import iso
from botyard.wire.views import View, Views

_VIEWERS = {"image": "image", "video": "video", "audio": "audio", "file": "unknown"}
_ACTIONS = msgspec.json.encode([{"type": "download"}]).decode()


class ImageView(View, frozen=True, kw_only=True):
    """In pixels."""

    height: int
    width: int


class FileView(View, frozen=True, kw_only=True):
    """`image` is false for what is no picture, or does not tell its size."""

    id: int
    chat_id: int
    date: str | None
    type: str
    name: str
    extension: str
    size: int
    image: ImageView | bool
    author_id: int
    author_name: str
    is_transcribable: bool = False
    is_video_note: bool = False
    is_voice_note: bool = False


class ViewerView(View, frozen=True, kw_only=True):
    """For the file viewer of a page; of pictures it wants to know more."""

    viewer: str = ""
    viewer_type: str
    src: str
    viewer_resized: str | UnsetType = UNSET
    object_id: str
    viewer_group_by: str
    im_chat_id: int
    title: str
    unified_link: str = ""
    actions: str = _ACTIONS


class PreviewsView(Struct, frozen=True):
    """Addresses of smaller pictures by their size in pixels."""

    preview: dict[str, str]


class PersonFileView(FileView, frozen=True, kw_only=True):
    """A file as people's methods answer it, with the links that were made for them."""

    status: str = "done"
    progress: int = 100
    url_preview: str = ""
    url_show: str
    url_download: str
    viewer_attrs: ViewerView
    media_url: PreviewsView


class ModelLinksView(View, frozen=True):
    """There are no pages of a Drive."""

    download: str = ""
    show_in_grid: str = ""
    preview: str = ""


class FileModelView(View, frozen=True, kw_only=True):
    """A file as a Drive tells of it: 0 or empty is what only a Drive has."""

    id: int
    name: str
    create_time: dict[str, str] = {}
    update_time: dict[str, str] = {}
    delete_time: None = None
    code: str = ""
    xml_id: None = None
    storage_id: int = 0
    real_object_id: int
    parent_id: int = 0
    deleted_type: int = 0
    created_by: str
    updated_by: str
    deleted_by: str = "0"
    unique_code: str = ""
    type_file: int = 0
    global_content_version: int = 1
    file_id: int
    size: int
    etag: str = ""
    links: ModelLinksView = ModelLinksView()


def view_file_model(file: File) -> FileModelView:
    return FileModelView(
        id=file.id,
        name=file.name,
        real_object_id=file.id,
        created_by=str(file.author_id),
        updated_by=str(file.author_id),
        file_id=file.id,
        size=file.size,
    )


def view_file(views: Views, file: File, author: User | None) -> FileView:
    is_measured = file.width > 0 and file.height > 0
    return FileView(
        id=file.id,
        chat_id=file.chat_id,
        date=iso(file.created_at, views.zone),
        type=file.kind,
        name=file.name,
        extension=file.extension,
        size=file.size,
        image=ImageView(height=file.height, width=file.width) if is_measured else False,
        author_id=file.author_id,
        author_name="" if author is None else author.name,
    )


def view_persons_file(
    views: Views, file: File, author: User | None, *, show: str = "", download: str = ""
) -> PersonFileView:
    """`show` and `download` are links, where there are any."""
    return PersonFileView(
        **structs.asdict(view_file(views, file, author)),
        url_show=show,
        url_download=download,
        viewer_attrs=ViewerView(
            viewer_type=_VIEWERS[file.kind],
            src=download,
            object_id=str(file.id),
            viewer_group_by=str(file.chat_id),
            im_chat_id=file.chat_id,
            title=file.name,
            viewer_resized="" if file.kind == "image" else UNSET,
        ),
        media_url=PreviewsView({"250": ""}),
    )
