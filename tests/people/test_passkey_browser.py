"""A passkey in a real browser, under our own content policy: added at the first sign-in, and used at the next."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from banyan.people.queries.second_factors import list_factors
from tests.chromium import IN_BROWSER, open_chromium
from tests.factories import PASSWORD, make_personas

USB_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
}
pytestmark = [
    *IN_BROWSER,
    pytest.mark.django_db(transaction=True, databases=["default", "drafts"]),
]


def give_password(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/account/login/")
    page.get_by_label("Your sign-in name").fill("mei")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def plug_in_a_key(context: BrowserContext, page: Page) -> None:
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": USB_KEY})


def test_a_passkey_signs_in_where_no_inline_script_may_run(live_server: Any) -> None:
    people = make_personas()
    complaints: list[str] = []
    with open_chromium() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        plug_in_a_key(context, page)

        give_password(page, live_server.url)
        page.wait_for_url("**/desk/account/second-factor/")
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Its name").fill("On my key ring")
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_role("heading", name="Backup codes").wait_for()

        with page.expect_navigation():
            page.get_by_role("button", name="Sign out").click()
        give_password(page, live_server.url)
        page.wait_for_url("**/desk/account/code/")
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/desk/")
        page.goto(f"{live_server.url}/desk/team/")
        assert page.get_by_role("heading", name=people.house.name).is_visible()
    assert complaints == []
    assert [one.name for one in list_factors(people.mei).passkeys] == ["On my key ring"]


def test_without_script_the_app_is_offered_instead(live_server: Any) -> None:
    make_personas()
    with open_chromium() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        give_password(page, live_server.url)
        page.goto(f"{live_server.url}/desk/account/second-factor/passkey/")
        assert page.get_by_text("This browser can't use passkeys here.").is_visible()
        assert not page.get_by_role("button", name="Add a passkey").is_visible()
        page.goto(f"{live_server.url}/desk/account/second-factor/app/")
        assert page.get_by_role("img", name="A picture for the app.").is_visible()
