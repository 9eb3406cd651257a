"""Text as lexemes, sentences, words and numbers: what all rules stand on."""
