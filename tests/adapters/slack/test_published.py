"""The finished review in its own thread, where no other target is set."""

from pathlib import Path

from bot.domain.tree import Tree
from tests.adapters.slack.fake.values import File, Message
from tests.adapters.slack.workspace import Workspace, play
from tests.adapters.terminal.desk import DEMO_TRACE

RICH = """It chose to *refund*, as @ana saw in <https://shop.example/o/7|order 7>. It could:
- call `refund`
- ask a person
```
{"order": 7}
```
# not a heading"""
"""What a person types: bold, a mention, a link, a list, code, and a line that only looks like Markdown."""

IN_THE_LOG = """\
> It chose to **refund**, as @ana saw in [order 7](https://shop.example/o/7). It could:
>
> - call `refund`
> - ask a person
>
> ```
> {"order": 7}
> ```
>
> \\# not a heading
"""

FORGET = "Forget the text"
LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts."


def files(place: Workspace, root: Message) -> list[File]:
    """The files in a thread, oldest first."""
    world = place.slack.world
    return [world.files[id_] for m in place.slack.thread(place.channel.id, root.ts) for id_ in m.files]


def test_done_puts_the_markdown_into_the_thread(tmp_path: Path) -> None:
    """Its address is told; the file holds the review."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, ANSWER)
        await place.reply(root, "done")
        (file,) = files(place, root)
        assert file.name == "AR-1.md"
        assert LINE in (file.content or b"").decode()
        assert "Version 1 on thread: https://" in place.thread(root)[-1]

    play(tmp_path, story, reviews=False)


def test_the_statement_log_shows_a_message_as_it_was_written(tmp_path: Path) -> None:
    """Bold, a list, code and a link are that in the Markdown; a person mentioned stands by name."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, RICH)
        await place.reply(root, "done")
        (file,) = files(place, root)
        log = (file.content or b"").decode().partition("### Statement log\n")[2]
        assert IN_THE_LOG in log
        assert "\n**S1** · mia · [" in log

    play(tmp_path, story, reviews=False)


def test_a_forgotten_message_leaves_no_tree(tmp_path: Path) -> None:
    """Its text and what its author made of it go, the older ones too."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        written = await place.reply(root, RICH)
        await place.slack.edit(written, "It could *stop*.")
        await place.slack.delete(written)
        await place.settle()
        (button,) = [m for m in place.slack.thread(place.channel.id, root.ts) if FORGET in m.labels()]
        await place.slack.press("mia", button, FORGET)
        await place.settle()
        (statement,) = place.review().statements
        assert [(r.text, r.tree) for r in statement.revisions] == [("", Tree())] * 2
        assert statement.tree == Tree()

    play(tmp_path, story)


def test_a_version_that_says_the_same_is_no_second_file(tmp_path: Path) -> None:
    """Nothing new to read, nothing new to click."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, "done")
        await place.reply(root, "done")
        texts = [file.content for file in files(place, root)]
        assert len(texts) == len(set(texts))

    play(tmp_path, story, reviews=False)


def test_the_run_stands_in_the_thread_beside_the_page_that_shows_it(tmp_path: Path) -> None:
    """Drawn with the chosen moment, put there before the page, and not again with a page that says the same."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        trace = DEMO_TRACE.read_bytes()
        await place.slack.upload("mia", place.channel, "run.json", trace, thread_ts=root.ts)
        await place.settle()
        offer = place.slack.thread(place.channel.id, root.ts)[-1]
        await place.slack.press(
            "mia", offer, next(label for label in offer.labels() if "issue_refund" in label)
        )
        await place.settle()
        await place.reply(root, "done")
        await place.reply(root, "done")
        found = files(place, root)
        names = [file.name for file in found]
        assert names[:4] == ["run.json", "AR-1-E1.png", "AR-1-run-A.svg", "AR-1.md"]
        assert names.count("AR-1-run-A.svg") == 1
        assert (found[2].content or b"").startswith(b"<svg ")
        assert "](AR-1-run-A.svg)" in (found[3].content or b"").decode()

    play(tmp_path, story, reviews=False)


def test_a_file_whose_reply_was_lost_is_put_there_once(tmp_path: Path) -> None:
    """It is looked for by its hash before it is put there again."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        place.slack.troubles.drop("files.completeUploadExternal")
        await place.reply(root, "done")
        assert [file.name for file in files(place, root)] == ["AR-1.md"]
        assert "Version 1 on thread" in place.thread(root)[-1]

    play(tmp_path, story, reviews=False)
