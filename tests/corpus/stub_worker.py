"""A worker without a model, for tests. What it does depends on words in the article:

HANG sleeps; DIE kills the process; BAD is bad input; BUG is a bug; FATAL ends the run; ONCE hangs
the first time only. Each article that it begins adds a line to the file that STUB_LOG names.
"""

import os
import signal
import time
from pathlib import Path

from argmap.corpus import worker
from argmap.corpus.task import perform
from argmap.errors import InputError, MissingRequirement
from argmap.model import ArgumentMap, MadeBy, Unit


def _prepared(settings_json, sources=None):
    from argmap.corpus.task import read_article
    from argmap.settings import Settings

    settings = Settings.model_validate_json(settings_json)
    if os.environ.get("STUB_START") == "missing":
        raise MissingRequirement("the model is not there", hint="install it")
    if os.environ.get("STUB_START") == "crash":
        raise SystemExit("no luck today")

    def analyze(path, data, settings):
        article = read_article(path, data, settings.limits)
        text = article.text
        if "HANG" in text:
            time.sleep(60)
        if "ONCE" in text:
            mark = Path(os.environ["STUB_LOG"] + ".once")
            if not mark.exists():
                mark.touch()
                time.sleep(60)
        if "DIE" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "BAD" in text:
            raise InputError("this is no article", where=path)
        if "BUG" in text:
            raise ZeroDivisionError(f"oh no at {object()}")
        if "FATAL" in text:
            raise MissingRequirement("the weights are gone", hint="reinstall")
        end = text.index(".") if "." in text else len(text)
        unit = Unit(id="u1", start=0, end=end, text=text[:end], role="major_claim")
        return ArgumentMap(
            article=article, units=(unit,), made_by=MadeBy(argmap="0", model="stub 1")
        )

    def do(path, data):
        if "STUB_LOG" in os.environ:
            with Path(os.environ["STUB_LOG"]).open("a") as log:
                log.write(f"{path}\n")
        print("noise on stdout that must not disturb the frames")
        outcome = perform(path, data, settings, analyze)
        if hasattr(outcome, "map"):
            return {"done": True}, outcome.map
        return {"failed": outcome.reason}, b""

    return do


if __name__ == "__main__":
    worker._prepared = _prepared
    worker.main()
