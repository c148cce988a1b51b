"""What staff work with on documents: drafts, jobs, publishing, questions to a draft, and the thread
behind it all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pressroom.assistant.deployment.deployments import Deployments
from pressroom.assistant.desk.fetching import Fetcher
from pressroom.assistant.desk.intake import Intake
from pressroom.assistant.desk.jobs import Jobs
from pressroom.assistant.desk.publishing import Publisher
from pressroom.assistant.desk.trial import Trial
from pressroom.assistant.desk.watching import Watcher
from pressroom.assistant.desk.worker import Worker
from pressroom.assistant.record.retention import Retention, noted_by
from pressroom.assistant.record.worklist import WorkList
from pressroom.assistant.settings import Settings
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.proxy import Proxy
from pressroom.corpus.drafts.store import Drafts
from pressroom.corpus.errors import SettingsError
from pressroom.corpus.library.library import Library


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of the documents' life before and after they are public."""

    library: Library
    drafts: Drafts
    jobs: Jobs
    intake: Intake
    publisher: Publisher
    trial: Trial
    worker: Worker
    worklist: WorkList
    retention: Retention
    zone: tzinfo | None
    proxy: Proxy | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The thread runs until the block ends."""
        self.worker.start()
        try:
            yield
        finally:
            self.worker.stop()


def open_desk(
    settings: Settings, library: Library, deployments: Deployments, worklist: WorkList
) -> Desk:
    """Records and Feedback have been opened. Raises SettingsError for a folder to watch that is not
    there, or a time zone.
    """
    trial = Trial(deployments.lent)
    drafts, jobs = Drafts(library.database), Jobs(library.database)
    intake = Intake(library, drafts, Fetcher((settings.fetch_from or "").split(",")))

    def index(document_id: str) -> None:
        jobs.add("index", document_id, by="")
        worker.wake()

    zone = _zone(settings.timezone)
    note = Audit(library.database).note
    publisher = Publisher(library, drafts, on_change=index, note=note, zone=zone)
    retention = Retention(
        library.database,
        settings.retention_days,
        note=noted_by(library.database),
        announce=noted_by(library.database, action="retention.announce"),
    )
    worker = Worker(
        jobs,
        intake,
        publisher,
        index=deployments.run,
        prepare=lambda draft_id: trial.prepare(publisher.as_published(drafts.get(draft_id))),
        lock=settings.home / "worker.lock",
        watcher=_watcher(settings, library, jobs),
        regular=[retention.daily, worklist.follow, deployments.mend],
    )
    return Desk(
        library,
        drafts,
        jobs,
        intake,
        publisher,
        trial,
        worker,
        worklist,
        retention,
        zone,
        _proxy(settings),
    )


def _proxy(settings: Settings) -> Proxy | None:
    return (
        Proxy(settings.staff_header, settings.staff_secret or "") if settings.staff_header else None
    )


def _zone(name: str | None) -> tzinfo | None:
    """None for the machine's own."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsError(
            f"PRESSROOM_TIMEZONE: {name!r} is not a time zone; expected one as in Asia/Shanghai"
        ) from None


def _watcher(settings: Settings, library: Library, jobs: Jobs) -> Watcher | None:
    if settings.watch_folder is None:
        return None
    if not settings.watch_folder.is_dir():
        raise SettingsError(
            f"PRESSROOM_WATCH_FOLDER: {settings.watch_folder} is not a folder; make it, "
            "or leave the setting out"
        )
    return Watcher(settings.watch_folder, library.database, jobs)
