"""The simulated world: one SQLite file that every provider process of every simulated account shares.

An *object* is what exists in the cloud, whoever made it: a stack, the cloud itself (a VPC's default security group), or a hand
outside of any stack. Writers take `BEGIN IMMEDIATE`, so a hook sees and changes the world in one transaction.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulator.values import Properties

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
  type TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  urn TEXT, keeper TEXT, adopted_as TEXT, answered INTEGER NOT NULL DEFAULT 1, born INTEGER NOT NULL,
  inputs TEXT NOT NULL, outputs TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (type, account, region, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS objects_by_id ON objects (id);
CREATE INDEX IF NOT EXISTS objects_by_any_id ON objects (id COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS objects_by_urn ON objects (urn);
CREATE TABLE IF NOT EXISTS points (
  type TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL, path TEXT NOT NULL,
  to_type TEXT NOT NULL, to_account TEXT NOT NULL, to_region TEXT NOT NULL, to_id TEXT NOT NULL, code TEXT NOT NULL, blocks INTEGER NOT NULL,
  PRIMARY KEY (type, account, region, id, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS points_to ON points (to_id, to_type);
CREATE TABLE IF NOT EXISTS taken (
  type TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL, id TEXT NOT NULL, until TEXT,
  PRIMARY KEY (type, place, words)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS births (urn TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history (at INTEGER PRIMARY KEY, verb TEXT NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, urn TEXT, note TEXT NOT NULL);
"""

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

GLOBAL = "global"
"""Region of what has none (IAM, Route 53, S3 names)."""


@dataclass
class Object:
    """Something that exists in the simulated cloud."""

    type: str
    id: str
    account: str
    region: str
    outputs: Properties
    """Every attribute as the provider shows it, inputs included."""
    inputs: Properties = field(default_factory=dict)
    """What was asked for; empty for an object that the cloud made."""
    urn: str | None = None
    """The stack resource that made or adopted it; None for the cloud's own and for what was made by hand."""
    keeper: str | None = None
    """`type|id` of the object with which the cloud made this one and will remove it."""
    adopted_as: str | None = None
    """The type that took it over (`aws:ec2/defaultSecurityGroup:DefaultSecurityGroup`)."""
    answered: bool = True
    """False when its creation's answer was lost: no stack knows it."""
    state: dict[str, Any] = field(default_factory=dict)
    """Whatever the type's hooks remember that no attribute shows."""
    born: int = 0


