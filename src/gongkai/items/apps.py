from django.apps import AppConfig


class ItemsConfig(AppConfig):
    name = "gongkai.items"
    label = "items"
    verbose_name = "政府信息"
    default_auto_field = "django.db.models.BigAutoField"
