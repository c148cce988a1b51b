"""Names of elements, words in class names and headings that tell what is text on a web page and
what is furniture.
"""

from __future__ import annotations

import re


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


SILENT = _words(
    "script style noscript template iframe object embed svg math canvas video audio map button "
    "select input textarea",
    "option datalist nav aside footer head title meta link rt rp dialog menu",
)
ASIDE = _words("nav aside footer")  # of the silent ones, those that hold words for readers
STRUCK = _words("s strike del")
HEAVY = _words("b strong h2 h3 h4 h5 h6 th dt")
INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q ruby rb "
    "samp small span",
    "strong sub sup time tt u var wbr img o:p st1",
)
HEADINGS = _words("h1 h2 h3 h4 h5 h6")
TEXT_BLOCKS = _words("p ol ul dl table blockquote pre") | HEADINGS
# In class, id or role, for an element that holds little of the page's prose:
NOISE = _words(
    "related relate recommend recommended recommendation recommends share sharing "
    "bdsharebuttonbox sidebar breadcrumb",
    "breadcrumbs crumb crumbs footer foot nav navbar navigation topnav menu advert advertisement "
    "ads ad banner copyright",
    "toolbar pagination pager newsletter subscribe cookie popup modal hot rank ranking login "
    "search social tags hotnews",
    "morenews qrcode",
)
# … and however much it holds. `reply` is not here: in an online interview it is the official's
# answer.
COMMENTS = _words("comment comments commentlist pinglun disqus")
# A heading above links or comments, not above a part of the text:
ENDING = re.compile(
    r"^(?:相关(?:阅读|链接|新闻|报道|稿件|文章|推荐|专题|附件)|相關(?:閱讀|連結|新聞|報導)|"
    r"延伸(?:阅读|閱讀)|推荐(?:阅读|新闻)|推薦閱讀|"
    r"热门(?:新闻|文章|推荐)|猜你喜欢|更多(?:新闻|内容)?|(?:网友|最新|全部|发表)?(?:评论|留言)|"
    r"(?:網友|最新)?(?:評論|留言)|"
    r"Related(?: (?:stories|articles|links|news|content))?|Read more|More (?:news|stories)|"
    r"(?:Leave a )?(?:Comments?|Reply)|"
    r"Recommended.{0,20}|You may also like|Noticias relacionadas|"
    r"Comentarios)\s*[（(\[]?\d*[）)\]]?\s*[:：]?$",
    re.I,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
