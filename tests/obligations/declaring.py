"""Catalogue files for tests: say what matters, get the rest."""

HEAD = "area: fiscal\nobligations:\n"
ROW = """\
  - key: {key}
    level1: 财政
    level2: {title}
    elements: [收入表]
    basis: [《中华人民共和国预算法》第十四条]
    limit: {limit}
    publishers: [{publishers}]
    channels: [政府网站]
    audience: 全社会
    manner: 主动
    levels: [县级]
    stage: 结果
    statutory_items: ['20.7']
    systems: ['1.1']
"""
MONTHLY = "{text: 每月公开, cadence: monthly}"


def row(key="budget", title="预算", limit="{text: 及时, vague: 及时}", publishers="finance"):
    return ROW.format(key=key, title=title, limit=limit, publishers=publishers)


def write(home, *rows):
    (home / "obligations" / "fiscal.yaml").write_text(HEAD + "".join(rows))
