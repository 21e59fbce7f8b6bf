from django.urls import path

from gongkai.desk.views import home

app_name = "desk"
urlpatterns = [path("", home, name="home")]
