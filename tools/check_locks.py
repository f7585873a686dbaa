"""Say whether requirements/*.txt still are what `make lock` makes of requirements/*.in, without asking a registry."""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
ASKED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;#]+)")
LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)")


def asked(name: str) -> dict[str, str]:
    """Packages and versions of one .in file, without those of a file that it includes."""
    lines = (FOLDER / f"{name}.in").read_text().splitlines()
    return {match[1]: match[2] for line in lines if (match := ASKED.match(line))}


def locked(name: str) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Versions that one lock holds, and the pairs (package, .in file) that its notes name as asked for by hand."""
    versions, by_hand, package = {}, set(), ""
    for line in (FOLDER / f"{name}.txt").read_text().splitlines():
        if match := LOCKED.match(line):
            package = match[1]
            versions[package] = match[2]
        elif match := re.search(r"-r requirements/(\w+)\.in", line):
            by_hand.add((package, match[1]))
    return versions, by_hand


def complaints() -> list[str]:
    found = []
    base, _ = locked("base")
    for name, sources in (("base", ["base"]), ("dev", ["base", "dev"]), ("node", ["node"])):
        versions, by_hand = locked(name)
        wanted = {(package, source): version for source in sources for package, version in asked(source).items()}
        for (package, source), version in wanted.items():
            if versions.get(package) != version:
                found.append(f"{name}.txt has {package} {versions.get(package)}, {source}.in asks for {version}")
        found += [
            f"{name}.txt has {package}, which {source}.in no longer asks for"
            for package, source in by_hand - set(wanted)
        ]
        if name == "dev":
            found += [
                f"base.txt and dev.txt disagree on {package}"
                for package in base
                if versions.get(package) != base[package]
            ]
        text = (FOLDER / f"{name}.txt").read_text()
        if "://" in text or "--index-url" in text or "--find-links" in text:
            found.append(f"{name}.txt names where packages come from")
    return found


if __name__ == "__main__":
    for complaint in (problems := complaints()):
        print(complaint, file=sys.stderr)
    sys.exit("Run `make lock`." if problems else 0)
