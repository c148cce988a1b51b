"""An error of reading -> the same in the language of the desk: which file, what is wrong, what was expected, what to do."""

from __future__ import annotations

import re

_NOT_FETCHED = "没能从该网址取到资料。请在浏览器中检查网址，或直接添加文件。"
_ZH: tuple[tuple[str, str], ...] = (
    (r"not an address|port \d+", "网址不正确，应为 https:// 开头的公开网址。"),
    (r"encrypted|password", "文件有密码保护，无法读取。请去掉密码后另存，再重新添加。"),
    (r"Word 97-2003", "这是旧版 Word（.doc）或其他旧版 Office 文件。请打开后另存为 .docx 再添加。"),
    (r"this is a picture|run OCR|only pictures", "文件里只有图片，没有文字。请先做文字识别（OCR），再添加得到的 PDF。"),
    (r"this is an archive", "这是压缩包。请解压后添加里面的文件。"),
    (r"Excel workbook|PowerPoint", "这是表格或演示文稿。请把其中的文字存为 .docx 或 .txt 再添加。"),
    (r"damaged|cut-off|broke its reader", "文件已损坏或不完整。请重新下载或另存后再添加。"),
    (r"content is something else", "文件名与内容不符，可能没有下载完整或存成了出错页面。请重新获取原文件。"),
    (r"no reader for this kind", "不支持这种文件。请使用 Word（.docx）、PDF、网页、Markdown 或文本文件。"),
    (r"is empty|no text|nothing but white space", "文件里没有文字。请检查是否选对了文件。"),
    (r"a file of at most|more than \d+ MB|at most .* was expected", "文件太大。请拆分后再添加。"),
    (r"not read after|takes more memory", "读取这份文件用时或占用内存过多，已停止。请另存为 .txt 再添加。"),
    (r"macros", "文件带有宏。请另存为不带宏的 .docx 再添加。"),
    (r"private network", "该网址位于内部网络，只能抓取公开网址。请直接添加文件。"),
    (r"not among the hosts", "该网站不在允许抓取的范围内，请联系运维人员，或直接添加文件。"),
    (r"server answers|is not found|cannot be fetched|does not answer|redirects|so it was stopped", _NOT_FETCHED),
    (r"line \d+: |JSON", "JSON lines 文件的格式有误，请按说明检查该行。"),
    (r"not processed, by a fault", "系统处理这份文件时出错，请告知运维人员。"),
)


def explained(error: str, language: str) -> tuple[str, str | None]:
    """The error in Chinese, and the original beside it, for it names what only it knows; in other languages it stands alone."""
    if not language.startswith("zh"):
        return error, None
    name, _, problem = error.partition(": ")
    found = next((words for pattern, words in _ZH if re.search(pattern, problem)), None)
    return (f"{name}：{found}", error) if found else (error, None)
