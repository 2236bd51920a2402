from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

from evals.charts import Bar, scaled

HOSTILE = "<script>alert(1)</script>"


def drawn(call: str, rows: list[Bar]) -> str:
    environment = Environment(loader=PackageLoader("evals"), autoescape=True, undefined=StrictUndefined)
    source = f'{{% from "charts.html" import bars, columns %}}{{{{ {call} }}}}'
    return environment.from_string(source).render(rows=rows)


def test_lengths_are_of_the_largest() -> None:
    assert scaled([1, 4, 2]) == [25, 100, 50]
    assert scaled([0, 0]) == [0, 0] and scaled([]) == []


def test_bars_hold_their_values_as_text_and_need_no_style() -> None:
    page = drawn('bars(rows, "ชนิด")', [Bar(HOSTILE, "50 %", 50, 20, f"/x?{HOSTILE}", HOSTILE), Bar("ข", "–", None)])
    assert HOSTILE not in page and "style=" not in page
    assert re.findall(r'<rect class="(\w+)" width="([\d.]+)"', page) == [("fill", "50"), ("part", "20")]
    assert ">50 %<" in page and ">–<" in page


def test_columns_have_a_table_beside_them() -> None:
    rows = [Bar("1 ม.ค.", "4 คำถาม", 100, 25), Bar("2 ม.ค.", HOSTILE, 50), Bar("3 ม.ค.", "–", None)]
    page = drawn('columns(rows, "ต่อวัน", "สูงสุด 4", "วันที่", "คำถาม")', rows)
    assert 'role="img" aria-label="ต่อวัน"' in page and HOSTILE not in page and "style=" not in page
    assert page.count('<rect class="fill"') == 2 and page.count('<rect class="part"') == 1
    assert page.count('<th scope="row">') == 2, "a day without a value has no row"
