"""Two ways to use a page: with a mouse and no script, and with nothing but the keys.

Both know the same acts, so that one task is written once and done by either.
"""

import re

from playwright.sync_api import expect

PATIENCE = 8_000

# By what a stop of the Tab key is known: its id, name or words. A choice by letters has it in a place of its own.
NAME_OF_FOCUS = """() => {
    const element = document.activeElement;
    const choice = element.closest(".select2");
    return (choice ? choice.previousElementSibling.id : element.id) || element.name || element.textContent.trim();
}"""
HAS_FOCUS = """wanted => {
    const element = document.activeElement;
    const choice = element.closest(".select2");
    return wanted === element || choice?.previousElementSibling === wanted;
}"""
IS_BEHIND = """wanted => {
    const place = document.activeElement.compareDocumentPosition(wanted);
    return document.activeElement !== document.body && Boolean(place & Node.DOCUMENT_POSITION_PRECEDING);
}"""

# A box for a day has several stops of its own, one after the other; any other is new only once. After the last one
# comes the first again, wherever the page had put the focus.
IS_NEW_STOP = """() => {
    const element = document.activeElement;
    const isStart = element === document.body || window.wasAt.size && element === document.querySelector("a[href]");
    const isNew = !isStart && (!window.wasAt.has(element) || element === window.wasHere);
    window.wasAt.add(element);
    window.wasHere = element;
    return isNew;
}"""

# What is wrong with the stop at which the Tab key has arrived: nobody sees it, it lies under something else, or it
# stands before the last one, where nobody looks for it. `sign` is -1 for who goes back.
FAULT_OF_STOP = """sign => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const name = element.outerHTML.slice(0, 120);
    const shown = [element, element.closest("label"), element.closest(".select2-container")].filter(Boolean);
    const isRinged = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    // The parts of a box for a day are the browser's own, and so are their rings.
    if (element.type !== "date" && !shown.some(isRinged)) return "nothing shows the focus on " + name;
    const boxes = [...element.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const points = boxes.flatMap((box) => [.1, .5, .9].flatMap((x) => [.1, .5, .9].map(
        (y) => document.elementFromPoint(box.left + x * box.width, box.top + y * box.height))));
    const isSeen = (point) => point && shown.some((one) => one.contains(point) || point.contains(one) && point === one);
    if (!points.some(isSeen)) return "out of sight, or covered: " + name;
    const isLeftward = getComputedStyle(document.documentElement).direction === "rtl";
    const box = boxes[0];
    // What stands beside the rest, as a column of its own, is gone through on its own.
    const beside = element.closest("aside");
    const start = isLeftward ? -box.right : box.left;
    const here = { beside, start, top: box.top + scrollY, bottom: box.bottom + scrollY };
    const last = window.lastStop;
    window.lastStop = here;
    const isBefore = (one, other) => one.bottom < other.top - 4 && one.start < other.start + 4;
    const isBack = last?.beside === beside && (sign > 0 ? isBefore(here, last) : isBefore(last, here));
    return isBack ? "out of order: " + name : null;
}"""


