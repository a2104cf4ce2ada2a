"""What text, sheets and slides of OpenDocument have in common. Parser child, main thread."""

from desktop_rag.domain.errors import DocumentProtected
from desktop_rag.parsing.packages import Package, local

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"


def check_readable(package: Package) -> None:
    """Raises `DocumentProtected`: the parts of a protected document are there, but scrambled."""
    # Not as XML: the manifests of old programs have the document type that is refused elsewhere.
    if _MANIFEST in package and b"encryption-data" in b"".join(package.chunks(_MANIFEST)):
        raise DocumentProtected


def meta_title(package: Package) -> str:
    root = package.optional("meta.xml")
    return next((element.text or "" for element in root.iter() if local(element) == "title"), "")
