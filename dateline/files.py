"""Writing files so that what stood there before is whole until the new content is: whatever stops it, a full disk too."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace(ready: Mapping[Path, bytes]) -> None:
    """Put files in place, each at once. All are written beside their places before the first is put there.

    A link stays a link; what is no file, as ``/dev/stdout``, is written to as it is.

    Raises
    ------
    OSError : nothing is put in place that was not written whole, and nothing is left behind.
    """
    made: dict[Path, Path] = {}
    try:
        for named, content in ready.items():
            path = Path(os.path.realpath(named))
            if path.exists() and not path.is_file():
                path.write_bytes(content)
                continue
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".dateline-", suffix=".part")
            made[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                # On disk before it takes the other's place, or a lost current would leave neither.
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, name)
            else:
                Path(name).chmod(0o666 & ~_umask())
        for path, part in made.items():
            part.replace(path)
    finally:
        for part in made.values():
            part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
