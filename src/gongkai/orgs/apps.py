from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "gongkai.orgs"
    label = "orgs"
    verbose_name = "机构与人员"
    default_auto_field = "django.db.models.BigAutoField"
