"""An agent changed: every review that relies on it being as it was hears so, in one unit of work."""

from bot.domain.agents import known_agent
from bot.domain.heard import AgentChanged, Changed
from bot.domain.says import Place, Reply, Say
from bot.journeys.desk import Desk
from bot.ports import Work


def changing(work: Work, heard: AgentChanged, desk: Desk) -> Reply:
    """Who told it hears how many reviews are asked again. PersonError `agent_unknown`."""
    agent = known_agent(heard.agent, work.agents(heard.workspace))
    numbers = work.relying(heard.workspace, agent)
    for number in numbers:
        told = Changed(
            id=f"{heard.id}:{number}",
            at=desk.now,
            by=heard.by,
            review=number,
            agent=agent,
            what=heard.what,
        )
        work.hear(told)
    values = {"agent": agent, "what": heard.what, "reviews": len(numbers)}
    return Reply(say=Say("change_heard", values, "change_heard", Place.WHISPER, heard.by.person))
