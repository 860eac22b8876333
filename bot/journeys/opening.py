"""`/agent-incident <one line>`: a review row, its thread to be made, the first question."""

from bot.domain import interview
from bot.domain.heard import Opened
from bot.domain.says import Reply
from bot.journeys.desk import Desk
from bot.journeys.keeping import keep
from bot.journeys.rooms import room_for
from bot.ports import OpenThread, Outgoing, Work


def opening(work: Work, heard: Opened, desk: Desk) -> Reply:
    """A new review, its card as the thread's first post, and the first question behind it."""
    work.meet(heard.by)
    number = work.new_number()
    step = interview.opened(heard, number, room_for(work, None, heard.workspace, desk))
    first = OpenThread(interview.card(step.review))
    keep(work, None, step, desk)
    work.say(Outgoing(f"review:{number}:open", number, first, desk.now))
    return Reply(opened=number)
