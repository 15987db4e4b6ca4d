"""Pictures for tests, as base64."""

import base64
import io

from PIL import Image


def picture(width: int = 8, height: int = 8, kind: str = "PNG") -> str:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#4ba984").save(written, kind)
    return base64.b64encode(written.getvalue()).decode()
