"""From text to a formula: one pass over the tokens, with an explicit stack.

Time is linear in the text, nothing recurses, and whatever is refused is refused with a column.
"""

from __future__ import annotations

from typing import Final, Literal

from attrs import define, field

from ..finding import Fault, Words
from . import formula_faults as faults
from .formula import (
    MAX_DEPTH,
    MAX_LENGTH,
    PRECEDENCE,
    Apply,
    Formula,
    Kind,
    Node,
    Number,
    Reference,
    print_nodes,
)
from .formula_function import COMPARISONS, FUNCTIONS, LOGIC, RESERVED, Function
from .formula_name import hidden_at
from .formula_token import NOTHING, RefusedError, Token, over, short, tokens_of


def parse_formula(text: str, *, kind: Kind = "value") -> Formula | Fault:
    """Reads a formula.

    Args:
        text: The formula, on one line.
        kind: `value` for a formula that gives a number; `condition` for one that is true or
            false, where `value`, `pace`, `attainment` and `deviation` may be used.

    Returns:
        The formula, or a fault whose column lies inside the text (0 where the text is empty).
    """
    try:
        return _parse(text, kind)
    except RefusedError as refusal:
        return refusal.fault


def _parse(text: str, kind: Kind) -> Formula:
    if len(text) > MAX_LENGTH:
        raise over(MAX_LENGTH, Words("characters", "字符数"), MAX_LENGTH, len(text) - MAX_LENGTH)
    at = hidden_at(text)
    if at is not None:
        raise RefusedError(faults.HIDDEN_CHARACTER_IN_FORMULA, at, char=text[at])
    tokens = tokens_of(text)
    if not tokens:
        raise RefusedError(faults.EMPTY_FORMULA, 0, len(text))
    nodes = _Parser(text, tokens, kind).run()
    if len(print_nodes(nodes)) > MAX_LENGTH:
        raise over(
            0,
            Words("characters (spaced and in plain digits)", "字符数（按标准间距和数字展开后）"),
            MAX_LENGTH,
            len(text),
        )
    return Formula(text, nodes)


Sort = Literal["number", "truth"]


@define
class _Frame:
    """What waits on the stack: an operator, an open parenthesis or an open call."""

    token: Token
    operator: str
    level: int
    function: Function | None = None
    opened: int = 0
    count: int = 1


@define
class _Operand:
    sort: Sort
    column: int


_LOCAL: Final = {"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not"}


