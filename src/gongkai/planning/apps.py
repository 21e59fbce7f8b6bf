from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "gongkai.planning"
    label = "planning"
    verbose_name = "工作要点"
    default_auto_field = "django.db.models.BigAutoField"
