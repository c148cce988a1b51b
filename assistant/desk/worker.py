"""Jobs, scheduled drafts, a watched folder, what is regular -> done by two threads of one process:
one reads, one indexes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

from filelock import FileLock, Timeout
from pressroom.assistant.desk.intake import Intake
from pressroom.assistant.desk.jobs import Job, Jobs, Kind
from pressroom.assistant.desk.publishing import Publisher
from pressroom.assistant.desk.watching import Watcher
from pressroom.corpus.errors import PressroomError
from pressroom.index.ingest import Progress

_INDEXING: tuple[Kind, ...] = ("index",)
_READING: tuple[Kind, ...] = ("read", "fetch", "embed")
_PAUSE = 1.0  # seconds between looks at what another process may have added
_log = logging.getLogger(__name__)


class Worker:
    """The background of a server. Of several processes over one data folder one works; another
    takes over when that one ends.
    """

    def __init__(
        self,
        jobs: Jobs,
        intake: Intake,
        publisher: Publisher,
        *,
        index: Callable[[Callable[[Progress], None]], object],
        prepare: Callable[[str], None],
        lock: Path,
        watcher: Watcher | None = None,
        regular: Sequence[Callable[[], object]] = (),
    ) -> None:
        """`index` brings the indexes in step. `regular` are tasks that know themselves when they
        are due; they are called every second or so.
        """
        self._jobs = jobs
        self._intake = intake
        self._publisher = publisher
        self._index = index
        self._prepare = prepare
        self._watcher = watcher
        self._regular = regular
        self._lock = FileLock(lock)
        self._more_to_index = Event()
        self._more_to_read = Event()
        self._stop = Event()
        self._working = False
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """After the job at hand."""
        self._stop.set()
        self.wake()
        if self._thread is not None:
            self._thread.join(timeout=30)

    @property
    def is_working(self) -> bool:
        """Whether this process is the one that works."""
        return self._working

    def wake(self) -> None:
        """There is something to do."""
        self._more_to_index.set()
        self._more_to_read.set()

    def work(self) -> int:
        """Everything that there is to do now, one after the other; how many jobs. Only where nobody
        else works.
        """
        self._look()
        return self._jobs_of((*_INDEXING, *_READING))

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with self._lock.acquire(timeout=0):
                    self._jobs.begin_again()
                    self._working = True
                    self._serve()
                    self._working = False
            except Timeout:  # another process works
                self._stop.wait(_PAUSE)

    def _serve(self) -> None:
        """A file that takes long to read holds up other files, but never what citizens wait for."""
        reading = Thread(
            target=self._lane, args=(_READING, self._more_to_read), name="worker", daemon=True
        )
        reading.start()
        self._lane(_INDEXING, self._more_to_index, self._look)
        reading.join()

    def _lane(
        self, kinds: Sequence[Kind], more: Event, first: Callable[[], None] = lambda: None
    ) -> None:
        while not self._stop.is_set():
            first()
            self._jobs_of(kinds)
            more.wait(_PAUSE)
            more.clear()

    def _look(self) -> None:
        """What is due and what came into the folder."""
        self._safely(self._publisher.publish_due)
        if self._watcher is not None and self._safely(self._watcher.look):
            self._more_to_read.set()
        for task in self._regular:
            self._safely(task)

    def _jobs_of(self, kinds: Sequence[Kind]) -> int:
        done = 0
        while not self._stop.is_set() and (job := self._jobs.take(kinds)):
            self._do(job)
            done += 1
        return done

    def _do(self, job: Job) -> None:
        try:
            if job.kind == "index":
                self._index(lambda progress: self._show(job, progress))
                self._jobs.finish(job.number)
            elif job.kind == "embed":
                self._prepare(job.name)
                self._jobs.finish(job.number)
            else:
                results = self._intake.do(job, self._jobs)
                self._jobs.finish(job.number, [result.row() for result in results])
                for result in results:
                    if result.draft_id and result.became in ("draft", "version"):
                        self._jobs.add("embed", result.draft_id, by=job.by)
        except PressroomError as error:
            self._jobs.fail(job.number, str(error))
        # a fault of ours in one document must not end the work on the others
        except Exception:  # noqa: BLE001
            _log.exception("job %s (%s) failed", job.number, job.name)
            self._jobs.fail(
                job.number,
                f"{job.name}: not processed, by a fault of Pressroom; the log tells the operator "
                "why",
            )

    def _show(self, job: Job, progress: Progress) -> None:
        self._jobs.progress(job.number, "indexing", progress.documents, progress.of_documents)

    def _safely(self, task: Callable[[], object]) -> object:
        try:
            return task()
        except PressroomError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 -- the thread must live on
            _log.exception("a task of the background failed")
        return None
