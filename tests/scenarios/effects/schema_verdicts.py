"""Says of each document, a line of JSON on standard input, whether the schema accepts it: `good`, or what is wrong."""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    validator = jsonschema.Draft202012Validator(json.load(file))
for line in sys.stdin:
    error = jsonschema.exceptions.best_match(validator.iter_errors(json.loads(line)))
    print("good" if error is None else f"{error.json_path}: {error.message}"[:300].replace("\n", " "))
