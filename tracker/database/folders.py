"""Where the embedded server keeps its things and as whom it runs, so that nobody else reaches them."""

import hashlib
import logging
import os
import pwd
import stat
from pathlib import Path

logger = logging.getLogger(__name__)

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 100  # the systems' own limits are 103 and 107


def account_for(home):
    """The user and group that the server runs as: PostgreSQL refuses root, whose stand-in is `nobody`.

    A folder that already belongs to somebody else keeps its owner.
    """
    if os.geteuid():
        return os.geteuid(), os.getegid()
    found = home.stat()
    if found.st_uid:
        return found.st_uid, found.st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def prepare(home, programs):
    """Make the server's folders, closed to everybody but root and the server's user."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    uid, gid = account_for(home)
    make_private(home.resolve(), uid, gid)
    sockets = socket_folder(home)
    sockets.mkdir(mode=0o700, exist_ok=True)
    make_private(sockets.resolve() if sockets == home else sockets, uid, gid)
    if os.geteuid() == 0:
        for folder in (home.resolve(), programs.resolve()):
            for parent in folder.parents:
                let_through(parent, uid, gid)


def make_private(folder, uid, gid):
    """Refuse somebody else's folder: its owner could put a socket of their own there."""
    found = folder.lstat()
    if found.st_uid not in {os.geteuid(), uid} or not stat.S_ISDIR(found.st_mode):
        raise PermissionError(f"{folder} belongs to user {found.st_uid}")
    if found.st_uid != uid:
        os.chown(folder, uid, gid)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def let_through(folder, uid, gid):
    """Let the server's user pass through a folder; what lies in it keeps its own permissions."""
    found = folder.stat()
    own = found.st_uid == uid and found.st_mode & stat.S_IXUSR
    shared = found.st_gid == gid and found.st_mode & stat.S_IXGRP
    if own or shared or found.st_mode & stat.S_IXOTH:
        return
    folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
    logger.warning("The database's user may now pass through %s (chmod o+x).", folder)


def socket_folder(home):
    """The server's own folder; where its path cannot name a socket, a short one in /tmp."""
    path = os.fsencode(home)
    fits = len(path) + 1 + len(SOCKET_NAME) <= SOCKET_PATH_BYTES
    if fits and not set(path) & set(b',"'):  # these two separate and quote names in lists of sockets
        return home
    # Not TMPDIR: it may be long too, and every process must come to the same folder.
    return Path("/tmp") / f"tracker-{hashlib.sha256(path).hexdigest()[:16]}"  # noqa: S108 make_private guards it
