"""Addresses of registers at the desk, under /desk/registers/."""

from django.urls import path

from gongkai.registers.views import (
    archiving,
    batches,
    declared,
    declaring,
    entries,
    lists,
    periods,
    pulls,
    uploading,
)

app_name = "registers"
urlpatterns = [
    path("", lists.index, name="index"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<slug:key>/", periods.hold, name="hold"),
    path("pulls/", pulls.index, name="pulls"),
    path("pulls/add/", pulls.add, name="add-pull"),
    path("pulls/<int:pk>/", pulls.detail, name="pull"),
    path("pulls/<int:pk>/change/", pulls.change, name="change-pull"),
    path("pulls/<int:pk>/now/", pulls.now, name="pull-now"),
    path("pulls/<int:pk>/stop/", pulls.stop, name="stop-pull"),
    path("pulls/<int:pk>/resume/", pulls.resume, name="resume-pull"),
    path("of/<slug:key>/", lists.register, name="register"),
    path("of/<slug:key>/archive/", archiving.archive, name="archive"),
    path("of/<slug:key>/archive/<int:serial>/", archiving.entry, name="archived"),
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
    path("batches/<int:pk>/recall/", batches.recall, name="recall"),
    path("batches/<int:pk>/return/", batches.send_back, name="return"),
    path("batches/<int:pk>/release/", batches.release, name="release"),
    path("batches/<int:pk>/drop/", batches.drop, name="drop"),
    path("batches/<int:pk>/recheck/", batches.recheck, name="recheck"),
    path("batches/<int:pk>/undo/", batches.undo, name="undo"),
    path("declare/", declared.index, name="declared"),
    path("declare/form/", declaring.form, name="declare"),
    path("declare/yaml/", declaring.as_yaml, name="declare-yaml"),
    path("declare/apply/", declaring.apply, name="declare-apply"),
    path("declare/of/<slug:key>/", declared.detail, name="declaration"),
    path("declare/of/<slug:key>/versions/<int:number>/", declared.version, name="declare-version"),
    path("declare/of/<slug:key>/retire/", declared.retire, name="declare-retire"),
    path("declare/of/<slug:key>/restore/", declared.restore, name="declare-restore"),
    path("<slug:key>/template.xlsx", declared.workbook, name="template"),
]
