"""A backup as a folder or as one tar file: the same parts by the same names, each with its checksum."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from base.backup.manifest import MANIFEST, BadBackup, Manifest, Part, read_manifest

_PIECE = 1024 * 1024


class Writer(ABC):
    """Takes parts, the manifest last: a backup without one was cut off."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.parts: list[Part] = []

    def add(self, name: str, path: Path) -> None:
        """Copy a file in and note its size and checksum, of the bytes that were copied."""
        digest = hashlib.sha256()
        size = self._copy(name, path, digest)
        self.parts.append(Part(name, size, digest.hexdigest()))

    @abstractmethod
    def _copy(self, name: str, path: Path, digest: hashlib._Hash) -> int: ...

    @abstractmethod
    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and make sure everything is on the disk."""


class FolderWriter(Writer):
    """A new folder that only its owner opens."""

    def __init__(self, target: Path) -> None:
        super().__init__(target)
        target.mkdir(mode=0o700, parents=True)

    def _copy(self, name: str, path: Path, digest: hashlib._Hash) -> int:
        place = self.place / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("rb") as source, _new_file(place) as copy:
            return _pump(source, copy, digest)

    def finish(self, manifest: Manifest) -> None:
        """The manifest comes last."""
        with _new_file(self.place / MANIFEST) as copy:
            copy.write(manifest.as_json())


class TarWriter(Writer):
    """A new tar file that only its owner opens; not compressed, since its parts are."""

    def __init__(self, target: Path) -> None:
        super().__init__(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = _open_new(target)
        self._tar = tarfile.open(fileobj=self._file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def _copy(self, name: str, path: Path, digest: hashlib._Hash) -> int:
        with path.open("rb") as source:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = os.fstat(source.fileno()).st_size, 0o600
            self._tar.addfile(entry, _Digesting(source, digest))
            return entry.size

    def finish(self, manifest: Manifest) -> None:
        """The manifest comes last."""
        text = manifest.as_json()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, BytesIO(text))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


class _Digesting:
    """A source whose read bytes go through a digest."""

    def __init__(self, source: IO[bytes], digest: hashlib._Hash) -> None:
        self._source, self._digest = source, digest

    def read(self, size: int = -1) -> bytes:
        """Some bytes more."""
        piece = self._source.read(size)
        self._digest.update(piece)
        return piece


class Reader(ABC):
    """Gives the parts back."""

    @abstractmethod
    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part, open for reading. Raises BadBackup when it is not there."""
        yield BytesIO()

    def manifest(self) -> Manifest:
        """What the backup says of itself. Raises BadBackup."""
        with self.open(MANIFEST) as source:
            return read_manifest(source.read())

    def check(self, manifest: Manifest) -> None:
        """Compare every part with its checksum. Raises BadBackup naming the first that differs."""
        for part in manifest.parts:
            if not _stays_inside(part.name):
                raise BadBackup(f"{part.name} leads out of the backup.")
            digest = hashlib.sha256()
            with self.open(part.name) as source:
                size = _pump(source, None, digest)
            if (size, digest.hexdigest()) != (part.size, part.sha256):
                raise BadBackup(f"{part.name} was altered or cut off.")

    def extract(self, name: str, place: Path) -> None:
        """Copy a part to a new file, readable by its owner alone; on the disk when this returns."""
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.open(name) as source, _new_file(place) as copy:
            _pump(source, copy, hashlib.sha256())


class FolderReader(Reader):
    """A backup in a folder."""

    def __init__(self, source: Path) -> None:
        self.source = source

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part."""
        try:
            with (self.source / name).open("rb") as part:
                yield part
        except FileNotFoundError as error:
            raise BadBackup(_missing(name)) from error


class TarReader(Reader):
    """A backup in a tar file."""

    def __init__(self, source: Path) -> None:
        try:
            self._tar = tarfile.open(source, mode="r:")  # noqa: SIM115 - open for as long as the reader
            self._entries = {entry.name: entry for entry in self._tar.getmembers()}
        except (tarfile.TarError, EOFError) as error:
            raise BadBackup("The backup is no whole tar file: it was cut off.") from error

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part."""
        entry = self._entries.get(name)
        part = self._tar.extractfile(entry) if entry is not None and entry.isfile() else None
        if part is None:
            raise BadBackup(_missing(name))
        try:
            with part:
                yield part
        except (tarfile.TarError, EOFError) as error:
            raise BadBackup(f"{name} was altered or cut off.") from error


def new_backup(target: Path) -> Writer:
    """A tar file when the name ends in .tar, else a folder. Raises BadBackup when it exists."""
    if target.exists():
        raise BadBackup(f"{target} exists already; a backup never overwrites anything.")
    return TarWriter(target) if target.suffix == ".tar" else FolderWriter(target)


def open_backup(source: Path) -> Reader:
    """The backup at a place. Raises BadBackup when there is none."""
    if source.is_dir():
        return FolderReader(source)
    if source.is_file():
        return TarReader(source)
    raise BadBackup(f"There is no backup at {source}.")


def discard(target: Path) -> None:
    """Take away what a failed backup left."""
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)


def _stays_inside(name: str) -> bool:
    """Whether a part lies in the backup, and in the folder for kept files when it is put there.

    "media//etc/x" would not: cut from its first folder, the rest is a place on this machine.
    """
    path = PurePosixPath(name)
    return path.as_posix() == name and not path.is_absolute() and ".." not in path.parts


def _missing(name: str) -> str:
    return (
        "The backup has no manifest: it was cut off, or it is none."
        if name == MANIFEST
        else f"The backup lacks {name}."
    )


def _open_new(place: Path) -> IO[bytes]:
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


@contextmanager
def _new_file(place: Path) -> Iterator[IO[bytes]]:
    with _open_new(place) as copy:
        yield copy
        copy.flush()
        os.fsync(copy.fileno())


def _pump(source: IO[bytes], copy: IO[bytes] | None, digest: hashlib._Hash) -> int:
    size = 0
    while piece := source.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if copy is not None:
            copy.write(piece)
    return size
