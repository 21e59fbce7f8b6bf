from django.urls import path

from gongkai.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/", views.home, name="home"),
    path("ledger/check/", views.check_item, name="check"),
    path("ledger/checkpoint", views.checkpoint, name="checkpoint"),
    path("ledger/tile/<path:path>", views.tile, name="tile"),
    path("ledger/key", views.key, name="key"),
    path("ledger/proofs/<int:index>.tlog-proof", views.proof, name="proof"),
    path("ledger/leaves/<int:index>.json", views.leaf, name="leaf"),
]
