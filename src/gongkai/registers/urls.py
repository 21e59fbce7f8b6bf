"""Addresses of registers at the desk, under /desk/registers/."""

from django.urls import path

from gongkai.registers.views import batches, entries, lists, uploading

app_name = "registers"
urlpatterns = [
    path("", lists.index, name="index"),
    path("of/<slug:key>/", lists.register, name="register"),
    path("of/<slug:key>/<slug:organisation>/upload/", uploading.upload, name="upload"),
    path("of/<slug:key>/<slug:organisation>/enter/", entries.enter, name="enter"),
    path(
        "of/<slug:key>/<slug:organisation>/entries/<int:serial>/<slug:change>/",
        entries.change,
        name="change",
    ),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/columns/", uploading.columns, name="columns"),
    path("batches/<int:pk>/progress/", batches.progress, name="progress"),
    path("batches/<int:pk>/marked/", batches.marked, name="marked"),
    path("batches/<int:pk>/submit/", batches.submit, name="submit"),
    path("batches/<int:pk>/return/", batches.send_back, name="return"),
    path("batches/<int:pk>/release/", batches.release, name="release"),
    path("batches/<int:pk>/drop/", batches.drop, name="drop"),
    path("batches/<int:pk>/recheck/", batches.recheck, name="recheck"),
    path("batches/<int:pk>/undo/", batches.undo, name="undo"),
]
