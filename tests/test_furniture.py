from __future__ import annotations

import pytest

from corpus.furniture import page_furniture, server_messages


@pytest.mark.parametrize(
    "message",
    [
        "PHP Warning: PHP Startup: Unable to load dynamic library 'C:\\ext\\php_x.dll' in Unknown on line 0",
        "Warning: mysqli_connect(): (HY000/1045): Access denied for user 'web' in /var/www/db.php on line 12",
        "Notice: Undefined index: id in C:\\xampp\\htdocs\\news.php on line 7",
        "Fatal error: Uncaught Error: Call to undefined function each()",
        "#0 /var/www/index.php(12): connect()\n#1 {main}\n  thrown in /var/www/index.php on line 12",
        'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in main\n    run()\nValueError: bad year',
        'Exception in thread "main" java.lang.NullPointerException\n\tat th.go.Web.page(Web.java:88)\n\t... 12 more',
        "Caused by: java.sql.SQLException: ORA-00942: table or view does not exist",
        "SQLSTATE[42S02]: Base table or view not found",
        "Server Error in '/' Application.",
        "Microsoft OLE DB Provider for SQL Server error '80040e14'\n/news/show.asp, line 23",
        "404 Not Found",
        "503 Service Unavailable",
        "[Tue Jan 05 10:11:12.123 2021] [error] [client 10.0.0.1] File does not exist",
    ],
)
def test_server_messages(message: str) -> None:
    assert all(server_messages(message.split("\n")))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Notice: The form is at www.dip.go.th.",
        "Warning: bring your own water.",
        "Reign of Terror: a history",
        "Standard Error: 0.05",
        "See the remark on line 12",
        "The meeting is at Impact(Hall 5)",
        "Error rate fell from 5% to 2%.",
        "คำเตือน: Warning: include(): ห้ามใช้คำสั่งนี้ในระบบงานจริง in x.php on line 3",
        "- 404 items were found at the market",
    ],
)
def test_english_lines_that_are_no_server_message(line: str) -> None:
    assert not any(server_messages([line]))


@pytest.mark.parametrize(
    "page",
    [
        "เพิ่มเพื่อน",
        "หน้าแรก | เกี่ยวกับเรา | ติดต่อเรา",
        "หน้าแรก",
        "หน้าหลัก > ข่าวสาร > ข่าวประชาสัมพันธ์",
        "แชร์ Facebook Twitter LINE\nพิมพ์",
        "TH | EN\n\nเข้าสู่ระบบ | สมัครสมาชิก",
        "Share Tweet Email Print",
        "ขนาดตัวอักษร ก- ก+",
        "อัลบั้มภาพ\nprev\nnext\nข่าวที่เกี่ยวข้อง",
        "เปิดอ่าน 1,204 ครั้ง",
        "จำนวนผู้เข้าชม: 98,221 ครั้ง",
        "1,024 views",
        "หน้าแรก\nผู้เข้าชมวันนี้ 58 คน",
        "© 2564 สมาคมผู้เลี้ยงไหมบ้านนา สงวนลิขสิทธิ์",
        "สงวนลิขสิทธิ์ตามพระราชบัญญัติลิขสิทธิ์ พ.ศ. 2537",
        "Copyright 2021 Some Company Ltd. All rights reserved.",
        "Powered by WordPress",
        "เว็บไซต์นี้ใช้คุกกี้เพื่อเพิ่มประสบการณ์ที่ดีในการใช้งาน ท่านสามารถอ่านรายละเอียดได้ที่นโยบายคุกกี้ " * 2,
        "We use cookies to improve your visit.",
        "var _gaq = _gaq || []; window.onload = function () { document.title }",
    ],
)
def test_page_furniture(page: str) -> None:
    lines = page.split("\n")
    assert [line for line, found in zip(lines, page_furniture(lines), strict=True) if line and not found] == []


@pytest.mark.parametrize(
    "page",
    [
        "ไทย\nอังกฤษ\nจีน",
        "ไทย | อังกฤษ",
        "ลงทะเบียน",
        "ดาวน์โหลด",
        "ช่องทางขาย\nFacebook\nLINE\nEmail",
        "# เกี่ยวกับเรา",
        "นโยบายความเป็นส่วนตัว",
        "ผู้เข้าชม 1,250 คน",
        "ยอดขาย 380,000 บาท\nผู้เข้าชม 1,250 คน",
        "สมาชิกต้องปฏิบัติตามพระราชบัญญัติลิขสิทธิ์ พ.ศ. 2537",
        "(c) 2021 budget of the group",
        "Buses powered by solar cells",
        "หากเว็บไซต์ใช้คุกกี้ ต้องขอความยินยอมก่อน",
        "แชร์ประสบการณ์การรวมกลุ่มของผู้ผลิตผ้าไหม",
        "See <https://example.org/a> and <https://example.org/b>",
        "a < b and c > d, x < y and z > w",
    ],
)
def test_lines_that_texts_have_too(page: str) -> None:
    assert not any(page_furniture(page.split("\n")))
