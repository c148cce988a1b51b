"""What the older data folders of the tests hold: five documents and the password of their staff."""

PASSWORD = "correct horse battery"
POOL = (
    "泳池发布会\n\n2025年3月1日\n\n记者：泳池何时开放？\n\n局长张三：泳池六月一日开放，门票20元。\n"
)
ROAD = "修路发布会\n\n2025年4月2日\n\n记者：哪条路要修？\n\n局长李四：修环城路，工期八个月。\n"
BRIDGE = "大桥发布会\n\n2025年5月3日\n\n记者：大桥多长？\n\n局长王五：大桥全长三公里。\n"
PARK = "湿地公园答问\n\n2025年6月4日\n\n市民：什么时候免票？\n\n主任赵六：每周一免票，带身份证。\n"
LAKE = (
    "东湖治理通报会\n\n2025年7月5日\n\n记者：清淤多少？\n\n局长周婷：湖水清淤三十万方，年底完工。\n"
)
