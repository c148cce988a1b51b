"""The zip around an office document -> the trees of its parts, each unpacked within the bounds."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.archives import BROKEN_ZIP, zip_members
from pressroom.corpus.readers.bounds import MAX_XML_BYTES, megabytes
from pressroom.corpus.readers.extract import reason

_DAMAGED = "expected a whole one. Open it in its program, save it again and add that"


def local(element: Any) -> str:
    """The tag without its namespace; `` for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; `` if there is none."""
    found = (text for key, text in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


class Package:
    """A zip whose parts are unpacked one at a time."""

    def __init__(self, data: bytes, *, origin: str) -> None:
        self.origin = origin
        self.members = {member.filename: member for member in zip_members(data, origin=origin)}
        self.archive = zipfile.ZipFile(io.BytesIO(data))

    def xml(self, name: str, *, needed: bool = True) -> Any:
        """The tree of a part, or None for one that is not there or, if not needed, broken."""
        if name not in self.members:
            if needed:
                raise ReadError(f"{self.origin}: the part {name} is missing; {_DAMAGED}")
            return None
        return tree_of(self.bytes(name), part=f"the part {name}", origin=self.origin)

    def named(self, pattern: str) -> list[str]:
        """The parts whose whole name fits, in the order of the numbers in it."""
        names = [name for name in self.members if re.fullmatch(pattern, name)]
        return sorted(names, key=lambda name: ([int(n) for n in re.findall(r"\d+", name)], name))

    def bytes(self, name: str) -> bytes:
        member = self.members[name]
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(
                f"{self.origin}: packed in a way that office programs do not use; {_DAMAGED}"
            )
        try:
            with self.archive.open(member) as part:
                data = part.read(MAX_XML_BYTES + 1)
        except BROKEN_ZIP as error:
            raise ReadError(
                f"{self.origin}: the part {name} is damaged ({reason(error)}); {_DAMAGED}"
            ) from None
        if len(data) > MAX_XML_BYTES:
            raise ReadError(
                f"{self.origin}: the part {name} unpacks to more than {megabytes(MAX_XML_BYTES)}; "
                "ask where it comes from"
            )
        return data


def tree_of(data: bytes, *, part: str, origin: str) -> Any:
    """The tree of an XML file. Raises ReadError if it is not well-formed or defines entities."""
    from lxml import etree

    if re.search(rb"<!\s*(?:DOCTYPE[^>]*\[|ENTITY)", data.replace(b"\x00", b""), re.I):
        raise ReadError(
            f"{origin}: {part} defines entities, which no document does; ask where it comes from"
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            f"{origin}: {part} is not well-formed ({reason(error)}); {_DAMAGED}"
        ) from None
