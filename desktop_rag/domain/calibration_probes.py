"""Questions and passages that embedders are measured with, see `calibration`; pure.

The reference values in `calibration` belong to exactly these texts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Probe:
    """A question and a passage that answers it, and no other probe of its language."""

    question: str
    passage: str


ENGLISH = (
    Probe(
        "How many days of vacation do new employees get?",
        "During the first year of employment, staff members accrue twenty paid leave days, which may be taken"
        " after the trial period has ended.",
    ),
    Probe(
        "When does the lease end?",
        "The rental agreement runs until 30 June and is extended by one year unless either party gives notice"
        " three months before.",
    ),
    Probe(
        "How do I reset the router?",
        "To restore the factory settings of the wireless router, press the recessed button on its back for"
        " ten seconds until all lights blink.",
    ),
    Probe(
        "What is the right dose of the medicine for adults?",
        "Adults take one tablet of 500 mg twice a day with a glass of water; do not take more than two"
        " tablets within 24 hours.",
    ),
    Probe(
        "Why do leaves turn yellow in autumn?",
        "As days grow shorter, trees break down the green chlorophyll in their leaves, and yellow pigments"
        " that were hidden all summer become visible.",
    ),
    Probe(
        "Who painted the ceiling of the chapel?",
        "Between 1508 and 1512 Michelangelo covered the vault of the Sistine Chapel with frescoes that tell"
        " the story of the creation.",
    ),
    Probe(
        "How long must the bread be baked?",
        "Put the loaf into the hot oven and bake it for 45 minutes at 230 degrees, until the crust sounds"
        " hollow when tapped.",
    ),
    Probe(
        "What did the company earn last quarter?",
        "Net profit for the third quarter rose to 48 million dollars, helped by strong sales of software and"
        " lower costs.",
    ),
    Probe(
        "Is damage from flooding insured?",
        "The home insurance policy covers water damage from burst pipes, but excludes losses caused by floods"
        " and rising ground water.",
    ),
    Probe(
        "Which train goes to the airport?",
        "The express line S8 leaves the central station every twenty minutes and reaches the airport terminal"
        " in half an hour.",
    ),
    Probe(
        "What should be done when the fire alarm rings?",
        "As soon as the alarm sounds, leave the building by the nearest emergency exit, do not use the lifts,"
        " and gather at the meeting point.",
    ),
    Probe(
        "How does a vaccine protect the body?",
        "A vaccine shows the immune system a harmless piece of the virus, so that antibodies and memory cells"
        " are ready before an infection.",
    ),
    Probe(
        "Can the contract be cancelled early?",
        "Either party may terminate this agreement before its expiry for good cause, with written notice of"
        " thirty days.",
    ),
    Probe(
        "How is a list sorted in Python?",
        "The built-in function sorted returns a new list with the items in ascending order, while the method"
        " sort changes the list in place.",
    ),
    Probe(
        "What caused the collapse of the bridge?",
        "The investigators found that corroded steel cables had lost their strength, and that the bridge gave"
        " way under the weight of the traffic.",
    ),
    Probe(
        "How far is the moon from the earth?",
        "On average the moon orbits our planet at a distance of 384,400 kilometres, about thirty times the"
        " earth's diameter.",
    ),
    Probe(
        "Which documents are needed for a passport?",
        "Applicants for a new passport must bring a birth certificate, a recent photograph and proof of"
        " identity to the office.",
    ),
    Probe(
        "How often does the oil have to be changed?",
        "Have the engine oil and the oil filter replaced every 15,000 kilometres or once a year, whichever"
        " comes first.",
    ),
    Probe(
        "What do penguins eat?",
        "Penguins dive for krill, squid and small fish, which they catch under water and swallow whole.",
    ),
    Probe(
        "When was the printing press invented?",
        "Around 1440 Johannes Gutenberg built a press with movable metal type in Mainz, which made books"
        " cheap to print.",
    ),
    Probe(
        "Who may vote at the annual meeting?",
        "Every shareholder who is registered seven days before the general assembly has one vote for each"
        " share held.",
    ),
    Probe(
        "How do I wash a wool sweater?",
        "Wash woollen jumpers by hand in lukewarm water with a mild detergent, and dry them flat; never put"
        " them into the tumble dryer.",
    ),
    Probe(
        "What is the penalty for paying late?",
        "If an invoice is not settled within thirty days, interest of five percent a year is charged on the"
        " overdue amount.",
    ),
    Probe(
        "Where do the children go to school?",
        "Pupils from the village attend the primary school in the neighbouring town, to which a school bus"
        " takes them every morning.",
    ),
)

GERMAN = (
    Probe(
        "Wie lang ist die Kündigungsfrist der Wohnung?",
        "Das Mietverhältnis kann von beiden Seiten mit einer Frist von drei Monaten zum Monatsende gekündigt"
        " werden.",
    ),
    Probe(
        "Wie viele Urlaubstage habe ich?",
        "Beschäftigte haben Anspruch auf dreißig Arbeitstage bezahlten Erholungsurlaub im Kalenderjahr.",
    ),
    Probe(
        "Wie lange muss das Brot backen?",
        "Den Laib in den heißen Ofen schieben und 45 Minuten bei 230 Grad backen, bis die Kruste braun ist.",
    ),
    Probe(
        "Wer haftet für den Schaden am Auto?",
        "Für Unfallschäden am Fahrzeug kommt die Haftpflichtversicherung des Verursachers auf.",
    ),
    Probe(
        "Was ist bei Feueralarm zu tun?",
        "Ertönt der Alarm, verlassen alle sofort über die Notausgänge das Gebäude; Aufzüge sind verboten.",
    ),
    Probe(
        "Wann wurde der Buchdruck erfunden?",
        "Um 1440 entwickelte Johannes Gutenberg in Mainz die Druckerpresse mit beweglichen Lettern.",
    ),
    Probe(
        "Wovon ernähren sich Pinguine?",
        "Pinguine jagen unter Wasser nach Krill, Tintenfischen und kleinen Fischen.",
    ),
    Probe(
        "Wie wird das Gerät zurückgesetzt?",
        "Halten Sie die Taste auf der Rückseite des Routers zehn Sekunden gedrückt, um die Werkseinstellungen"
        " wiederherzustellen.",
    ),
)

FRENCH = (
    Probe(
        "Quel est le préavis pour quitter l'appartement ?",
        "Le locataire peut résilier le bail à tout moment, avec un délai de trois mois avant son départ.",
    ),
    Probe(
        "Combien de jours de congé ai-je ?",
        "Chaque salarié a droit à vingt-cinq jours ouvrés de vacances payées par an.",
    ),
    Probe(
        "Combien de temps faut-il cuire le pain ?",
        "Enfournez la miche dans un four chaud et laissez-la dorer 45 minutes à 230 degrés.",
    ),
    Probe(
        "Qui paie les dégâts de la voiture ?",
        "Après un accident, les réparations du véhicule sont à la charge de l'assurance du conducteur"
        " responsable.",
    ),
    Probe(
        "Que faire en cas d'alarme incendie ?",
        "Dès que l'alarme retentit, quittez le bâtiment par la sortie de secours la plus proche sans prendre"
        " l'ascenseur.",
    ),
    Probe(
        "Quand l'imprimerie a-t-elle été inventée ?",
        "Vers 1440, Johannes Gutenberg mit au point à Mayence une presse à caractères mobiles.",
    ),
    Probe(
        "Que mangent les manchots ?",
        "Les manchots plongent pour attraper du krill, des calmars et de petits poissons.",
    ),
    Probe(
        "Comment réinitialiser le routeur ?",
        "Pour rétablir les réglages d'usine, maintenez enfoncé pendant dix secondes le bouton au dos de"
        " l'appareil.",
    ),
)

SPANISH = (
    Probe(
        "¿Con cuánta antelación hay que avisar para dejar el piso?",
        "El inquilino puede rescindir el contrato de alquiler con un preaviso de tres meses.",
    ),
    Probe(
        "¿Cuántos días de vacaciones tengo?",
        "Todo empleado tiene derecho a treinta días naturales de descanso retribuido al año.",
    ),
    Probe(
        "¿Cuánto tiempo se hornea el pan?",
        "Meta la hogaza en el horno caliente y cuézala 45 minutos a 230 grados hasta que se dore.",
    ),
    Probe(
        "¿Quién paga los daños del coche?",
        "Tras un accidente, el seguro del conductor culpable cubre la reparación del vehículo.",
    ),
    Probe(
        "¿Qué hay que hacer si suena la alarma de incendios?",
        "Cuando suene la alarma, salga del edificio por la salida de emergencia más cercana y no use el"
        " ascensor.",
    ),
    Probe(
        "¿Cuándo se inventó la imprenta?",
        "Hacia 1440 Johannes Gutenberg construyó en Maguncia una prensa de tipos móviles.",
    ),
    Probe(
        "¿Qué comen los pingüinos?",
        "Los pingüinos se sumergen para capturar kril, calamares y peces pequeños.",
    ),
    Probe(
        "¿Cómo se restablece el router?",
        "Para volver a los ajustes de fábrica, mantenga pulsado durante diez segundos el botón trasero del"
        " aparato.",
    ),
)

OTHERS = (GERMAN, FRENCH, SPANISH)
