from django.urls import path

from dataleveranciers import views

app_name = "dataleveranciers"
urlpatterns = [
    path("beheer/importruns/", views.importruns, name="importruns"),
    path("beheer/importruns/<int:pk>/", views.importrun, name="importrun"),
    path("beheer/importruns/<int:pk>/afgewezen.csv", views.afgewezen_csv, name="afgewezen"),
]
