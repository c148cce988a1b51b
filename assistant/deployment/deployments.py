"""The model that made a library's indexes, and that of the settings -> the deployment that serves:
the first until the indexes of the second are whole, then the second, all at once (blue-green).
"""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock

from pressroom.assistant.deployment.deployment import Deployment
from pressroom.assistant.deployment.keeping import Keeping
from pressroom.assistant.deployment.models import Model
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.indexed import Serves
from pressroom.corpus.library.library import Library
from pressroom.index.e5.weights import EmbeddingError
from pressroom.index.embedding.loading import is_own
from pressroom.index.ingest import Progress
from pressroom.index.patience import Rest
from pressroom.index.places import FIRST, Places, name_of

log = logging.getLogger(__name__)

_REST = 30.0  # seconds after which what failed is tried again
_TURN = 10.0  # seconds, after which other work of the same thread has its turn
_LEFT = 60.0  # seconds in which other processes are done with what serves no longer


class Deployments:
    """One deployment serves, and one may be coming. Threads may share it; of the processes over one
    data folder one at a time makes what is coming, the others follow when it serves.
    """

    def __init__(
        self,
        library: Library,
        places: Places,
        wanted: Model,
        *,
        open_deployment: Callable[[Model, str], Deployment],
        open_serving: Callable[[Serves], Model],
        rebuild: bool = False,
    ) -> None:
        """`wanted` is the model of the settings. Raises LibraryError where another model made the
        indexes that neither can be opened nor is one of Pressroom's own, unless they are to be
        rebuilt.
        """
        self._library = library
        self._keeping = Keeping(library, places)
        self._wanted = wanted
        self._open_deployment = open_deployment
        self._open_serving = open_serving
        self._coming: Deployment | None = None
        self._following, self._counting = RLock(), Lock()
        self._users: Counter[Deployment] = Counter()
        self._rest = Rest(_REST)
        self._missed: Serves | None = None
        self._leads = self.has_begun_anew = False
        self._since = time.monotonic()
        self._current = self._first(rebuild=rebuild)

    @property
    def is_behind(self) -> bool:
        """Whether the model of the settings does not serve yet, and is to."""
        return self._leads

    @contextmanager
    def lent(self) -> Iterator[Deployment]:
        """The deployment that serves; it stays open to the end of the block."""
        self._follow()
        with self._counting:
            deployment = self._current
            self._users[deployment] += 1
        try:
            yield deployment
        finally:
            with self._counting:
                self._users[deployment] -= 1
                self._close_if_left(deployment)

    @property
    def current(self) -> Deployment:
        """The deployment that serves, for whoever is alone with it."""
        self._follow()
        return self._current

    def run(self, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Brings the indexes that serve in step with the library; how many documents."""
        with self.lent() as deployment:
            return deployment.ingest.run(progress)

    def mend(self) -> None:
        """What is regular: mends what serves, goes on with what is coming, drops what served."""
        with self.lent() as deployment:
            if self._leads and deployment.ingest.is_being_mended:
                with self._following:
                    self._swap(self._served_at_once())
            else:
                deployment.ingest.mend()
        if self._leads:
            self._go_on_or_rest()
        if time.monotonic() - self._since >= _LEFT:
            self._keeping.drop_others(self._needed)

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> None:
        """Makes the indexes anew for the model of the settings. Raises LibraryError where another
        process is about that.
        """
        if not self._leads:
            self.current.ingest.rebuild(progress)
            return
        self._must_take_turn()
        if self._coming:
            self._coming.close()
            self._coming = None
        self._keeping.drop(self._served.index)
        self._go_on(progress)
        self._keeping.drop_others(self._needed)

    def close(self) -> None:
        if self._coming:
            self._coming.close()
        self._keeping.give_turn()
        self._current.close()

    def _first(self, *, rebuild: bool) -> Deployment:
        serves, wanted = self._library.serving(), self._wanted
        if serves is None or serves.fingerprint == wanted.fingerprint:
            index = serves.index if serves else FIRST
            made_by = wanted.made_by or (serves.made_by if serves else "")
            now = Serves(index, wanted.fingerprint, made_by)
            if now != serves:
                self._library.note_serving(now)
            return self._open_deployment(wanted, index)
        try:
            before = self._open_serving(serves)
        except EmbeddingError as error:
            if not rebuild and not (is_own(serves.fingerprint) and is_own(wanted.fingerprint)):
                raise LibraryError(_refusal(serves.fingerprint, wanted.fingerprint)) from error
            log.warning("%s; until the library is indexed anew, the search is not whole", error)
            return self._served_at_once()
        self._leads = True
        return self._open_deployment(before, serves.index)

    def _served_at_once(self) -> Deployment:
        """What is coming serves as far as it is there, for nothing else can."""
        self._must_take_turn()
        self._library.serve(self._served, is_whole=False)
        self._leads, self.has_begun_anew = False, True
        deployment, self._coming = self._coming, None
        self._keeping.give_turn()
        return deployment or self._open_deployment(self._wanted, self._served.index)

    @property
    def _served(self) -> Serves:
        """What is noted once the model of the settings serves."""
        fingerprint = self._wanted.fingerprint
        return Serves(name_of(fingerprint), fingerprint, self._wanted.made_by)

    def _go_on_or_rest(self) -> None:
        """What failed, as where a server does not answer, is not tried again every second."""
        if self._rest.may_try():
            try:
                self._go_on(within=_TURN)
            except BaseException:
                self._rest.failed()
                raise
            self._rest.worked()

    def _go_on(
        self, progress: Callable[[Progress], None] = lambda _: None, *, within: float = math.inf
    ) -> None:
        """Indexes for the model of the settings, and lets it serve once all is there; nothing where
        another process is about that.
        """
        if not self._keeping.takes_turn():
            return
        coming = self._coming or self._open_deployment(self._wanted, self._served.index)
        self._coming = coming
        coming.filling.run(progress, within=within)
        if self._library.coming(coming.index).pending():
            return
        with self._following, self.lent() as deployment, deployment.ingest.alone():
            coming.filling.run()  # what came meanwhile
            self._library.serve(self._served, is_whole=True)
            coming.ingest.vectors.seen = self._library.index_revision()
            self._coming, self._leads = None, False
            self._swap(coming)
        self._keeping.give_turn()
        now, before = coming.model.fingerprint, deployment.model.fingerprint
        log.info("%s: serves now, in place of %s", now, before)

    def _follow(self) -> None:
        """Another process may have let other indexes serve. Who asks meanwhile does not wait."""
        serves = self._library.serving()
        if serves is None or serves.index == self._current.index or serves == self._missed:
            return
        if self._following.acquire(blocking=False):
            try:
                if serves.index != self._current.index:
                    self._swap(self._open_deployment(self._model_of(serves), serves.index))
                    self._leads = False
            except EmbeddingError as error:
                log.warning("%s; start this process anew with the settings of the others", error)
                self._missed = serves
            finally:
                self._following.release()

    def _model_of(self, serves: Serves) -> Model:
        is_wanted = serves.fingerprint == self._wanted.fingerprint
        return self._wanted if is_wanted else self._open_serving(serves)

    def _swap(self, deployment: Deployment) -> None:
        with self._counting:
            before, self._current = self._current, deployment
            self._since = time.monotonic()
            self._close_if_left(before)

    def _close_if_left(self, deployment: Deployment) -> None:
        if not self._users[deployment]:
            del self._users[deployment]
            if deployment is not self._current:
                deployment.close()

    def _must_take_turn(self) -> None:
        if not self._keeping.takes_turn():
            raise LibraryError(
                "another process is making indexes for another embedding model; they serve when "
                "they are whole. Wait for that, or stop it first"
            )

    def _needed(self) -> set[str]:
        """What serves, is coming, or is used by a question that is not done."""
        serves = self._library.serving()
        used = {deployment.index for deployment in list(self._users)}
        return used | {serves.index if serves else FIRST, *([self._served.index] * self._leads)}


def _refusal(known: str, wanted: str) -> str:
    return (
        f"the data folder was indexed with the embedding model {known}, the settings say {wanted}; "
        "set PRESSROOM_EMBEDDING_MODEL and the prompts as they were, name another folder with "
        "--home, or run `pressroom check --rebuild`"
    )
