"""Pretranslation: a new document, what a memory offers for each of its sentences, and files that translators open."""
