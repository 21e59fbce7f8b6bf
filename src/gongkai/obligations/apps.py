from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "gongkai.obligations"
    label = "obligations"
    verbose_name = "公开目录"
    default_auto_field = "django.db.models.BigAutoField"
