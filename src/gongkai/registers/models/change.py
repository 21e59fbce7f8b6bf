"""What may become of an entry."""

from django.db import models


class Change(models.TextChoices):
    """What a version of an entry does."""

    RECORDED = "recorded", "新增"
    AMENDED = "amended", "变更"
    CORRECTED = "corrected", "更正"
    WITHDRAWN = "withdrawn", "撤下"
    REPAIRED = "repaired", "信用修复"
    LAPSED = "lapsed", "展示期满"
    RESTORED = "restored", "恢复公开"
