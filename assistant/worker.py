"""Jobs, scheduled drafts, a watched folder, what else is regular -> done, one after the other, by one thread of a data folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

from filelock import FileLock, Timeout

from assistant.intake import Intake
from assistant.jobs import Job, Jobs
from assistant.publishing import Publisher
from assistant.watching import Watcher
from corpus.errors import PressroomError
from index.ingest import Ingest, Progress

_PAUSE = 1.0  # seconds between looks at what another process may have added
_log = logging.getLogger(__name__)


class Worker:
    """The background of a server. Of several processes over one data folder one works; another takes over when that one ends."""

    def __init__(
        self,
        jobs: Jobs,
        intake: Intake,
        publisher: Publisher,
        ingest: Ingest,
        *,
        lock: Path,
        watcher: Watcher | None = None,
        regular: Sequence[Callable[[], object]] = (),
    ) -> None:
        """`regular` are tasks that know themselves when they are due; they are called every second or so."""
        self._jobs = jobs
        self._intake = intake
        self._publisher = publisher
        self._ingest = ingest
        self._watcher = watcher
        self._regular = regular
        self._lock = FileLock(lock)
        self._wake = Event()
        self._stop = Event()
        self._working = False
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """After the job at hand."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    @property
    def is_working(self) -> bool:
        """Whether this process is the one that works."""
        return self._working

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def work(self) -> int:
        """Everything that there is to do now; how many jobs. Only under the lock, or where nobody else works."""
        self._safely(self._publisher.publish_due)
        if self._watcher is not None:
            self._safely(self._watcher.look)
        for task in self._regular:
            self._safely(task)
        done = 0
        while not self._stop.is_set() and (job := self._jobs.take()):
            self._do(job)
            done += 1
            self._safely(self._publisher.publish_due)
        return done

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with self._lock.acquire(timeout=0):
                    self._working = True
                    self._jobs.begin_again()
                    self._serve()
                    self._working = False
            except Timeout:  # another process works
                self._stop.wait(_PAUSE)

    def _serve(self) -> None:
        while not self._stop.is_set():
            self.work()
            self._wake.wait(_PAUSE)
            self._wake.clear()

    def _do(self, job: Job) -> None:
        try:
            if job.kind == "index":
                self._ingest.run(lambda progress: self._show(job, progress))
                self._jobs.finish(job.number)
            else:
                self._jobs.finish(job.number, [result.row() for result in self._intake.do(job, self._jobs)])
        except PressroomError as error:
            self._jobs.fail(job.number, str(error))
        except Exception:  # noqa: BLE001 -- a fault of ours in one document must not end the work on the others
            _log.exception("job %s (%s) failed", job.number, job.name)
            self._jobs.fail(job.number, f"{job.name}: not processed, by a fault of Pressroom; the log tells the operator why")

    def _show(self, job: Job, progress: Progress) -> None:
        self._jobs.progress(job.number, "indexing", progress.documents, progress.of_documents)

    def _safely(self, task: Callable[[], object]) -> None:
        try:
            task()
        except PressroomError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 -- the thread must live on
            _log.exception("a task of the background failed")
