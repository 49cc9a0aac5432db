"""Terminology: reading term bases, and finding their terms in running text."""
