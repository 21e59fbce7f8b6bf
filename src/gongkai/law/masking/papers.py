"""Numbers of papers and accounts: identity cards, passports, permits, bank cards."""

import re
from collections.abc import Iterator
from datetime import date

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from gongkai.law.chinese import plain_width
from gongkai.law.masking.finding import Around, Finding, bare
from gongkai.law.masking.identity import plausible
from gongkai.law.masking.written import GAP, LATIN

CARD_ISSUERS = re.compile(r"62|60|4|5[1-5]|3[4578]|9[0-9]")
UNION_PAY = ("62", "60")

ID_CARD = re.compile(
    rf"(?<!\d)[1-9](?:{GAP}\d){{5}}{GAP}(?:1{GAP}[89]|2{GAP}0)(?:{GAP}\d){{9}}{GAP}[\dXx](?!\d)"
)
ID_CARD_GROUPS = re.compile(rf"\d{{6}}{GAP}\d{{4}}{GAP}\d{{4}}{GAP}\d{{3}}{GAP}[\dXx]")
ID_CARD_15 = re.compile(rf"(?<![0-9A-Za-z])\d{{6}}{GAP}\d{{6}}{GAP}\d{{3}}(?![0-9A-Za-z]|[.]\d)")
ID_NAMED = re.compile("身份证|证件|公民身份")
"""身份证编号 names no code of something else."""
ID_LABEL = re.compile("身份证|证件|证号|旧证|公民身份")
BANK_CARD = re.compile(
    rf"(?<![\dA-Za-z.])(?:\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}(?:{GAP}\d{{1,3}})?"
    rf"|\d{{6}}{GAP}\d{{10}}(?:\d{{1,3}})?)(?!\d|[A-Za-z]|[.]\d)"
)
CARD_LABEL = re.compile("卡号|账号|帐号|账户|帐户|银行|开户|存折|[农工建中交]行|信用社|银联")
OTHER_LABEL = re.compile(
    "订单|流水|运单|发票|受理|编号|编码|条码|票号|单号|合同|批次|项目|许可|登记号|案号|序列"
)
NAMED_OTHERWISE = re.compile(rf"(?:{OTHER_LABEL.pattern})[号码]{{0,2}}[为是:：\s]*$")
PASSPORT = re.compile(r"(?<![0-9A-Za-z])(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSPH]\d{7})(?![0-9A-Za-z])")
PASSPORT_LABEL = re.compile("护照|passport", re.IGNORECASE)
PERMIT = re.compile(r"(?<![0-9A-Za-z])[CWHMTL][A-Z]?\d{7,10}(?![0-9A-Za-z])")
PERMIT_LABEL = re.compile("通行证|回乡证|台胞证|来往内地|来往大陆")
SOLDIERS = "军官证|士兵证|士官证|文职干部证|警官证|军人证"
TITLED = re.compile(
    r"(?:台胞证|台湾居民来往大陆)[^\d\n]{0,10}(?P<taiwan>\d{8}(?:\d{2})?)(?!\d)"
    rf"|(?:{SOLDIERS})[^\d\n]{{0,10}}?(?P<soldier>(?:[\u4e00-\u9fff]字第)?\d{{6,8}}(?!\d)号?)"
    r"|(?P<bare>[军兵士文警官]字第?\d{6,8}(?!\d)号?)"
)


def born(value: str) -> date:
    """Return the date of birth that an identity number of 18 or 15 digits states."""
    code = bare(plain_width(value).translate(LATIN))
    digits = code[6:14] if len(code) == 18 else f"19{code[6:12]}"
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def id_cards(plain: str, around: Around) -> Iterator[Finding]:
    for found in ID_CARD.finditer(plain):
        code = bare(found[0])
        if not plausible(code, code[6:14]):
            continue
        is_right = mod_11_2.is_valid(code)
        if is_right or ID_CARD_GROUPS.fullmatch(found[0]):  # a slip of the pen, not a row of figures
            words = around.before(plain, found.start())
            is_other = NAMED_OTHERWISE.search(words) is not None and not ID_NAMED.search(words)
            yield Finding("id_card", *found.span(), found[0], certain=is_right and not is_other)


def id_cards_15(plain: str, around: Around) -> Iterator[Finding]:
    """Numbers of the old form have no check digit: a word must name them, or a name stand before them."""
    for found in ID_CARD_15.finditer(plain):
        code = bare(found[0])
        if plausible(code, f"19{code[6:12]}"):
            words = around.before(plain, found.start())
            if ID_LABEL.search(words):
                yield Finding("id_card_15", *found.span(), found[0])
            elif not OTHER_LABEL.search(words):
                yield Finding("id_card_15", *found.span(), found[0], certain=around.of_people)


def bank_cards(plain: str, around: Around) -> Iterator[Finding]:
    """Cards by issuer and check digit; those of foreign issuers only where a word names them."""
    for found in BANK_CARD.finditer(plain):
        code = bare(found[0])
        if not (CARD_ISSUERS.match(code) and luhn.is_valid(code)):
            continue
        words = around.before(plain, found.start())
        if CARD_LABEL.search(words):
            yield Finding("bank_card", *found.span(), found[0])
        elif not OTHER_LABEL.search(words):
            is_sure = code.startswith(UNION_PAY) or around.of_people
            yield Finding("bank_card", *found.span(), found[0], certain=is_sure)


def passports(plain: str, around: Around) -> Iterator[Finding]:
    for found in PASSPORT.finditer(plain):
        is_named = PASSPORT_LABEL.search(around.before(plain, found.start())) is not None
        if is_named or found[0][0] in "EG":
            yield Finding("passport", *found.span(), found[0], certain=is_named)


def permits(plain: str, around: Around) -> Iterator[Finding]:
    """Papers of Hong Kong, Macao and Taiwan people: where a word names them."""
    for found in PERMIT.finditer(plain):
        is_named = PERMIT_LABEL.search(around.before(plain, found.start())) is not None
        if is_named or (found[0][0] in "CHM" and len(found[0]) in (9, 11)):
            yield Finding("permit", *found.span(), found[0], certain=is_named)


def titled(plain: str, around: Around) -> Iterator[Finding]:
    """Papers of Taiwan people and of soldiers that are known by the words before them alone."""
    whole = around.heading + plain
    for found in TITLED.finditer(whole):
        start, end = (place - len(around.heading) for place in found.span(str(found.lastgroup)))
        if start >= 0:
            yield Finding("permit", start, end, plain[start:end])
