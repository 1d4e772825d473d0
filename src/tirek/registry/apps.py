"""The app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "tirek.registry"
    label = "registry"
