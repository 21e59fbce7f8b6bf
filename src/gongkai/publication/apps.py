from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "gongkai.publication"
    label = "publication"
    verbose_name = "公开"
    default_auto_field = "django.db.models.BigAutoField"
