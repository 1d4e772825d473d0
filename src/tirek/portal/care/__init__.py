"""“Which care is covered?”: a disease or a service by everyday words, and its package before and
from 2026."""
