"""The guide is the sample library: what a newcomer asks of it is answered, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_rag.app.context import AppContext
from desktop_rag.app.jobs import JobContext
from desktop_rag.domain.answers import AnswerState
from desktop_rag.runtime import RuntimePaths


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    context = AppContext.open(RuntimePaths.at(Path(tmp_path_factory.mktemp("sample"))))
    context.ingest.add([context.sample_folder], JobContext())
    yield context
    context.close()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is anything sent over the internet?", "Nothing is ever sent over the internet"),
        ("Does Desktop RAG send my documents over the internet?", "Nothing is ever sent over the internet"),
        ("How do I remove a folder?", "Remove from library"),
        ("What happens when a drive is unplugged?", "drive"),
        ("How do I add a folder?", "add a folder"),
        ("Which files can it read?", "PDF, Word (.docx), Markdown, HTML and plain text"),
        ('What does "Not in your documents" mean?', "found no sentence"),
        ("What is the difference between retrieval and fine-tuning?", "where the knowledge comes from"),
        ("Where is my data stored?", "one folder on your computer"),
        ("Can I use it offline?", "works offline"),
        ("Does it copy my files?", "no copies of your files"),
        ("What is a LoRA adapter?", "small file"),
        ("What is a GGUF file?", "reads model files"),
        ("How do I choose a model?", "drop its file on the window"),
        ("How do I add an adapter?", "drop its file on the window"),
        ("Which ways to answer are there?", "five ways to answer"),
        ('What does "not in its source" mean?', "its passage does not say"),
        ("Can I trust a sentence without a mark?", "no proof"),
        ("How much memory does a model need?", "as much memory as its file is large"),
        ("Can it summarise a whole document?", "A model can summarise a whole document"),
        ("How do I stop an answer?", "press Esc to stop an answer"),
        ("It says that there is not enough memory for this model, what now?", "close other programs"),
        ("Does the model connect to the internet?", "opens no network connection"),
        ("How do I rename a conversation?", "press F2"),
        ("How do I export a conversation?", "Export as Markdown"),
        ("Where are my conversations stored?", "Conversations are stored in the library folder"),
        ("I deleted a conversation by mistake, what now?", "Undo"),
        ("How do I get a model?", "click Get"),
        ("Which model is recommended?", "Exactly one model is recommended"),
        ("Can I pause a download?", "Click Pause to stop a download"),
        ("Where do downloaded models lie?", "inside the library folder"),
        ("How do I switch downloads off?", "Allow downloads"),
        ("How can an administrator forbid downloads?", "no-downloads"),
        ("What is sent when a model is downloaded?", "is the request for its file, with its link"),
        ("The model will not fit, what now?", "close other programs"),
        ("Can I use models from LM Studio?", "the folders of LM Studio"),
        ("Are my model files copied?", "never copied and never moved"),
        ("Which adapters are refused?", "Adapters that do more than LoRA"),
        ("What is a search model?", "turns each passage and each question into numbers"),
        ("Can I search during the change?", "go on searching"),
        ("What does “The server cannot be reached” mean?", "check the connection to the internet"),
    ],
)
def test_what_the_guide_says_is_answered_with_its_words(sample: AppContext, question: str, said: str) -> None:
    answer = sample.answer.ask(question, JobContext())
    assert answer.state is AnswerState.ANSWERED
    assert said in answer.text
    assert 1 <= len(answer.sentences) <= 3
    assert all(citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the 1998 world cup?",
        "What is the capital of France?",
        "How do I bake sourdough bread?",
        "What is our refund policy?",
        "How many vacation days do I have?",
        "When was the contract with Contoso signed?",
    ],
)
def test_what_the_guide_does_not_say_is_refused(sample: AppContext, question: str) -> None:
    answer = sample.answer.ask(question, JobContext())
    assert answer.state is AnswerState.NOT_FOUND
    assert not answer.sentences
    assert answer.hits


def test_the_pictures_of_the_guide_are_no_documents(sample: AppContext) -> None:
    documents = sample.catalogue.overview().documents
    assert len(documents) > 10
    assert [each.path for each in documents if each.path.suffix == ".png"] == []


def test_a_picture_is_read_as_what_it_shows(sample: AppContext) -> None:
    found = sample.retrieve.search("The panel with the five ways to answer, the model and an adapter", 8).hits
    read = [hit.text for hit in found if hit.path.name.startswith("03-")]
    assert any("The panel with the five ways to answer" in text for text in read)
    assert [text for text in read if "![" in text or ".png" in text] == []
