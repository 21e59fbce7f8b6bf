"""Addresses of the workbench itself, under /desk/."""

from django.urls import path

from gongkai.desk.views import bulk, due, filters, home, manual, notices, office, seeking, tokens, touring

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", seeking.search, name="search"),
    path("due/", due.as_list, name="due"),
    path("due/board/", due.as_board, name="due-board"),
    path("due/calendar/", due.as_calendar, name="due-calendar"),
    path("due/feed/", due.open_feed, name="open-feed"),
    path("due/feed/close/", due.close_feed, name="close-feed"),
    path("due/feed/<str:token>.ics", due.ics, name="feed"),
    path("notices/", notices.index, name="notices"),
    path("notices/read/", notices.read_all, name="read-notices"),
    path("notices/digest/", notices.digest, name="digest"),
    path("notices/<int:pk>/", notices.follow, name="notice"),
    path("figures/", office.own, name="figures"),
    path("office/", office.dashboard, name="office"),
    path("office/export.xlsx", office.export, name="export"),
    path("office/<slug:name>/", office.rows, name="office-rows"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/<int:pk>/", bulk.done, name="batch"),
    path("bulk/<int:pk>/undo/", bulk.undo, name="undo"),
    path("filters/", filters.save, name="save-filter"),
    path("filters/drop/", filters.drop, name="drop-filter"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke-token"),
    path("manual/", manual.index, name="manual"),
    path("manual/images/<str:name>", manual.picture, name="picture"),
    path("manual/<slug:key>/", manual.chapter, name="chapter"),
    path("tour/", touring.finish, name="finish-tour"),
    path("tour/again/", touring.repeat, name="repeat-tour"),
]
