"""The JSON Schema of the plan format: generated, shipped, and never stricter than the binder."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml
from hypothesis import given

import goaltree
from goaltree.actuals.sample import FILE
from goaltree.catalogue import rules
from goaltree.planfile import faults
from goaltree.planfile.json_schema import plan_schema, schema_text
from plan_strategies import plan_values

ROOT = Path(__file__).parents[2]
PLANS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("tests/plans", "examples", "src/goaltree/starter")
    for path in (ROOT / folder).glob("**/*.yaml")
    if path.name not in ("alerts.yaml", "answers.yaml")  # the keys to the example's year, which are no plans
)
ABOUT_TEXT = {rule.code for rule in faults.RULES}
"""Rules on the text itself, whose plans an editor cannot even parse, or sees as something else."""


class EditorLoader(yaml.SafeLoader):
    """YAML as an editor takes it: null, true and false, numbers; everything else is text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+\Z"), list("-+0123456789")
)
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]+\.[0-9]+\Z"), list("-+0123456789")
)


def seen(text: str) -> Any:
    """A plan as an editor sees it; keys are always text."""
    return json.loads(json.dumps(yaml.load(text, EditorLoader), default=str))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def errors(validator: jsonschema.Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@given(plan_values())
def test_what_the_binder_takes_is_valid(validator, values):
    """A plan that reads without an error has no mark in an editor, as it was written and as it is written back."""
    assert errors(validator, json.loads(json.dumps(values, default=str))) == []
    assert errors(validator, goaltree.loads(values).to_dict()) == []


def test_the_shipped_schema_is_the_generated_one():
    """`python docs/generate.py --schema` was run after the last change of a noun."""
    shipped = files("goaltree").joinpath("schema/plan-1.json").read_text(encoding="utf-8")
    assert shipped == schema_text()


@pytest.mark.parametrize("path", PLANS)
def test_every_plan_of_the_project_is_valid(path, validator):
    """The project's plans, the files that they include, and the design sketch have no mark in an editor."""
    assert errors(validator, seen((ROOT / path).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("code", [code for code in rules() if code not in ABOUT_TEXT and code < "GT900"])
def test_the_right_plan_of_every_rule_is_valid(code, validator):
    """What a rule's page shows as right has no mark in an editor."""
    assert errors(validator, seen(rules()[code].right.partition(FILE)[0])) == []


@pytest.mark.parametrize("code", [code for code in rules() if code not in ABOUT_TEXT and code < "GT900"])
def test_what_the_writer_writes_is_valid(code, validator):
    """The plain values of a plan that was read are valid, all scalars being text."""
    assert errors(validator, goaltree.loads(rules()[code].right.partition(FILE)[0]).to_dict()) == []


@pytest.mark.parametrize("code", ["GT101", "GT104"])
def test_misspelt_keys_and_choices_are_marked(code, validator):
    """An editor marks what the binder refuses by its form alone."""
    assert errors(validator, seen(rules()[code].wrong)) != []


@pytest.mark.parametrize(
    "text",
    [
        "goalz: {}",
        "goals: {sales: {targett: 12亿}}",
        "goals: {sales: {target: 12亿, cuts: {channel: {线上: {kind: flow}}}}}",
        "goals: {a.b: 12亿}",
        "metrics: {orders: {kind: flows}}",
        "actions: {points: {needs: [{mony: 2000万}]}}",
        "teams: {shop: {boundary: {english: all}}}",
        "fx: {USD: {planned: 7.2}}",
        "calendar: {start: 2025-01-01, first_month: 4}",
        "governance: {status: [{status: green}]}",
    ],
)
def test_a_misspelt_key_is_marked_wherever_it_stands(text, validator):
    """Both the schema and the binder refuse the key, choice or key form."""
    assert errors(validator, seen(text)) != []
    assert goaltree.loads(text).findings.has_errors


def test_every_example_is_valid_where_it_stands(validator):
    """The examples that an editor offers are valid for the key that they stand beside."""
    count = 0
    work: list[Any] = [plan_schema()]
    while work:
        schema = work.pop()
        work += [value for value in schema.values() if isinstance(value, dict)]
        work += [
            value
            for values in schema.values()
            if isinstance(values, list)
            for value in values
            if isinstance(value, dict)
        ]
        examples = schema.get("examples")
        if isinstance(examples, list):
            whole = {
                **{key: value for key, value in schema.items() if key != "examples"},
                "$defs": plan_schema()["$defs"],
            }
            for example in examples:
                count += 1
                assert errors(jsonschema.Draft202012Validator(whole), example) == []
    assert count > 100


def test_every_key_is_described():
    """A reader of the file never meets a key without a sentence on it."""
    schema = plan_schema()
    owners = {"plan": schema, **schema["$defs"]}
    bare = [
        f"{name}.{key}"
        for name, owner in owners.items()
        for key, value in owner.get("properties", {}).items()
        if not value.get("description")
    ]
    assert bare == []


@pytest.mark.parametrize(
    "text",
    [
        "goals: {sales: 12亿, share: unstated, x: 5}",
        "goals: {a: 5, b: {target: 5, of_which: {channel: {线上: {goal: a}, 门店: {target: 3, cuts: {city: {北京: 3}}}}}}}",
        "teams: {shop: 店铺部, hub: {title: {zh: 中台}, carries: sales, owns: {sales: null}}, empty: null}\ngoals: {sales: 5}",
        "segments: {region: [国内, 海外], city: {members: {北京: null}}, channel: 线上}",
        "pairs: {sales: retention}\nmetrics: {sales: {kind: flow}, retention: {kind: ratio}}",
        "units: {creator: [位, 名], 篇: null}",
        "actions: {points: {risks: [用户参与度低, {if: 缺货, then: 换供应商}], needs: {money: unstated}, progress: 30%}}",
        "canvas: {blocks: {channels: {entries: {app: 自有应用}}}, moats: {trust: unstated}}",
        "asserts: sales > 5\ngoals: {sales: 6}",
    ],
)
def test_shorthands_are_valid(text, validator):
    """Every shorthand that the binder takes without an error is valid."""
    assert not goaltree.loads(text).findings.has_errors
    assert errors(validator, seen(text)) == []