class Hand:
    """What a person does on a page, whichever way."""

    def __init__(self, page):
        self.page = page
        page.set_default_timeout(PATIENCE)

    def open(self, address):
        self.page.goto(address)

    def reads(self, words):
        """Waits until the page says so."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=PATIENCE)

    def reads_heading(self, words):
        expect(self.page.get_by_role("heading", name=words).filter(visible=True).first).to_be_visible(timeout=PATIENCE)

    def link(self, words):
        return self.page.get_by_role("link", name=words).first

    def button(self, words):
        return self.page.get_by_role("button", name=words).first

    def box(self, words):
        return self.page.get_by_label(words).first

    def at(self, address):
        """Waits until the browser is at an address of this ending, or like this pattern."""
        pattern = address if isinstance(address, re.Pattern) else re.compile(re.escape(address) + "$")
        self.page.wait_for_url(pattern)

    def goes(self, link_or_button):
        """Presses what leads to another page, and waits for that page."""
        with self.page.expect_navigation():
            self.press(link_or_button)

    def downloads(self, link):
        with self.page.expect_download() as download:
            self.press(link)
        return download.value.path().read_text("utf-8-sig")


class Mouse(Hand):
    """A reader or an editor with a mouse, whose browser runs no script."""

    has_script = False

    def skip(self, is_to_foot=False):
        """A mouse has nothing to skip."""

    def press(self, thing):
        thing.click()

    def write(self, box, text):
        box.fill(text)

    def write_day(self, box, day):
        box.fill(day.isoformat())

    def tick(self, *boxes):
        for box in boxes:
            box.check()

    def narrow(self, *boxes):
        self.tick(*boxes)
        self.press(self.button("Apply the filters"))

    def pick(self, box, words):
        box.select_option(label=words)

    def choose(self, box, letters):
        """A choice by letters is a box for the letters: what they find is chosen as the form is sent."""
        self.page.locator(f"#{box}_named").fill(letters)

    def search(self, words):
        self.write(self.box("Words or names"), words)
        self.press(self.page.get_by_role("search").get_by_role("button").first)

    def open_row(self, words):
        self.goes(self.page.locator("main").get_by_role("link", name=words).first)


class Keyboard(Hand):
    """A reader or an editor without a mouse. Every stop of the Tab key has to be seen, and to come in its turn."""

    has_script = True

    def __init__(self, page):
        super().__init__(page)
        self.key_count = 0  # keys that lead somewhere; letters that are typed into a box do not count
        self.faults = []

    def focused(self):
        return self.page.evaluate(NAME_OF_FOCUS)

    def strike(self, key):
        self.key_count += 1
        self.page.keyboard.press(key)

    def is_at(self, wanted):
        if isinstance(wanted, str):
            return self.focused() == wanted
        return wanted.evaluate(HAS_FOCUS)

    def tab_to(self, wanted, most=150):
        """Forward or, where it was passed already, back. What is wanted may be named by its id, name or words."""
        if not isinstance(wanted, str):
            wanted.wait_for()
        is_behind = not isinstance(wanted, str) and wanted.evaluate(IS_BEHIND)
        key, sign = ("Shift+Tab", -1) if is_behind else ("Tab", 1)
        for _ in range(most):
            if self.is_at(wanted):
                return
            self.strike(key)
            if fault := self.page.evaluate(FAULT_OF_STOP, sign):
                self.faults.append(f"{self.page.url}: {fault}")
        raise AssertionError(f"{key} never led to {wanted}; it is at “{self.focused()}” of {self.page.url}.")

    def walks_through(self, most=400):
        """From the first stop of the page to its last, however many there are."""
        self.page.evaluate("window.wasAt = new Set()")
        for count in range(most):
            self.strike("Tab")
            if not self.page.evaluate(IS_NEW_STOP):
                return count
            if fault := self.page.evaluate(FAULT_OF_STOP, 1):
                self.faults.append(f"{self.page.url}: {fault}")
        raise AssertionError(f"{self.page.url} lets nobody out: it is at “{self.focused()}” after {most} keys.")

    def skip(self, is_to_foot=False):
        """Past what stands above every page: the first stop leads to what the page is about, the second to its foot."""
        for key in ("Tab", "Tab") if is_to_foot else ("Tab",):
            self.strike(key)
        # A jump within the page is a navigation too; what is pressed next must not be taken for this one.
        with self.page.expect_navigation(url=re.compile("#")):
            self.strike("Enter")

    def press(self, thing, key="Enter"):
        self.tab_to(thing)
        self.strike(key)

    def write(self, box, text):
        self.tab_to(box)
        self.page.keyboard.insert_text(text)

    def write_day(self, box, day):
        """A box for a day takes month, day and year one after the other, in the order of the browser's language."""
        self.tab_to(box)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def tick(self, *boxes):
        for box in boxes:
            self.press(box, "Space")

    def narrow(self, *boxes):
        """The list follows each of them at once."""
        for box in boxes:
            self.tick(box)
            self.page.wait_for_url(re.compile(re.escape(f"={box.get_attribute('value')}")))
            expect(box).to_be_focused()

    def pick(self, box, words):
        """Takes an option of a plain list by its first letters."""
        self.tab_to(box)
        self.page.keyboard.type(words)

    def choose(self, box, letters):
        """Opens a choice, types a few letters and takes the first that is found."""
        self.press(box)
        self.page.locator(".select2-search__field").last.wait_for()
        self.page.keyboard.insert_text(letters)
        self.page.locator(".select2-results__option--highlighted", has_text=letters).wait_for()
        self.strike("Enter")

    def search(self, words):
        self.strike("/")
        expect(self.box("Words or names")).to_be_focused()
        self.page.keyboard.type(words)
        with self.page.expect_navigation():
            self.strike("Enter")

    def open_row(self, words):
        """From row to row with j, as long as it takes."""
        row = self.page.locator("main").get_by_role("link", name=words).first
        row.wait_for()
        for _ in range(30):
            self.strike("j")
            if self.is_at(row):
                with self.page.expect_navigation():
                    self.strike("Enter")
                return
        raise AssertionError(f"j never led to “{words}”.")

    def new_thing(self, add_link):
        """Opens the window in which something new is added, and gives its keyboard."""
        with self.page.expect_popup() as opened:
            self.press(add_link)
        opened.value.wait_for_load_state()
        return Keyboard(opened.value)

    def saves_and_closes(self):
        """Saves what a window of its own was opened for."""
        with self.page.expect_event("close"):
            self.strike("Enter")
