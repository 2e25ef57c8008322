"""A deviation table that went out comes back: nothing that was typed is lost, whatever was sorted or added."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import goaltree as gt
from goaltree.steering.filled import HEADINGS, enter_filled, read_filled

REGIONS = {"home": {"zh": "国内", "en": "Home"}, "abroad": {"zh": "海外", "en": "Abroad"}}
FLOW = {"kind": "flow", "direction": "up"}
PLAN = gt.loads(
    {
        "goaltree": 1,
        "plan": "shop",
        "period": 2025,
        "currency": "CNY",
        "segments": {"region": {"members": REGIONS}},
        "metrics": {
            "sales": {"title": {"zh": "销售额", "en": "Sales"}, "unit": "元", "by": "region", **FLOW},
            "orders": {"title": {"zh": "订单量", "en": "Orders"}, "unit": "单", **FLOW},
        },
        "goals": {
            "sales": {"target": "12亿", "cuts": {"region": {"home": "8亿", "abroad": "4亿"}}},
            "orders": {"target": "600万单"},
        },
        "actions": {"stores": {"title": "Stores abroad"}},
    }
)
ABROAD = "sales.region.abroad/2025-02/warning"
ORDERS = "orders/2025-03/emergency"
RISK = "actions.stores.risks[0]/2025-02/risk"
NAMES = {ABROAD: "Sales / Abroad", ORDERS: "Orders", RISK: "sales abroad lag (Stores abroad)"}


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger."""
    return gt.Ledger(tmp_path / "a.ledger")


def row(alert="", **cells):
    """A row of the table by heading."""
    return {"alert": alert, "goal": NAMES.get(alert, ""), **cells}


def written(path, rows, *, lang="en", order=tuple(HEADINGS)):
    """A CSV file of such rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([HEADINGS[name].plain(lang) for name in order])
    writer.writerows([one.get(name, "") for name in order] for one in rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def journal(ledger):
    """What the journal says, without its order."""
    return {(note.kind, note.text, note.goal, note.alert) for note in ledger.notes()}


def test_causes_and_answers_come_back_to_their_alerts(tmp_path, ledger):
    """A cause is a reason and an answer an answer, with who does it and by when, about the alert of its row."""
    rows = [
        row(ORDERS, cause="双十一前缺货", answer="补货", who="王", due="4月底"),
        row(ABROAD, cause="海外仓停工\n两周"),
        row(RISK, answer="改走本地渠道"),
    ]
    table = read_filled(written(tmp_path / "june.csv", rows, lang="zh"), PLAN)
    assert table.remarks == ()
    assert len(enter_filled(ledger, table, by="跨境部")) == 4
    assert journal(ledger) == {
        ("reason", "双十一前缺货", "orders", ORDERS),
        ("answer", "补货 · 王 · 4月底", "orders", ORDERS),
        ("reason", "海外仓停工\n两周", "sales.region.abroad", ABROAD),
        ("answer", "改走本地渠道", "", RISK),
    }


def test_the_same_file_twice_enters_nothing_twice(tmp_path, ledger):
    """A second reading writes nothing; a corrected text is one note more."""
    path = written(tmp_path / "a.csv", [row(ORDERS, cause="缺货", answer="补货")])
    assert len(enter_filled(ledger, read_filled(path, PLAN), by="王")) == 2
    assert enter_filled(ledger, read_filled(path, PLAN), by="李") == ()
    written(path, [row(ORDERS, cause="缺货两周", answer="补货")])
    assert [note.text for note in enter_filled(ledger, read_filled(path, PLAN), by="王")] == ["缺货两周"]


def test_a_row_that_was_added_is_known_by_its_goal(tmp_path):
    """Key, title and the path of titles in either language name the goal of a row without an alert."""
    names = ("orders", "销售额", "Sales / Abroad", "销售额 / 国内", "sales.abroad")
    rows = [{"goal": name, "cause": name} for name in names]
    table = read_filled(written(tmp_path / "a.csv", rows), PLAN)
    parts = ["sales.region.abroad", "sales.region.home", "sales.region.abroad"]
    assert [one.goal for one in table.rows] == ["orders", "sales", *parts]
    assert table.remarks == ()


def test_what_belongs_to_no_goal_is_kept_and_told(tmp_path, ledger):
    """A row that names nothing known goes into the journal with its name, and its cell is told."""
    path = written(tmp_path / "a.csv", [row(ORDERS, cause="a"), {"goal": "库存周转", "answer": "清库存"}])
    table = read_filled(path, PLAN)
    enter_filled(ledger, table, by="王")
    assert ("answer", "库存周转: 清库存", "", "") in journal(ledger)
    (remark,) = table.remarks
    assert remark.place.row == 3 and "库存周转" in remark.told("zh")


@pytest.mark.parametrize(
    "key", ["nosuch/2025-01/warning", "actions.none.risks[0]/2025-01/risk", "typed by hand"]
)
def test_an_alert_that_there_is_not_is_told(tmp_path, key):
    """A row with a key of no goal and no risk counts for the goal that it names, and its cell is told."""
    table = read_filled(written(tmp_path / "a.csv", [{"alert": key, "goal": "Orders", "cause": "x"}]), PLAN)
    assert [(one.alert, one.goal, one.cause) for one in table.rows] == [("", "orders", "x")]
    (remark,) = table.remarks
    assert remark.text == key and remark.place.row == 2
    assert "no goal and no risk of the plan has such an alert" in remark.told("en")


def test_a_row_whose_cells_were_sorted_apart_is_not_guessed(tmp_path):
    """Where the alert is about another goal than stands beside it, nothing of the row is entered, and it is told."""
    rows = [{"alert": ORDERS, "goal": "Sales / Abroad", "cause": "x"}, row(ABROAD, cause="y")]
    table = read_filled(written(tmp_path / "a.csv", rows), PLAN)
    assert [one.cause for one in table.rows] == ["y"] and len(table.remarks) == 1
    assert "sort whole rows" in table.remarks[0].told("en")


def test_who_without_an_answer_is_told(tmp_path):
    """A name or a date alone says nothing of what is done: it is told, not dropped."""
    table = read_filled(written(tmp_path / "a.csv", [row(ORDERS, who="王", due="5月")]), PLAN)
    assert table.rows == () and "王 · 5月" in table.remarks[0].told("en")


def test_a_file_without_such_a_table_is_told(tmp_path):
    """Another file gives no rows and one remark, never silence."""
    path = tmp_path / "other.csv"
    path.write_text("metric,period,value\nsales,2025-01,1\n", encoding="utf-8")
    table = read_filled(path, PLAN)
    assert table.rows == () and "no row of headings" in table.remarks[0].told("en")


def test_hidden_rows_of_a_workbook_are_read(tmp_path):
    """A filter may hide rows: what was typed in them counts; a text that looks like a formula is text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["请在黄色单元格填写"])
    sheet.append([words.zh for words in HEADINGS.values()])
    for one in (row(ORDERS, cause="缺货", answer="补货"), row(ABROAD, cause="'=1+1 停工")):
        sheet.append([one.get(name) for name in HEADINGS])
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    table = read_filled(tmp_path / "a.xlsx", PLAN)
    assert [(one.alert, one.cause, one.answer) for one in table.rows] == [
        (ORDERS, "缺货", "补货"),
        (ABROAD, "'=1+1 停工", ""),
    ]


