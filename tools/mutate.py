"""Mutation testing: break the code in one small place at a time, and see whether a test notices.

    python tools/mutate.py src/throughcare_core/sharing --tests src/throughcare_core/sharing/tests

Each mutant runs in a fork of this process, in which all libraries are loaded already and the
broken module takes the place of the sound one; no file is ever changed. A mutant that no test
notices is printed with its place and its change. The exit code is 0 when the score reaches
`--at-least`. Tables are made from the models, without running migrations.
"""

import argparse
import ast
import contextlib
import copy
import importlib
import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType

PYTEST_OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", "--no-migrations"]
SLOWER_THAN_SOUND = 4.0
LEAST_SECONDS = 20.0

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
REACHED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}

Place = tuple[str | int, ...]
Change = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One change of one module: at `place` in its tree, `line` in its text."""

    module: str
    file: Path
    place: Place
    line: int
    what: str
    change: Change


def mutants_of(module: str, file: Path) -> list[Mutant]:
    """Every mutant of one file; none in docstrings, annotations, decorators and imports."""
    tree = ast.parse(file.read_text("utf-8"))
    return [
        Mutant(module, file, place, getattr(node, "lineno", 0), what, change)
        for place, node in _places(tree, ())
        for what, change in _changes(node)
    ]


def _places(node: ast.AST, place: Place) -> Iterator[tuple[Place, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        children = value if isinstance(value, list) else [value]
        for n, child in enumerate(children):
            if not isinstance(child, ast.AST) or _says_nothing(child):
                continue
            here = (*place, name, n) if isinstance(value, list) else (*place, name)
            yield here, child
            yield from _places(child, here)


def _says_nothing(node: ast.AST) -> bool:
    """Whether a change here could not be seen by any test: imports, texts, type checking."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
    return False


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=ops):
            for n, op in enumerate(ops):
                for other in COMPARED[type(op)]:
                    yield (
                        f"{type(op).__name__} becomes {other.__name__}",
                        _set("ops", n, other()),
                    )
        case ast.BoolOp(op=op, values=values):
            other_op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield (
                f"{type(op).__name__} becomes {type(other_op).__name__}",
                _set("op", None, other_op),
            )
            for n in range(len(values)):
                yield f"operand {n + 1} left out", _without("values", n)
        case ast.UnaryOp(op=ast.Not()):
            yield "not left out", lambda found: found.operand  # type: ignore[attr-defined]
        case ast.UnaryOp(op=ast.USub()):
            yield "minus left out", lambda found: found.operand  # type: ignore[attr-defined]
        case ast.BinOp(op=op) if type(op) in REACHED:
            other_type = REACHED[type(op)]
            yield (
                f"{type(op).__name__} becomes {other_type.__name__}",
                _set("op", None, other_type()),
            )
        case ast.AugAssign(op=op) if type(op) in REACHED:
            other_type = REACHED[type(op)]
            yield (
                f"{type(op).__name__}= becomes {other_type.__name__}=",
                _set("op", None, other_type()),
            )
        case ast.Constant(value=bool() as value):
            yield f"{value} becomes {not value}", _constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield f"{value} becomes {value + 1}", _constant(value + 1)
            yield f"{value} becomes {value - 1}", _constant(value - 1)
        case ast.If() | ast.While() | ast.IfExp():
            yield "condition becomes False", _set("test", None, ast.Constant(False))
            if not isinstance(node, ast.While):
                yield "condition becomes True", _set("test", None, ast.Constant(True))
        case ast.comprehension(ifs=ifs):
            for n in range(len(ifs)):
                yield "filter left out", _without("ifs", n)
        case ast.Return(value=value) if not _is_none(value):
            yield "returns None", _set("value", None, ast.Constant(None))
            if isinstance(value, ast.Compare | ast.BoolOp):
                yield "returns the opposite", _set("value", None, ast.UnaryOp(ast.Not(), value))
        case ast.Raise():
            yield "raise left out", lambda _: ast.Pass()
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            yield "yield left out", lambda _: ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield "call left out", lambda _: ast.Pass()
        case ast.Break():
            yield "break becomes continue", lambda _: ast.Continue()
        case ast.Continue():
            yield "continue becomes break", lambda _: ast.Break()
        case ast.Call(func=ast.Name(id=name)) if name in SWAPPED:
            yield (
                f"{name} becomes {SWAPPED[name]}",
                _set("func", None, ast.Name(SWAPPED[name], ast.Load())),
            )


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _set(name: str, n: int | None, value: ast.AST) -> Change:
    def change(node: ast.AST) -> ast.AST:
        if n is None:
            setattr(node, name, value)
        else:
            getattr(node, name)[n] = value
        return node

    return change


