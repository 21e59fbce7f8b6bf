"""Take the pictures of the tour and of the manual from a fresh demonstration: ``make screenshots``."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.site import ARGUMENTS, CHROMIUM, running_site

IMAGES = Path(__file__).parents[2] / "docs" / "images"
TOUR = [
    ("home", "/", None),
    ("item", "/items/330103--2017--0510/", None),
    ("catalogue", "/catalogue/", None),
    ("work-points", "/work-points/2017/", None),
    ("search", "/search/?q=财政收支", None),
    ("desk", "/desk/", "clerk-finance"),
    ("desk-board", "/desk/due/board/", "clerk-finance"),
    ("desk-bulk", "/desk/items/?stage=draft", "clerk-finance"),
    ("desk-office", "/desk/office/", "openness"),
    ("phone", "/", None),
]
PASSWORD = "gongkai-demo-2017"  # printed by `make demo`


def choose_several(page) -> None:
    """Show what sending all drafts to review would do."""
    for box in page.locator("[name=items]").all():
        box.check()
    page.get_by_role("button", name="预览").click()


def put_tour_away(page) -> None:
    page.get_by_role("button", name="不再显示").click()


ACTS = {"desk-bulk": choose_several, "desk": put_tour_away}


def sign_in(page, account: str, path: str) -> None:
    page.goto(f"/desk/sign-in/?next={path}")
    page.fill("[name=account]", account)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{path}")


def main() -> None:
    if CHROMIUM is None:
        raise SystemExit("Chromium is not installed: no screenshots")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running_site(Path(home)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, path, account in TOUR:
            size = {"width": 390, "height": 844} if name == "phone" else {"width": 1280, "height": 860}
            context = browser.new_context(viewport=size, locale="zh-CN", base_url=site.url)
            page = context.new_page()
            if account:
                sign_in(page, account, path)
            else:
                page.goto(path)
            ACTS.get(name, lambda page: None)(page)
            page.screenshot(path=IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
