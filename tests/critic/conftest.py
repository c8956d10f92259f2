import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer


@pytest.fixture(scope="session")
def tokenizer():
    """Splits at words and marks, a piece a word: offsets as MiniLM's tokenizer gives them."""
    words = [
        "[UNK]",
        "the",
        "fleet",
        "left",
        "port",
        ".",
        "!",
        "?",
        "Ann",
        "Lee",
        "said",
        "it",
        "was",
        "gone",
        "NATO",
        "in",
        "1952",
        "and",
        ",",
        "Turkey",
        "joined",
    ]
    vocabulary = {word: 1000 + n for n, word in enumerate(words)}
    made = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made