@define
class _Parser:
    """Shunting-yard over the tokens; `operands` follows what the nodes so far would leave."""

    text: str
    tokens: list[Token]
    kind: Kind
    at: int = 0
    depth: int = 0
    nodes: list[Node] = field(factory=list)
    operands: list[_Operand] = field(factory=list)
    frames: list[_Frame] = field(factory=list)

    def run(self) -> tuple[Node, ...]:
        wants_value = True
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            wants_value = self.value(token) if wants_value else self.operator(token)
        if wants_value:
            last = self.tokens[-1]
            opened = next((f for f in self.frames if f.operator == "("), None)
            if last.shape == "(" and opened is not None:
                raise RefusedError(faults.UNBALANCED_PARENTHESIS, last.column, char="(")
            raise self.misplaced(last, _THE_END, _A_VALUE)
        self.reduce(0)
        if self.frames:
            raise RefusedError(faults.UNBALANCED_PARENTHESIS, self.frames[-1].opened, char="(")
        self.demand(self.operands.pop(), "truth" if self.kind == "condition" else "number", _WHOLE)
        return tuple(self.nodes)

    def value(self, token: Token) -> bool:
        """Takes a token where a value may begin; True where one is still wanted."""
        if token.shape == "number":
            self.emit(Number(token.value, token.text == "%", token.column), "number")
            return False
        if token.shape == "quoted":
            self.refer(token)
            return False
        if token.shape == "name":
            return self.word(token)
        if token.shape == "(":
            self.push(_Frame(token, "(", 0, opened=token.column))
            return True
        if token.shape == "op" and token.text in ("+", "-"):
            self.push(_Frame(token, "neg" if token.text == "-" else "pos", PRECEDENCE["neg"]))
            return True
        raise self.no_value(token)

    def no_value(self, token: Token) -> RefusedError:
        frame = self.frames[-1] if self.frames else None
        if token.shape == ")" and frame is None:
            return RefusedError(faults.UNBALANCED_PARENTHESIS, token.column, char=")")
        empty = self.at > 1 and self.tokens[self.at - 2].shape == "("
        if token.shape == ")" and empty and frame is not None and frame.function is not None:
            return self.miscounted(frame.function, 0, frame.token)
        return self.misplaced(token, _found(token), _A_VALUE)

    def word(self, token: Token) -> bool:
        called = self.at < len(self.tokens) and self.tokens[self.at].shape == "("
        if token.text == "not":
            self.negate(token)
            return True
        if token.text in LOGIC:
            raise self.misplaced(token, _found(token), _A_VALUE)
        if called:
            return self.call(token)
        if token.text.casefold() in RESERVED:
            raise _reserved(token)
        self.refer(token)
        return False

    def negate(self, token: Token) -> None:
        follower = self.tokens[self.at] if self.at < len(self.tokens) else None
        if follower is not None and follower.shape != "(" and follower.text != "not":
            raise RefusedError(
                faults.NEGATION_WITHOUT_PARENTHESES, token.column, token.length, found=_found(follower)
            )
        if self.frames and self.frames[-1].level > PRECEDENCE["not"]:
            raise self.misplaced(token, _found(token), _A_NUMBER)
        self.push(_Frame(token, "not", PRECEDENCE["not"]))

    def refer(self, token: Token) -> None:
        self.emit(Reference(name=token.text, column=token.column, length=token.length), "number")

    def call(self, token: Token) -> bool:
        """Opens a call; one of a time or condition function is read to its end."""
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise _unknown_function(token)
        if function.group == "arithmetic":
            self.push(_Frame(token, "(", 0, function, self.tokens[self.at].column))
            self.at += 1
            return True
        if function.group == "condition" and self.kind != "condition":
            raise RefusedError(
                faults.CONDITION_FUNCTION_IN_FORMULA, token.column, token.length, function=function.name
            )
        self.read(token, function)
        return False

    def read(self, token: Token, function: Function) -> None:
        close = self.closing(self.at)
        inside = self.tokens[self.at + 1 : close]
        groups = _arguments(inside)
        if len(groups) != function.least:
            raise self.miscounted(function, len(groups), token)
        name = groups[0]
        if len(name) != 1 or name[0].shape not in ("name", "quoted"):
            found = _found(name[0]) if len(name) == 1 else Words("an expression", "表达式")
            first = name[0] if name else token
            raise RefusedError(
                faults.TIME_OF_EXPRESSION,
                first.column,
                name[-1].column + name[-1].length - first.column if name else 1,
                function=function.name,
                found=found,
            )
        if name[0].shape == "name" and name[0].text.casefold() in RESERVED:
            raise _reserved(name[0])
        periods = self.periods(groups[1], function, token) if len(groups) == 2 else 0
        reference = Reference(
            name=name[0].text,
            reading=function.name,  # type: ignore[arg-type]  # the non-arithmetic functions are the readings
            periods=periods,
            column=name[0].column,
            length=name[0].length,
        )
        self.at = close + 1
        self.emit(reference, "number")

    def periods(self, group: list[Token], function: Function, call: Token) -> int:
        """The literal number of periods of `lag` or `last`."""
        least = 1 if function.name == "last" else 0
        if len(group) == 1 and group[0].shape == "number" and not group[0].text:
            value = group[0].value
            if value.denominator == 1 and value >= least:
                return int(value)
        first, last = (group[0], group[-1]) if group else (call, call)
        end = last.column + last.length
        raise RefusedError(
            faults.LAG_INTO_THE_FUTURE,
            first.column,
            end - first.column,
            function=function.name,
            shown=short(self.text[first.column : end]) if group else "",
            least=least,
            usage=function.usage,
            meaning=function.meaning,
        )

    def closing(self, opened: int) -> int:
        """The index of the parenthesis that closes the one at `opened`."""
        depth = 0
        for at in range(opened, len(self.tokens)):
            shape = self.tokens[at].shape
            depth += (shape == "(") - (shape == ")")
            if depth == 0:
                return at
        raise RefusedError(faults.UNBALANCED_PARENTHESIS, self.tokens[opened].column, char="(")

    def operator(self, token: Token) -> bool:
        """Takes a token where an operator or an end may stand; True where a value is wanted next."""
        word = token.shape == "name" and token.text in ("and", "or")
        if token.shape == "op" or word:
            self.binary(token)
            return True
        if token.shape == ",":
            self.reduce(0)
            frame = self.frames[-1] if self.frames else None
            if frame is None or frame.function is None:
                raise self.misplaced(token, _found(token), _AN_OPERATOR)
            frame.count += 1
            return True
        if token.shape == ")":
            self.close(token)
            return False
        raise self.misplaced(token, _found(token), _AN_OPERATOR)

    def binary(self, token: Token) -> None:
        level = PRECEDENCE[token.text]
        if token.text in COMPARISONS:
            self.reduce(level + 1)
            top = self.frames[-1] if self.frames else None
            if top is not None and top.operator in COMPARISONS:
                raise RefusedError(
                    faults.CHAINED_COMPARISON,
                    token.column,
                    token.length,
                    first=top.operator,
                    second=token.text,
                )
        else:
            self.reduce(level)
        self.frames.append(_Frame(token, token.text, level))

    def close(self, token: Token) -> None:
        self.reduce(0)
        if not self.frames:
            raise RefusedError(faults.UNBALANCED_PARENTHESIS, token.column, char=")")
        frame = self.frames.pop()
        self.depth -= 1
        function = frame.function
        if function is None:
            return
        if frame.count < function.least or (function.most is not None and frame.count > function.most):
            raise self.miscounted(function, frame.count, frame.token)
        self.apply(function.name, frame.count, frame.token.column)

    def reduce(self, level: int) -> None:
        """Applies the waiting operators that bind at least as tightly, up to an open parenthesis."""
        while self.frames and self.frames[-1].operator != "(" and self.frames[-1].level >= level:
            frame = self.frames.pop()
            if frame.operator in ("neg", "pos", "not"):
                self.depth -= 1
            if frame.operator == "pos":
                self.demand(self.operands[-1], "number", _around("+"))
            else:
                self.apply(frame.operator, 1 if frame.operator in ("neg", "not") else 2, frame.token.column)

    def apply(self, operator: str, arity: int, column: int) -> None:
        taken = self.operands[len(self.operands) - arity :]
        del self.operands[len(self.operands) - arity :]
        for place, operand in enumerate(taken):
            truth = operator in LOGIC or (operator == "if" and place == 0)
            self.demand(
                operand, "truth" if truth else "number", _around("-" if operator == "neg" else operator)
            )
        self.nodes.append(Apply(operator, arity, column))
        sort: Sort = "truth" if operator in LOGIC or operator in COMPARISONS else "number"
        self.operands.append(_Operand(sort, taken[0].column if operator in PRECEDENCE else column))

    def demand(self, operand: _Operand, sort: Sort, where: Words) -> None:
        if operand.sort != sort:
            rule = faults.NUMBER_USED_AS_CONDITION if sort == "truth" else faults.CONDITION_USED_AS_NUMBER
            raise RefusedError(rule, operand.column, where=where)

    def emit(self, node: Node, sort: Sort) -> None:
        self.nodes.append(node)
        self.operands.append(_Operand(sort, node.column))

    def push(self, frame: _Frame) -> None:
        self.frames.append(frame)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise over(frame.token.column, Words("levels of nesting", "嵌套层数"), MAX_DEPTH)

    def misplaced(self, token: Token, found: Words, expected: Words) -> RefusedError:
        word = token.text.casefold() if token.shape == "name" else ""
        spelling = word if word in LOGIC else _LOCAL.get(word)
        advice = NOTHING
        if spelling is not None and found is not _THE_END:
            advice = Words(f"; write `{spelling}`", f"；请写 `{spelling}`")
        elif token.text == "if":
            advice = Words("; write `if(condition, a, b)` for a choice", "；分支请写 `if(条件, a, b)`")
        elif token.shape == ",":
            advice = Words("; a comma parts the values of a function", "；逗号只用于分隔函数的参数")
        return RefusedError(
            faults.MISPLACED_PART_OF_FORMULA,
            token.column,
            token.length,
            found=found,
            expected=expected,
            advice=advice,
        )

    def miscounted(self, function: Function, count: int, token: Token) -> RefusedError:
        wanted = str(function.least) if function.most == function.least else f"{function.least}+"
        return RefusedError(
            faults.WRONG_ARGUMENT_COUNT,
            token.column,
            token.length,
            function=function.name,
            count=count,
            wanted=wanted,
            usage=function.usage,
            meaning=function.meaning,
        )


