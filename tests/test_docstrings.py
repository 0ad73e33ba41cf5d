"""The examples in the documentation strings are true."""

import doctest
import importlib
import pkgutil

import pytest

import geomap

MODULES = sorted(module.name for module in pkgutil.walk_packages(geomap.__path__, "geomap."))


@pytest.mark.parametrize("name", ["geomap", *(name for name in MODULES if name != "geomap.__main__")])
def test_examples_give_what_they_show(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
