"""Functions on text: decoding, language detection, comparison keys, words. Import them from their modules."""
