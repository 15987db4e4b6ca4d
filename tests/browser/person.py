"""What a person does with a browser on the pages of the portal."""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import FrameLocator, Page

from tests.browser.desk import Desk

PASSWORD = "correct horse"


class Person(NamedTuple):
    """`url` is the portal's. With `pictures` every page that is looked at is kept there."""

    page: Page
    url: str
    desk: Desk
    pictures: Path | None

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def ask_for_access(self, query: str = "") -> None:
        self.go(f"/oauth/authorize/?client_id=local.desk&state=s{query}")

    def log_in(self, email: str = "ada@example.com", password: str = PASSWORD) -> None:
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Log in").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def look(self, name: str) -> None:
        """On a desk and on a phone, by day and by night: nothing may stand out of the screen."""
        page = self.page
        for screen, width, height in (("desk", 1100, 750), ("phone", 360, 700)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for light in ("light", "dark"):
                page.emulate_media(color_scheme=light)
                if self.pictures is not None:
                    page.screenshot(path=self.pictures / f"{name}-{screen}-{light}.png")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1100, "height": 750})