TEXT = st.text(st.sampled_from("缺货补货ab1=|,\"'@+-"), min_size=1, max_size=6).map(str.strip).filter(bool)
GOALS = {"orders": "orders", "销售额": "sales", "什么": ""}
ABOUT = {ABROAD: "sales.region.abroad", ORDERS: "orders", RISK: ""}


@settings(max_examples=150, deadline=None)
@given(
    filled=st.dictionaries(st.sampled_from(sorted(ABOUT)), st.tuples(TEXT, TEXT), min_size=1),
    added=st.lists(st.tuples(st.sampled_from(sorted(GOALS)), TEXT), max_size=3),
    columns=st.permutations(list(HEADINGS)),
    data=st.data(),
)
def test_nothing_typed_is_lost_when_rows_are_sorted_or_added(tmp_path_factory, filled, added, columns, data):
    """However rows and columns are moved and rows are added, each typed text is in the journal, once, at its place."""
    folder = tmp_path_factory.mktemp("filled")
    rows = [row(key, cause=cause, answer=answer) for key, (cause, answer) in filled.items()]
    rows += [{"goal": name, "cause": text} for name, text in added]
    moved = data.draw(st.permutations(rows))
    ledger = gt.Ledger(folder / "a.ledger")
    table = read_filled(written(folder / "a.csv", moved, order=columns), PLAN)
    enter_filled(ledger, table, by="王")
    wanted = {("reason", cause, ABOUT[key], key) for key, (cause, _) in filled.items()}
    wanted |= {("answer", answer, ABOUT[key], key) for key, (_, answer) in filled.items()}
    wanted |= {
        ("reason", text if GOALS[name] else f"{name}: {text}", GOALS[name], "") for name, text in added
    }
    assert journal(ledger) == wanted and len(ledger.notes()) == len(wanted)
