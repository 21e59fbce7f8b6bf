"""Public addresses of what follows an answer, under /requests/: ratings, complaints, statistics."""

from django.urls import path

from gongkai.requests.views import statistics, voices

app_name = "voices"
urlpatterns = [
    path("rating/", voices.rate, name="rating"),
    path("complaint/", voices.complain, name="complaint"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics.csv", statistics.table, name="statistics-table"),
]
