"""The catalogue is compiled when a package is built; everything else stands in pyproject.toml."""

import runpy
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithWords(build_py):
    """Makes the `.mo` of every language before the files of the package are gathered."""

    def run(self) -> None:
        runpy.run_path(str(Path(__file__).parent / "tools" / "catalogue.py"))["compile_all"]()
        super().run()


setup(cmdclass={"build_py": BuildWithWords})
