"""What only looks like personal data: codes, figures, dates, and how and where offices are reached."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bench.names import COMPANIES, ESTATES, OFFICES, ROADS, TOWERS, VILLAGES
from bench.people import Case, Draw


def office_address(draw: Draw) -> str:
    road, office, company = draw.number_of_road(), draw.choice(OFFICES), draw.choice(COMPANIES)
    room = f"{draw.choice([2, 3, 5, 11])}0{draw.int(1, 9)}室"
    tower = draw.choice(TOWERS)
    return draw.choice(
        [
            f"办公地址：杭州市下城区{road}3号楼{room}",
            f"联系地址：{road}{office}{room}",
            f"地址：杭州市{road}",
            f"{office}（{road}）",
            f"地址：下城区{road}{tower}{draw.int(1, 20)}楼",
            f"开标地点：{road}{tower}A座{room}",
            f"{company}，注册地址{road}2幢{room}",
            f"受理地点：{road}行政服务中心二楼{draw.int(1, 40)}号窗口",
            f"{road}至{draw.int(801, 999)}号道路改造工程",
            f"{office}位于{road}",
            f"{draw.choice(ROADS)}{draw.int(1, 99)}-{draw.int(100, 199)}号沿街商铺",
            f"征收范围：东至{draw.choice(ROADS)}，南至{road}",
            f"经营场所：杭州市下城区{road}底商",
            f"报名地点：{road}{draw.choice(['长江实验小学', '青蓝小学', '安吉路实验学校'])}",
            f"会议在{road}{tower}{room}召开",
            f"通讯地址：{road}{office}办公室，邮编310003",
            f"工程名称：{draw.choice(ESTATES)}3幢、5幢屋面维修",
            f"{draw.choice(ESTATES)}小区共{draw.int(5, 60)}幢{draw.int(200, 2000)}户",
            f"{draw.choice(VILLAGES)}共{draw.int(5, 20)}个村民小组",
        ]
    )


def code(draw: Draw) -> str:
    day, year = draw.day(2008, 2019), draw.int(2008, 2019)
    return draw.choice(
        [
            f"统一社会信用代码：{draw.credit_code()}",
            f"{draw.choice(COMPANIES)}\t{draw.credit_code()}",
            f"{draw.choice(COMPANIES)}{draw.credit_code()}",
            f"索引号 330103--{year}--{draw.digits(4)}",
            f"索引号：{draw.digits(9)}/{year}-{draw.digits(5)}",
            f"{draw.credit_code()}/{year}-{draw.digits(5)}",
            f"索引号 SY330103{year}{draw.digits(5)}",
            f"下政发〔{year}〕{draw.int(1, 300)}号",
            f"下财[{year}]{draw.digits(8)}号",
            f"项目统一代码 {year}-330103-48-03-{draw.digits(6)}-000",
            f"网站标识码 3301030{draw.digits(3)}",
            f"订单编号{day:%Y%m%d}{draw.digits(10)}",
            f"流水号：{day:%Y%m%d%H%M%S}{draw.digits(4)}",
            f"采购编号 XCZFCG{year}{draw.digits(6)}",
            f"ISBN 978-7-{draw.digits(4)}-{draw.digits(4)}-{draw.digits(1)}",
            f"ISBN9787{draw.digits(9)}",
            f"发票号码 {draw.digits(8)}",
            f"受理编号：330103{day:%Y%m%d}{draw.digits(4)}",
            f"受理号{draw.digits(15)}",
            f"案号：（{year}）浙0103行初{draw.int(1, 300)}号",
            f"食品经营许可证JY1330103{draw.digits(7)}",
            f"医疗机构登记号 PDY{draw.digits(5)}-033010317D1102",
            f"条形码69{draw.digits(11)}",
            f"摘要 {''.join(draw.choice('0123456789abcdef') for _ in range(64))}",
            f"浙B2-{year}{draw.digits(4)}",
            f"浙ICP备{draw.digits(8)}号",
            f"浙公网安备 330103020{draw.digits(5)}号",
            f"快递单号：SF{draw.digits(13)}",
            f"运单号{draw.digits(12)}",
            f"合同编号HT-{day:%Y%m%d}-{draw.digits(3)}",
            f"https://www.hzxc.gov.cn/art/{year}/{day.month}/{day.day}/art_{draw.digits(7)}_{draw.digits(11)}.html",
            f"邮编310{draw.digits(3)}",
            f"设备编号：{draw.digits(11)}",
            f"信用等级A{draw.digits(3)}",
            f"准考证号{year}{draw.digits(8)}",
            f"不动产权第{draw.digits(7)}号",
        ]
    )


def figures(draw: Draw) -> str:
    n = draw.int
    return draw.choice(
        [
            f"全年财政总收入{draw.digits(9)}元，增长{n(1, 20)}.{n(0, 9)}%",
            f"合计1{draw.choice('3456789')}{draw.digits(9)}元",
            f"{n(2010, 2016)} {n(2010, 2016)} {n(2017, 2019)} {n(2020, 2024)}",
            "\t".join(str(n(1000, 9999)) for _ in range(6)),
            " ".join(str(n(1000, 9999)) for _ in range(4)),
            f"占比0.1{draw.digits(10)}",
            f"{n(1, 999)},{n(100, 999)},{n(100, 999)}.{n(10, 99)}",
            f"总面积1{draw.choice('3456789')}{draw.digits(9)}平方米",
            f"{n(100000, 999999)} {n(100000, 999999)} {n(100000, 999999)}",
            f"同比增长{n(1, 30)}.{draw.digits(8)}",
            f"库存{draw.digits(12)}",
            f"坐标 120.{draw.digits(12)}，30.{draw.digits(12)}",
            f"第{n(1, 40)}条第{n(1, 5)}款",
            f"{n(10, 99)}-{n(10, 99)}-{n(100, 999)}分值",
            f"预算数{draw.digits(8)}.{draw.digits(2)}万元",
        ]
    )


def when(draw: Draw) -> str:
    day = draw.day(2000, 2019)
    clock = f"{draw.int(0, 23):02}:{draw.int(0, 59):02}:{draw.int(0, 59):02}"
    return draw.choice(
        [
            f"{day.year}年{day.month}月{day.day}日起施行",
            f"发布时间：{day:%Y-%m-%d} {clock}",
            f"时间戳{day:%Y%m%d}{clock.replace(':', '')}{draw.digits(3)}",
            f"{day:%Y%m%d}{clock.replace(':', '')}",
            f"公示期{day:%Y.%m.%d}-{day + timedelta(7):%Y.%m.%d}",
            f"1{draw.int(0, 6)}{draw.digits(11)}毫秒",
            f"成立日期：{day:%Y-%m-%d}",
            f"{draw.name()}，{draw.int(1960, 1985)}年{draw.int(1, 12)}月出生，大学学历，拟任副局长",
            f"年满{draw.int(6, 13)}周岁的儿童应当入小学",
            f"{draw.int(60, 80)}周岁以上老人",
            f"{day.year}年{day.month}月{day.day}日生效",
            f"第{draw.int(1, 30)}届第{draw.int(1, 9)}次会议{day.year}年{day.month}月{day.day}日通过",
        ]
    )


def reachable(draw: Draw) -> str:
    """Return how an office is reached."""
    landline = f"0571-8{draw.digits(7)}"
    return draw.choice(
        [
            f"咨询电话：{landline}",
            f"监督电话{landline}",
            "政务服务热线12345",
            "举报电话12315、12369",
            f"联系电话：{landline}",
            f"传真：{landline}",
            f"投诉举报电话：{draw.mobile()}",
            f"值班手机：{draw.mobile()}",
            f"报名咨询电话 {draw.mobile()}",
            f"监督电话：{landline}、{draw.mobile()}",
            f"邮箱：xczf{draw.digits(2)}@hzxc.gov.cn",
            "举报邮箱：hzxcjb@163.com",
            "微信公众号：hzxiacheng",
            "关注官方微信hzxcfb",
            f"总机8{draw.digits(7)}转8{draw.digits(3)}",
            f"联系人：{draw.name()}，电话：{landline}",
            f"400-{draw.digits(3)}-{draw.digits(4)}",
            "意见征集邮箱 xcqfgj@126.com",
            f"服务热线：{draw.mobile()}（工作日9:00-17:00）",
            f"联系人：{draw.name()}，{landline}",
        ]
    )


NEAR: list[tuple[int, str, Callable[[Draw], str]]] = [
    (800, "codes", code),
    (500, "office addresses", office_address),
    (350, "figures", figures),
    (250, "dates", when),
    (300, "offices", reachable),
]
SENTENCES = ["", "", "", "根据有关规定，", "现将有关事项公告如下：", "一、", "备注："]


def near_misses(seed: int = 2018) -> Iterator[Case]:
    """Yield 2,200 texts with nothing personal in them."""
    draw = Draw(seed)
    for count, kind, make in NEAR:
        for _ in range(count):
            text = make(draw)
            if draw.int(0, 19) == 0:
                text = text.translate({sign: sign + 0xFEE0 for sign in range(0x30, 0x3A)})
            yield Case(kind, draw.choice(SENTENCES) + text + draw.choice(["", "", "。", "，特此公告。"]))