def _without(name: str, n: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        rest = getattr(node, name)
        del rest[n]
        return rest[0] if isinstance(node, ast.BoolOp) and len(rest) == 1 else node

    return change


def _constant(value: bool | float) -> Change:
    return lambda _: ast.Constant(value)


def broken(mutant: Mutant) -> CodeType:
    """The compiled module with the change of this mutant."""
    tree = ast.parse(mutant.file.read_text("utf-8"))
    parent: ast.AST = tree
    *before, last = mutant.place
    holder: object = tree
    for step in before:
        holder = holder[step] if isinstance(step, int) else getattr(holder, step)  # type: ignore[index]
        if isinstance(holder, ast.AST):
            parent = holder
    node = holder[last] if isinstance(last, int) else getattr(parent, last)  # type: ignore[index]
    changed = mutant.change(copy.deepcopy(node))
    if isinstance(last, int):
        holder[last] = changed  # type: ignore[index]
    else:
        setattr(parent, last, changed)
    return compile(ast.fix_missing_locations(tree), str(mutant.file), "exec")


class Substitute(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the broken code of one module to whoever imports it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.code = broken(mutant)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The place of the broken module, None for every other."""
        if name != self.mutant.module:
            return None
        package = self.mutant.file.name == "__init__.py"
        return importlib.util.spec_from_file_location(
            name,
            self.mutant.file,
            loader=self,
            submodule_search_locations=[str(self.mutant.file.parent)] if package else None,
        )

    def exec_module(self, module: ModuleType) -> None:
        """Run the broken code as the module."""
        exec(self.code, module.__dict__)  # noqa: S102


def module_name(file: Path, root: Path) -> str:
    """The dotted name of a file below the source root."""
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def files_of(path: Path) -> list[Path]:
    """The files to break: one, or those of a package without its tests."""
    if path.is_file():
        return [path]
    files = sorted(path.rglob("*.py"))
    return [f for f in files if not {"tests", "migrations"} & set(f.relative_to(path).parts)]


def load_pytest(examples: int) -> None:
    """Load what every fork needs, and let Hypothesis try the same few examples each time."""
    import pytest  # noqa: F401

    try:
        import hypothesis
        import hypothesis.stateful
    except ImportError:
        return
    hypothesis.settings.register_profile(
        "mutate", max_examples=examples, derandomize=True, database=None, deadline=None
    )
    hypothesis.settings.load_profile("mutate")


def load_beneath(names: Iterable[str], root: Path) -> None:
    """Load the libraries among these modules: what is not of this house, and no test of it."""
    for name in names:
        top = name.partition(".")[0]
        if any(place.exists() for place in (root / top, Path(top), Path(f"{top}.py"))):
            continue
        with contextlib.suppress(Exception, SystemExit):
            importlib.import_module(name)


def tests_pass(
    mutant: Mutant | None, tests: list[str], seconds: float, loaded: Path | None
) -> bool:
    """Whether the tests pass, in a fork, with this mutant in place of the sound module.

    A fork that takes longer than `seconds` has not passed. In `loaded` it leaves the names of the
    modules that it needed.
    """
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _run_tests(mutant, tests, seconds, loaded)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run_tests(
    mutant: Mutant | None, tests: list[str], seconds: float, loaded: Path | None
) -> None:
    """Never returns: the exit code of the process is that of pytest, or 3."""
    code = 3
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        os.setpgid(0, 0)
        signal.alarm(int(seconds) + 1)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        if mutant:
            sys.meta_path.insert(0, Substitute(mutant))
        import pytest

        code = int(pytest.main([*PYTEST_OPTIONS, *tests]))
        if loaded:
            loaded.write_text("\n".join(list(sys.modules)))
    finally:
        os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Break, test, report. 0 when the score is reached, 1 when not, 2 when the tests fail alone."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a module or a package")
    parser.add_argument("--tests", nargs="+", required=True, help="tests, the quickest first")
    parser.add_argument("--root", type=Path, default=Path("src"), help="where imports begin")
    parser.add_argument("--at-least", type=float, default=85.0, metavar="PERCENT")
    parser.add_argument("--examples", type=int, default=40, help="examples of a property")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="try each N-th mutant only"
    )
    parser.add_argument("--list", action="store_true", help="list the mutants, run nothing")
    chosen = parser.parse_args(arguments)

    root = chosen.root.resolve()
    sys.path.insert(0, str(root))
    files = [file.resolve() for path in chosen.paths for file in files_of(path)]
    mutants = [m for file in files for m in mutants_of(module_name(file, root), file)]
    mutants = mutants[:: chosen.every]
    if chosen.list:
        for mutant in mutants:
            print(_line(mutant))
        return 0

    load_pytest(chosen.examples)
    began = time.monotonic()
    with tempfile.NamedTemporaryFile() as loaded:
        if not tests_pass(None, chosen.tests, 3600.0, Path(loaded.name)):
            print("The tests fail on the sound code: nothing can be said about mutants.")
            return 2
        load_beneath(Path(loaded.name).read_text().split(), root)
    sound = time.monotonic() - began
    allowed = max(LEAST_SECONDS, SLOWER_THAN_SOUND * sound)
    print(f"{len(mutants)} mutants; the tests take {sound:.1f} s on the sound code.", flush=True)

    survivors = []
    for mutant in mutants:
        if tests_pass(mutant, chosen.tests, allowed, None):
            survivors.append(mutant)
            print(f"survived: {_line(mutant)}", flush=True)
    killed = len(mutants) - len(survivors)
    score = 100.0 * killed / len(mutants) if mutants else 100.0
    taken = time.monotonic() - began
    print(f"{killed} of {len(mutants)} mutants noticed: {score:.1f} % in {taken:.0f} s.")
    return 0 if score >= chosen.at_least else 1


def _line(mutant: Mutant) -> str:
    return f"{mutant.module}:{mutant.line}: {mutant.what}"


if __name__ == "__main__":
    raise SystemExit(main())
