"""An example of goaltree in a service: `uvicorn --factory goaltree_service:app`, with what the environment names."""

import os
from pathlib import Path

from fastapi import FastAPI

from .service import create_app


def app() -> FastAPI:
    """The service of the plan at `GOALTREE_PLAN` and the ledger at `GOALTREE_LEDGER`."""
    return create_app(Path(os.environ["GOALTREE_PLAN"]), Path(os.environ["GOALTREE_LEDGER"]))
