from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "gongkai.config"
    label = "config"
    verbose_name = "运行"
    default_auto_field = "django.db.models.BigAutoField"