class World:
    """Look-ups and writes, within the account and region asked for unless told `anywhere`."""

    def __init__(self, path: Path, seed: str = "") -> None:
        self.path = path
        self._seed = seed
        self._lock = threading.RLock()
        self._depth = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name='history'").fetchone():
            with self.change():
                for statement in _TABLES.split(";"):
                    self._db.execute(statement)
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('seed', ?)", (seed or "ai-zones",))
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('ticks', '0')")
        self._seed = self._db.execute("SELECT value FROM meta WHERE key='seed'").fetchone()[0]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction; what an error interrupts leaves no trace. May be nested."""
        with self._lock:
            if self._depth:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            else:
                self._db.execute("COMMIT")
            finally:
                self._depth = 0

    # Reading.

    def get(self, type_: str, id_: str, account: str, region: str) -> Object | None:
        """The object of this type and id, in its region or global."""
        found = self._select(
            "(type=? OR adopted_as=?) AND id=? AND account=? AND region IN (?, ?)", type_, type_, id_, account, region, GLOBAL
        )
        return found[0] if found else None

    def find(self, *types: str, account: str | None = None, region: str | None = None, **outputs: Any) -> list[Object]:
        """Objects of these types (all when none) whose outputs equal what is asked, oldest first."""
        clauses: list[str] = ["1=1"]
        values: list[Any] = []
        if types:
            clauses.append(f"type IN ({','.join('?' * len(types))})")
            values.extend(types)
        if account is not None:
            clauses.append("account=?")
            values.append(account)
        if region is not None:
            clauses.append("region IN (?, ?)")
            values.extend([region, GLOBAL])
        for key, value in outputs.items():
            if isinstance(value, str) and key != "id":
                clauses.append("json_extract(outputs, ?) = ?")
                values.extend([f'$."{key}"', value])
        found = self._select(" AND ".join(clauses), *values)
        return [one for one in found if all((one.id if key == "id" else one.outputs.get(key)) == value for key, value in outputs.items())]

    def kept_by(self, keeper: Object) -> list[Object]:
        """What the cloud made along with an object."""
        return self._select("keeper=? AND account=?", f"{keeper.type}|{keeper.id}", keeper.account)

    def by_id(self, id_: str, *, any_case: bool = False) -> list[Object]:
        """Every object with this id, of whatever type, wherever it is. `any_case`: letters large or small."""
        return self._select("id=? COLLATE NOCASE" if any_case else "id=?", id_)

    def below(self, prefix: str) -> list[Object]:
        """Every object whose id begins so, letters large or small, oldest first."""
        return self._select("id >= ? COLLATE NOCASE AND id < ? COLLATE NOCASE", prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))

    def by_urn(self, urn: str) -> list[Object]:
        """What a stack resource made: two while it is being replaced."""
        return self._select("urn=?", urn)

    def pointing_at(self, target: Object) -> list[tuple[Object, str, str]]:
        """(object, path, error code) of everything that refers to the target and blocks its deletion."""
        rows = self._read(
            "SELECT type, account, region, id, path, code FROM points WHERE to_type=? AND to_account=? AND to_region=? AND to_id=? AND blocks=1",
            (target.type, target.account, target.region, target.id),
        )
        found: list[tuple[Object, str, str]] = []
        for type_, account, region, id_, path, code in rows:
            objects = self._select("type=? AND account=? AND region=? AND id=?", type_, account, region, id_)
            found.extend((one, path, code) for one in objects)
        return found

    def remaining(self) -> list[Object]:
        """All that exists. After a destroy: what the cloud keeps (pending deletions, default objects) and orphans."""
        return self._select("1=1")

    def orphans(self) -> list[Object]:
        """Objects whose creation was never answered: they cost money and no stack knows them."""
        return self._select("answered=0")

    def reserved(self) -> list[tuple[str, str, str, datetime]]:
        """(type, scope, words, until) of names that stay taken after deletion."""
        now = self.now().isoformat()
        rows = self._read("SELECT type, place, words, until FROM taken WHERE until > ?", (now,))
        return [(type_, place, words, datetime.fromisoformat(until)) for type_, place, words, until in rows]

    def _read(self, query: str, values: tuple[object, ...] = ()) -> list[Any]:
        """Rows. Under the lock: SQLite refuses a transaction at once ("database is locked") that begins while another thread's reading
        on the same connection still holds an older picture of the file."""
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def _select(self, where: str, *values: Any) -> list[Object]:
        with self._lock:
            rows = self._db.execute(
                "SELECT type, id, account, region, outputs, inputs, urn, keeper, adopted_as, answered, state, born "  # noqa: S608
                f"FROM objects WHERE {where} ORDER BY born, type, id",
                values,
            ).fetchall()
        return [
            Object(t, i, a, r, json.loads(o), json.loads(n), u, k, ad, bool(an), json.loads(s) if s != "{}" else {}, b)
            for t, i, a, r, o, n, u, k, ad, an, s, b in rows
        ]

    # Writing.

    def put(self, item: Object) -> Object:
        """Create or overwrite."""
        with self.change():
            if not item.born:
                item.born = self._tick()
            self._db.execute(
                "INSERT OR REPLACE INTO objects VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    item.type,
                    item.account,
                    item.region,
                    item.id,
                    item.urn,
                    item.keeper,
                    item.adopted_as,
                    int(item.answered),
                    item.born,
                    json.dumps(item.inputs),
                    json.dumps(item.outputs),
                    json.dumps(item.state),
                ),
            )
        return item

    def keep(self, keeper: Object, type_: str, id_: str, outputs: Properties, region: str | None = None) -> Object:
        """An object that the cloud makes along with `keeper`, and removes with it."""
        made = Object(type_, id_, keeper.account, region or keeper.region, {**outputs, "id": id_}, keeper=f"{keeper.type}|{keeper.id}")
        return self.put(made)

    def remove(self, item: Object) -> None:
        """It, what the cloud made with it, and its own references are gone."""
        with self.change():
            for child in self.kept_by(item):
                self.remove(child)
            key = (item.type, item.account, item.region, item.id)
            self._db.execute("DELETE FROM objects WHERE type=? AND account=? AND region=? AND id=?", key)
            self._db.execute("DELETE FROM points WHERE type=? AND account=? AND region=? AND id=?", key)
            self._db.execute("DELETE FROM taken WHERE type=? AND id=? AND until IS NULL", (item.type, item.id))

    def point(self, item: Object, to: list[tuple[str, Object, str, bool]]) -> None:
        """Replace the item's references: (path, target, error code, whether it blocks deletion)."""
        with self.change():
            key = (item.type, item.account, item.region, item.id)
            self._db.execute("DELETE FROM points WHERE type=? AND account=? AND region=? AND id=?", key)
            for path, target, code, blocks in to:
                self._db.execute(
                    "INSERT OR REPLACE INTO points VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                    (*key, path, target.type, target.account, target.region, target.id, code, int(blocks)),
                )

    def take(self, type_: str, place: str, words: str, id_: str) -> tuple[str, datetime | None] | None:
        """Hold a name. Answers with its holder, and the end of its reservation, when it is taken."""
        with self.change():
            row = self._db.execute("SELECT id, until FROM taken WHERE type=? AND place=? AND words=?", (type_, place, words)).fetchone()
            # A reservation holds against its former holder, too: on Azure what is made anew has the id of what was deleted.
            if row and (row[1] > self.now().isoformat() if row[1] else row[0] != id_):
                return row[0], datetime.fromisoformat(row[1]) if row[1] else None
            self._db.execute("INSERT OR REPLACE INTO taken VALUES (?,?,?,?,NULL)", (type_, place, words, id_))
        return None

    def release(self, type_: str, place: str, words: str, id_: str, days: float = 0) -> None:
        """Let a name go, at once or after a reservation."""
        with self.change():
            if days > 0:
                until = (self.now() + timedelta(days=days)).isoformat()
                self._db.execute(
                    "UPDATE taken SET until=? WHERE type=? AND place=? AND words=? AND id=?", (until, type_, place, words, id_)
                )
            else:
                self._db.execute("DELETE FROM taken WHERE type=? AND place=? AND words=? AND id=?", (type_, place, words, id_))

    # Time, chance and counts: all deterministic.

    def now(self) -> datetime:
        """The world's clock: one second for each write, and what `advance` added."""
        [[ticks]] = self._read("SELECT value FROM meta WHERE key='ticks'")
        return _EPOCH + timedelta(seconds=int(ticks))

    def advance(self, days: float) -> None:
        """Let time pass, so that reservations end."""
        with self.change():
            self._db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + ? WHERE key='ticks'", (int(days * 86400),))

    def _tick(self) -> int:
        self._db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key='ticks'")
        return int(self._db.execute("SELECT value FROM meta WHERE key='ticks'").fetchone()[0])

    def digest(self, *words: str) -> str:
        """64 hexadecimal digits that depend on the words and the world's seed alone."""
        return hashlib.sha256("\0".join([self._seed, *words]).encode()).hexdigest()

    def births(self, urn: str) -> int:
        """How many objects this stack resource has made so far."""
        rows = self._read("SELECT count FROM births WHERE urn=?", (urn,))
        return int(rows[0][0]) if rows else 0

    def bear(self, urn: str) -> int:
        """Count one more creation; answers with its number, from 0."""
        with self.change():
            count = self.births(urn)
            self._db.execute("INSERT OR REPLACE INTO births VALUES (?, ?)", (urn, count + 1))
        return count

    def meta(self, key: str) -> str | None:
        """A word kept about the world itself."""
        rows = self._read("SELECT value FROM meta WHERE key=?", (key,))
        return str(rows[0][0]) if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep a word about the world."""
        with self.change():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def log(self, verb: str, type_: str, id_: str, urn: str | None, note: str = "") -> None:
        """Write down what happened."""
        with self.change():
            self._db.execute("INSERT INTO history (verb, type, id, urn, note) VALUES (?,?,?,?,?)", (verb, type_, id_, urn, note))

    def history(self) -> list[tuple[str, str, str, str | None, str]]:
        """(verb, type, id, urn, note) of all that happened, in order."""
        return self._read("SELECT verb, type, id, urn, note FROM history ORDER BY at")
