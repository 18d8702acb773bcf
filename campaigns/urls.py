from django.urls import path

from campaigns.views import unsubscribe_view

urlpatterns = [path("u/<str:token>/", unsubscribe_view, name="unsubscribe")]
