from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "dripr"
admin.site.site_title = "dripr"
admin.site.index_title = "Campaigns and e-mails"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("campaigns.urls")),
]
