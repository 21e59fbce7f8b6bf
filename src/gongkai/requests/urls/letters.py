"""Addresses of letters, consultations and what is supplied, under /desk/requests/."""

from django.urls import path

from gongkai.requests.views import consulting, letters, materials

app_name = "letters"
urlpatterns = [
    path("letters/", letters.waiting, name="waiting"),
    path("<int:pk>/letters/", letters.index, name="index"),
    path("<int:pk>/letters/new/<slug:kind>/", letters.draft, name="draft"),
    path("<int:pk>/letters/<int:letter>/", letters.letter, name="letter"),
    path("<int:pk>/letters/<int:letter>/edit/", letters.edit, name="edit"),
    path("<int:pk>/letters/<int:letter>/paper.<slug:form>", letters.paper, name="paper"),
    path("<int:pk>/letters/<int:letter>/<slug:verb>/", letters.act, name="act"),
    path("<int:pk>/consultations/new/", consulting.ask, name="ask"),
    path("<int:pk>/consultations/<int:consultation>/hear/", consulting.hear, name="hear"),
    path("<int:pk>/consultations/<int:consultation>/weigh/", consulting.weigh, name="weigh"),
    path("<int:pk>/correction/", consulting.correct, name="correct"),
    path("<int:pk>/payment/", consulting.pay, name="pay"),
    path("<int:pk>/materials/<int:document>/", materials.material, name="material"),
    path("<int:pk>/materials/<int:document>/whole/", materials.whole, name="whole"),
]