_THE_END: Final = Words("the end", "结尾")
_A_VALUE: Final = Words("a name, a number or `(`", "名称、数字或 `(`")
_A_NUMBER: Final = Words("a number", "数字")
_AN_OPERATOR: Final = Words("an operator, `)` or the end", "运算符、`)` 或结尾")
_WHOLE: Final = Words("This place", "此处")


def _around(operator: str) -> Words:
    return Words(f"`{operator}`", f"`{operator}` ")


def _found(token: Token) -> Words:
    shown = short(token.text)
    if token.shape == "number":
        return Words("a number", "数字")
    if token.shape == "quoted":
        return Words(f"the name `{shown}`", f"名称 `{shown}`")
    return Words(f"`{shown}`", f" `{shown}` ")


def _arguments(inside: list[Token]) -> list[list[Token]]:
    """The tokens between the commas of one call; none where nothing is inside."""
    if not inside:
        return []
    groups: list[list[Token]] = [[]]
    depth = 0
    for token in inside:
        depth += (token.shape == "(") - (token.shape == ")")
        if token.shape == "," and depth == 0:
            groups.append([])
        else:
            groups[-1].append(token)
    return groups


def _reserved(token: Token) -> RefusedError:
    word = token.text.casefold()
    function = FUNCTIONS.get(word)
    quoted = f"`` `{token.text}` ``"
    advice = (
        Words(
            f"Write `{function.usage}` for the function, or {quoted} for the name.",
            f"函数请写 `{function.usage}`；名称请写 {quoted}。",
        )
        if function
        else Words(f"Write {quoted} if it is a name.", f"若是名称，请写 {quoted}。")
    )
    return RefusedError(
        faults.RESERVED_WORD_AS_NAME, token.column, token.length, text=short(token.text), advice=advice
    )


def _unknown_function(token: Token) -> RefusedError:
    from difflib import get_close_matches

    near = get_close_matches(token.text[:64].casefold(), FUNCTIONS, n=1)
    listed = ", ".join(FUNCTIONS)
    advice = (
        Words(f"Did you mean `{FUNCTIONS[near[0]].usage}`?", f"是否想写 `{FUNCTIONS[near[0]].usage}`？")
        if near
        else Words(
            f"The functions are {listed}; to multiply, write `*`.", f"可用的函数有 {listed}；相乘请写 `*`。"
        )
    )
    return RefusedError(
        faults.UNKNOWN_FUNCTION_IN_FORMULA,
        token.column,
        token.length,
        function=short(token.text),
        advice=advice,
    )
