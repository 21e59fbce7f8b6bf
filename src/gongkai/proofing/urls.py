from django.urls import path

from gongkai.proofing.views import keeping, reading

app_name = "proofing"
urlpatterns = [
    path("", reading.index, name="index"),
    path("add/", keeping.add, name="add"),
    path("upload/", keeping.upload, name="upload"),
    path("upload/apply/", keeping.apply, name="apply"),
    path("download/<slug:family>.yaml", reading.download, name="download"),
    path("of/<int:pk>/", reading.entry, name="entry"),
    path("of/<int:pk>/change/", keeping.change, name="change"),
    path("of/<int:pk>/retire/", keeping.retire, name="retire"),
    path("of/<int:pk>/restore/", keeping.restore, name="restore"),
]
