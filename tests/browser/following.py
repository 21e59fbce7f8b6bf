"""From page to page."""


def follow(target):
    """Click, and wait until the page that follows is there."""
    with target.page.expect_navigation():
        target.click()
