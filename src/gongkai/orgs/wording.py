"""How the log is read: acts and their details in words. Pure."""

from collections.abc import Mapping

VERBS: Mapping[str, str] = {
    "sign-in": "登录",
    "sign-in-failed": "登录失败",
    "lock-out": "登录锁定",
    "sign-out": "退出登录",
    "enrol-totp": "登记动态验证码",
    "set-password": "修改密码",
    "enable-totp": "启用动态验证码",
    "disable-totp": "停用动态验证码",
    "hire": "开设账号",
    "change-person": "修改人员资料",
    "appoint": "任命",
    "dismiss": "离任",
    "deactivate": "停用账号",
    "reactivate": "启用账号",
    "reset-password": "重置密码",
    "delegate": "委托岗位",
    "revoke-delegation": "撤销委托",
    "found": "设立机构",
    "change": "修改",
    "close": "登记撤销",
    "load-district": "装载区县",
    "load-demo": "装载演示数据",
    "sync": "同步目录",
    "upload": "上传目录",
    "add": "新增事项",
    "retire": "停用事项",
    "declare": "声明台账",
    "restore": "恢复事项",
    "recompute": "重算时限",
    "sync-wording": "同步校对词表",
    "upload-wording": "上传校对词表",
    "add-phrase": "新增校对词条",
    "change-phrase": "修改校对词条",
    "retire-phrase": "停用校对词条",
    "restore-phrase": "恢复校对词条",
    "make-token": "开立接口令牌",
    "revoke-token": "停用接口令牌",
    "desk.open-feed": "开通日历订阅",
    "desk.close-feed": "停用日历订阅",
    "items.draft": "起草信息",
    "items.submit": "送审信息",
    "items.recall": "撤回送审",
    "items.return": "退回信息",
    "items.review": "审核通过",
    "items.clear": "保密审查通过",
    "items.cosign": "会签同意",
    "items.call-off": "撤销会签请求",
    "items.invite": "确定会签机构",
    "items.lapse": "会签逾期视为同意",
    "items.force": "紧急公开",
    "items.ratify": "补批紧急公开",
    "items.refuse": "不予补批紧急公开",
    "items.reexamine": "评估审查",
    "items.comment": "批注",
    "items.settle": "处理批注",
    "items.sign": "签发",
    "items.publish": "公开信息",
    "items.discard": "删除草稿",
    "items.relate": "关联信息",
    "items.unrelate": "取消关联",
    "items.attach": "添加附件",
    "items.import": "读入文件",
    "items.detach": "删除附件",
    "items.mask": "遮蔽个人信息",
    "items.repeal": "废止",
    "items.expire": "宣布失效",
    "items.repealed": "废止生效",
    "items.expired": "期满失效",
    "items.valid": "开始施行",
    "items.withdraw": "撤回公开",
    "items.restore": "恢复公开",
    "items.mend": "按校对建议改正",
    "items.ignore": "保留校对问题",
    "items.mind": "撤回保留",
    "receive": "上传台账表格",
    "submit": "提交台账批次",
    "return": "退回台账批次",
    "drop": "放弃台账批次",
    "lapse": "台账期满（条目撤下或者批次放弃）",
    "hold": "暂停台账展示期",
    "lift": "恢复台账展示期",
    "read-archive": "查阅台账归档条目",
    "retime": "按新声明重算展示期",
    "approve": "同意公开台账批次",
    "release": "公开台账批次",
    "recall": "撤回台账批次",
    "recheck": "重新核对台账批次",
    "undo": "撤销台账批次",
    "keep-pull": "设定定时抓取",
    "stop-pull": "停用定时抓取",
    "resume-pull": "恢复定时抓取",
    "pull-now": "现在抓取一次",
    "planning.adopt": "分解工作要点",
    "planning.set-due": "设定报备期限",
    "planning.assign": "交办任务",
    "planning.unassign": "撤回交办",
    "planning.write": "填写方案",
    "planning.filed": "报备方案",
    "planning.accepted": "同意备案",
    "planning.returned": "退回方案",
    "planning.report": "填报进展",
    "planning.prove": "提供佐证",
}
DETAILS: Mapping[str, str] = {
    "role": "角色",
    "since": "自",
    "on": "最后一日",
    "fields": "字段",
    "name": "名称",
    "successor": "承接机构",
    "new": "新设",
    "version": "版本",
    "number": "编号",
    "reason": "理由",
    "basis": "依据",
    "kind": "种类",
    "kinds": "种类",
    "places": "处数",
    "target": "对象",
    "publish_at": "定时公开",
    "overruled": "说明后放行的问题",
    "task": "任务",
    "year": "年度",
    "is_lead": "牵头",
    "due_on": "期限",
    "factor": "凭据",
    "points": "要点数",
    "moved": "移动",
    "reworded": "改写",
    "dropped": "取消",
    "percent": "完成比例",
    "title": "名称",
    "change": "变更性质",
    "added": "新增",
    "changed": "变更",
    "retired": "停用",
    "areas": "领域",
    "code": "检查项",
    "deputy": "受托人",
    "for": "委托人",
    "step": "环节",
    "organisations": "机构",
    "path": "审签路径",
    "token": "接口令牌",
    "host": "主机",
    "register": "台账",
    "opened": "转为主动公开",
    "page": "页",
    "searched": "按识别值查找",
}
THINGS: Mapping[str, tuple[str, str]] = {
    "token": ("接口令牌", "/desk/tokens/"),
    "pull": ("定时抓取", "/desk/registers/pulls/{}/"),
    "item": ("政府信息", ""),
    "person": ("账号", "/desk/people/{}/"),
    "sign-in": ("不存在的账号", ""),
    "organisation": ("机构", "/desk/organisations/{}/"),
    "obligation": ("公开事项", ""),
    "assignment": ("任务", ""),
    "filing": ("实施方案", ""),
    "work-points": ("工作要点", ""),
    "register": ("台账", ""),
    "file": ("文件", ""),
    "demo": ("演示数据", ""),
    "catalogue": ("主动公开基本目录", ""),
    "clocks": ("时限", ""),
    "phrase": ("校对词条", ""),
    "wording": ("校对词表", ""),
}
"""What the log speaks of, by the word before the colon: its name, its page if all who read the log see it."""
LISTED = 5
LONGEST = 120
EMPTY: tuple[object, ...] = ("", None, 0, [], {})


def verb(name: str) -> str:
    """Return what an act is called; an unknown one keeps its code."""
    return VERBS.get(name, name)


def thing(uri: str) -> tuple[str, str]:
    """Return what a thing of the log is called, and the address of its page or nothing."""
    kind, _, key = uri.partition(":")
    name, address = THINGS.get(kind, (kind, ""))
    return f"{name} {key}".strip(), address.format(key)


def details(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the details of an act as label and words, without what is empty, long lists cut short."""
    filled = {name: value for name, value in values.items() if value is False or value not in EMPTY}
    return [(DETAILS.get(name, name), _words(value)) for name, value in filled.items()]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        shown = "、".join(map(str, value[:LISTED]))
        return f"{shown}等 {len(value)} 项" if len(value) > LISTED else shown
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
