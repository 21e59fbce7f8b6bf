"""Addresses of what follows an answer, at the desk under /desk/requests/."""

from django.urls import path

from gongkai.requests.views import alike, complaints, proceedings, satisfaction, suggestions

app_name = "after"
urlpatterns = [
    path("proceedings/", proceedings.index, name="proceedings"),
    path("<int:pk>/proceedings/", proceedings.case, name="case-proceedings"),
    path("<int:pk>/proceedings/contest/", proceedings.contest, name="contest"),
    path("<int:pk>/proceedings/reopen/", proceedings.reopen, name="reopen"),
    path("<int:pk>/proceedings/<int:proceeding>/reply/", proceedings.reply, name="reply"),
    path("<int:pk>/proceedings/<int:proceeding>/conclude/", proceedings.conclude, name="conclude"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/new/", complaints.new, name="complaint-new"),
    path("complaints/<int:pk>/", complaints.complaint, name="complaint"),
    path("suggestions/", suggestions.index, name="suggestions"),
    path("suggestions/new/", suggestions.new, name="suggest"),
    path("suggestions/<int:pk>/", suggestions.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/read/", suggestions.read, name="read"),
    path("suggestions/<int:pk>/answer/", suggestions.answer, name="answer"),
    path("suggestions/<int:pk>/accept/", suggestions.accept, name="accept"),
    path("suggestions/<int:pk>/return/", suggestions.send_back, name="return"),
    path("alike/", alike.index, name="alike"),
    path("alike/<int:pk>/", alike.group, name="group"),
    path("alike/<int:pk>/publish/", alike.publish, name="publish"),
    path("alike/<int:pk>/decline/", alike.decline, name="decline"),
    path("alike/<int:pk>/part/<int:case>/", alike.part, name="part"),
    path("<int:pk>/publish/", alike.publish_one, name="publish-one"),
    path("satisfaction/", satisfaction.index, name="satisfaction"),
]
