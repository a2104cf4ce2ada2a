"""Tells drives on a network from those of this machine. Asks the system's own list only, never the drive."""

import os
from dataclasses import dataclass
from pathlib import Path

import psutil

NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb3 smbfs ncpfs afs afpfs webdav davfs 9p virtiofs ceph glusterfs lustre beegfs vboxsf"
    " prl_fs drvfs".split()
)
"""Also folders shared into a virtual machine: what the other side changes is not told either."""
NETWORK_FUSE = ("sshfs", "rclone", "davfs", "s3fs", "gvfsd", "glusterfs", "vmhgfs", "curlftpfs", "goofys")
UNC = "\\\\"
"""How Windows begins the name of another computer."""


@dataclass(frozen=True, slots=True)
class Drives:
    """Mount points as they were, each with whether it is on a network."""

    mounts: tuple[tuple[str, bool], ...]

    @classmethod
    def now(cls) -> "Drives":
        parts = psutil.disk_partitions(all=True)
        return cls(tuple((part.mountpoint, _is_network(part.fstype.lower(), part.opts)) for part in parts))

    def is_on_network(self, path: str) -> bool:
        """Whether others may change what is at `path` without this machine's system hearing of it."""
        return self.network_drive_of(Path(path)) is not None

    def network_drive_of(self, path: Path) -> Path | None:
        """Where the network drive begins that `path` is on; None when it is on a drive of this machine."""
        text = str(path)
        if text.startswith(UNC):
            return Path(path.anchor)
        around = [(len(mount), network, mount) for mount, network in self.mounts if _holds(mount, text)]
        _length, is_network, mount = max(around, default=(0, False, ""))
        return Path(mount) if is_network else None


def _is_network(kind: str, options: str) -> bool:
    is_fuse = kind.startswith("fuse") and any(name in kind for name in NETWORK_FUSE)
    return kind in NETWORK_TYPES or is_fuse or "remote" in options.split(",")


def _holds(mount: str, path: str) -> bool:
    return path == mount or path.startswith(mount.rstrip(os.sep) + os.sep)
