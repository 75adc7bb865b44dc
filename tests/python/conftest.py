# SPDX-License-Identifier: Apache-2.0
import os
import subprocess

import pytest

import pullgraph as pg

COMMAND = os.environ["PULLGRAPH_BINARY"]


def run(*words):
    """What the command prints."""
    return subprocess.run([COMMAND, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    """A community file with all there can be: customers, touches, asks, topics."""
    name = tmp_path_factory.mktemp("data") / "c.pull"
    run("generate", "community", "--members", "400", "--signals", "4000", "--ties", "1600", "--touches", "400",
        "--asks", "200", "--offers", ".3", "--conversions", ".05", "--seed", "3", "-o", str(name))
    return str(name)


@pytest.fixture(scope="session")
def community(path):
    return pg.read(path)


@pytest.fixture(scope="session")
def ask(community):
    """ask("rank", limit=3): the answer, worked out once."""
    answers = {}

    def answer(verb, **keywords):
        key = (verb, *sorted(keywords.items()))
        if key not in answers:
            answers[key] = getattr(community, verb)(**keywords)
        return answers[key]

    return answer
