"""Addresses of items at the desk, under /desk/items/."""

from django.urls import path

from gongkai.items.views import acts, detail, editor, keeping, lists, masking, proofing

app_name = "items"
urlpatterns = [
    path("", lists.index, name="index"),
    path("new/", lists.new, name="new"),
    path("upload/", lists.upload, name="upload"),
    path("proofs/", proofing.proofs, name="proofs"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/preview/", detail.preview, name="preview"),
    path("<int:pk>/versions/<int:serial>/", detail.earlier, name="version"),
    path("<int:pk>/files/<int:attachment>/", detail.attachment, name="attachment"),
    path("<int:pk>/edit/", editor.edit, name="edit"),
    path("<int:pk>/keep/", keeping.keep, name="keep"),
    path("<int:pk>/forget/", keeping.forget, name="forget"),
    path("<int:pk>/header/", editor.header, name="header"),
    path("<int:pk>/obligations/", editor.obligations, name="obligations"),
    path("<int:pk>/kinds/", editor.kinds, name="kinds"),
    path("<int:pk>/targets/", editor.targets, name="targets"),
    path("<int:pk>/attach/", editor.attach, name="attach"),
    path("<int:pk>/detach/<int:attachment>/", editor.detach, name="detach"),
    path("<int:pk>/relate/", editor.relate, name="relate"),
    path("<int:pk>/unrelate/<int:relation>/", editor.unrelate, name="unrelate"),
    path("<int:pk>/proofing/", proofing.show, name="proofing"),
    path("<int:pk>/proofing/mend/", proofing.mend, name="mend"),
    path("<int:pk>/proofing/ignore/", proofing.ignore, name="ignore"),
    path("<int:pk>/proofing/mind/", proofing.mind, name="mind"),
    path("<int:pk>/proofing/live/", proofing.live, name="live"),
    path("<int:pk>/review/", detail.review, name="review"),
    path("<int:pk>/submit/", acts.submit, name="submit"),
    path("<int:pk>/mask/", masking.mask, name="mask"),
    path("<int:pk>/recall/", acts.recall, name="recall"),
    path("<int:pk>/return/", acts.send_back, name="return"),
    path("<int:pk>/approve/", acts.review, name="approve"),
    path("<int:pk>/clear/", acts.clear, name="clear"),
    path("<int:pk>/sign/", acts.sign, name="sign"),
    path("<int:pk>/publish/", acts.publish, name="publish"),
    path("<int:pk>/exempt/", acts.exempt, name="exempt"),
    path("<int:pk>/discard/", acts.discard, name="discard"),
    path("<int:pk>/revise/", acts.revise, name="revise"),
    path("<int:pk>/repeal/", acts.repeal, name="repeal"),
    path("<int:pk>/expire/", acts.expire, name="expire"),
    path("<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("<int:pk>/restore/", acts.restore, name="restore"),
]
