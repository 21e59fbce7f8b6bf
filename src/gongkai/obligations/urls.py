from django.urls import path

from gongkai.obligations.views import keeping, reading

app_name = "obligations"
urlpatterns = [
    path("", reading.index, name="index"),
    path("add/", keeping.add, name="add"),
    path("upload/", keeping.upload, name="upload"),
    path("upload/apply/", keeping.apply, name="apply"),
    path("of/<slug:key>/", reading.detail, name="detail"),
    path("of/<slug:key>/change/", keeping.change, name="change"),
    path("of/<slug:key>/retire/", keeping.retire, name="retire"),
    path("of/<slug:key>/restore/", keeping.restore, name="restore"),
]
