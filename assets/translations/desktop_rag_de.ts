<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Asking</name>
    <message numerus="yes">
        <source>%Ln citations to passages that do not exist were left out</source>
        <translation>
            <numerusform>%Ln Verweis auf eine Textstelle, die es nicht gibt, wurde weggelassen</numerusform>
            <numerusform>%Ln Verweise auf Textstellen, die es nicht gibt, wurden weggelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln documents are ready. Every sentence from them leads to its page, with the words marked.</source>
        <translation>
            <numerusform>%Ln Dokument ist bereit. Jeder Satz daraus führt zu seiner Seite mit den markierten Wörtern.</numerusform>
            <numerusform>%Ln Dokumente sind bereit. Jeder Satz daraus führt zu seiner Seite mit den markierten Wörtern.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) was/were not read yet: ask again when everything is read.</source>
        <translation>
            <numerusform>%Ln Datei war noch nicht gelesen: Fragen Sie noch einmal, wenn alles gelesen ist.</numerusform>
            <numerusform>%Ln Dateien waren noch nicht gelesen: Fragen Sie noch einmal, wenn alles gelesen ist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sentences are not in their source.</source>
        <translation>
            <numerusform>%Ln Satz steht nicht in seiner Quelle.</numerusform>
            <numerusform>%Ln Sätze stehen nicht in ihrer Quelle.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 citation to a passage that does not exist was left out</source>
        <translation>1 Verweis auf eine Textstelle, die es nicht gibt, wurde weggelassen</translation>
    </message>
    <message>
        <source>1 document is ready. Every sentence from it leads to its page, with the words marked.</source>
        <translation>1 Dokument ist bereit. Jeder Satz daraus führt zu seiner Seite mit den markierten Wörtern.</translation>
    </message>
    <message>
        <source>1 sentence is not in its source.</source>
        <translation>1 Satz steht nicht in seiner Quelle.</translation>
    </message>
    <message>
        <source>A file that writes the answers: any chat model in the GGUF format. You can also drop it on this window.</source>
        <translation>Eine Datei, die die Antworten schreibt: ein beliebiges Chat-Modell im GGUF-Format. Sie können sie auch auf dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Add an adapter</source>
        <translation>Adapter hinzufügen</translation>
    </message>
    <message>
        <source>Add as an adapter</source>
        <translation>Als Adapter hinzufügen</translation>
    </message>
    <message>
        <source>Also looked at</source>
        <translation>Auch angesehen</translation>
    </message>
    <message>
        <source>Also read</source>
        <translation>Auch gelesen</translation>
    </message>
    <message>
        <source>Always answer this way</source>
        <translation>Immer so antworten</translation>
    </message>
    <message>
        <source>Another model, for this question</source>
        <translation>Ein anderes Modell, für diese Frage</translation>
    </message>
    <message>
        <source>Another way</source>
        <translation>Auf andere Weise</translation>
    </message>
    <message>
        <source>Answer word for word</source>
        <translation>Wörtlich antworten</translation>
    </message>
    <message>
        <source>Answer, being written</source>
        <translation>Antwort, wird gerade geschrieben</translation>
    </message>
    <message>
        <source>Answer: {text}</source>
        <translation>Antwort: {text}</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Antwortet</translation>
    </message>
    <message>
        <source>As soon as the first documents are read you can ask about them.</source>
        <translation>Sobald die ersten Dokumente gelesen sind, können Sie danach fragen.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>Ask again…</source>
        <translation>Noch einmal fragen …</translation>
    </message>
    <message>
        <source>Ask in the whole library</source>
        <translation>In der ganzen Bibliothek fragen</translation>
    </message>
    <message>
        <source>Ask the model</source>
        <translation>Das Modell fragen</translation>
    </message>
    <message>
        <source>Ask without adapters</source>
        <translation>Ohne Adapter fragen</translation>
    </message>
    <message>
        <source>Ask your documents</source>
        <translation>Fragen Sie Ihre Dokumente</translation>
    </message>
    <message>
        <source>Asked only in {places}</source>
        <translation>Nur gefragt in {places}</translation>
    </message>
    <message>
        <source>Asking in “{name}” too. Press to leave it out.</source>
        <translation>Auch in „{name}“ wird gefragt. Drücken Sie, um es wegzulassen.</translation>
    </message>
    <message>
        <source>Asking only in {places}. Press to ask in the whole library again.</source>
        <translation>Gefragt wird nur in {places}. Drücken Sie, um wieder in der ganzen Bibliothek zu fragen.</translation>
    </message>
    <message>
        <source>Asking only in “{name}”. Press to ask in the whole library again.</source>
        <translation>Gefragt wird nur in „{name}“. Drücken Sie, um wieder in der ganzen Bibliothek zu fragen.</translation>
    </message>
    <message>
        <source>Change what was looked up</source>
        <translation>Ändern, wonach gesucht wurde</translation>
    </message>
    <message>
        <source>Checking the sources…</source>
        <translation>Die Quellen werden geprüft …</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Choose a model file…</source>
        <translation>Modelldatei wählen …</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>Andere Datei wählen …</translation>
    </message>
    <message>
        <source>Closest passages</source>
        <translation>Nächstliegende Textstellen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy with sources</source>
        <translation>Mit Quellen kopieren</translation>
    </message>
    <message>
        <source>Could not be loaded</source>
        <translation>Konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>Documents and adapters</source>
        <translation>Dokumente und Adapter</translation>
    </message>
    <message>
        <source>Edit this question</source>
        <translation>Diese Frage bearbeiten</translation>
    </message>
    <message>
        <source>Enter asks again with this, Esc leaves it as it was</source>
        <translation>Eingabe fragt damit noch einmal, Esc lässt alles, wie es war</translation>
    </message>
    <message>
        <source>Enter asks it anew at the end · Esc leaves it as it was</source>
        <translation>Eingabe fragt es am Ende neu · Esc lässt alles, wie es war</translation>
    </message>
    <message>
        <source>Enter asks it anew at the end, Esc leaves it as it was</source>
        <translation>Eingabe fragt es am Ende neu, Esc lässt alles, wie es war</translation>
    </message>
    <message>
        <source>Enter asks · Esc stops · Shift+F1 shows all shortcuts</source>
        <translation>Eingabe fragt · Esc hält an · Umschalt+F1 zeigt alle Tastenkürzel</translation>
    </message>
    <message>
        <source>From my documents</source>
        <translation>Aus meinen Dokumenten</translation>
    </message>
    <message>
        <source>From the model&apos;s own knowledge; no source</source>
        <translation>Aus dem eigenen Wissen des Modells; keine Quelle</translation>
    </message>
    <message>
        <source>Get models, see what fits this computer, keep them in order ({keys})</source>
        <translation>Modelle holen, sehen, was auf diesen Computer passt, Ordnung halten ({keys})</translation>
    </message>
    <message>
        <source>Give its memory back until it is needed again</source>
        <translation>Gibt seinen Speicher frei, bis es gebraucht wird</translation>
    </message>
    <message>
        <source>Have a model write the answers…</source>
        <translation>Ein Modell antworten lassen …</translation>
    </message>
    <message>
        <source>How answers are made</source>
        <translation>Wie geantwortet wird</translation>
    </message>
    <message>
        <source>How answers are made: {way}. Press to change it.</source>
        <translation>Wie geantwortet wird: {way}. Drücken Sie, um es zu ändern.</translation>
    </message>
    <message>
        <source>How to answer</source>
        <translation>Wie geantwortet wird</translation>
    </message>
    <message>
        <source>It can be added to the model that answers.</source>
        <translation>Er kann dem antwortenden Modell hinzugefügt werden.</translation>
    </message>
    <message>
        <source>It can be added to the models that your documents are searched with.</source>
        <translation>Es kann zu den Modellen kommen, mit denen Ihre Dokumente durchsucht werden.</translation>
    </message>
    <message>
        <source>It can be used as the model that answers.</source>
        <translation>Es kann als antwortendes Modell verwendet werden.</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>Loading {model}…</source>
        <translation>{model} wird geladen …</translation>
    </message>
    <message>
        <source>Loading… {percent}&#xa0;%</source>
        <translation>Wird geladen … {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Loads with the next question</source>
        <translation>Wird mit der nächsten Frage geladen</translation>
    </message>
    <message>
        <source>Looked up: “{asked}”</source>
        <translation>Gesucht nach: „{asked}“</translation>
    </message>
    <message>
        <source>Looking through your documents…</source>
        <translation>Ihre Dokumente werden durchgesehen …</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model alone</source>
        <translation>Modell allein</translation>
    </message>
    <message>
        <source>Model with adapters</source>
        <translation>Modell mit Adaptern</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Needs a model</source>
        <translation>Braucht ein Modell</translation>
    </message>
    <message>
        <source>Needs an adapter</source>
        <translation>Braucht einen Adapter</translation>
    </message>
    <message>
        <source>No model chosen</source>
        <translation>Kein Modell gewählt</translation>
    </message>
    <message>
        <source>No sentence of this answer names a source. Check it before you rely on it.</source>
        <translation>Kein Satz dieser Antwort nennt eine Quelle. Prüfen Sie sie, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>Not checked against the passages yet: it was not finished.</source>
        <translation>Noch nicht mit den Textstellen verglichen: Sie wurde nicht fertig.</translation>
    </message>
    <message>
        <source>Not in its source: “{sentence}” {doubt}</source>
        <translation>Nicht in seiner Quelle: „{sentence}“ {doubt}</translation>
    </message>
    <message>
        <source>Not in what has been read so far</source>
        <translation>Nicht in dem, was bisher gelesen ist</translation>
    </message>
    <message>
        <source>Not in your documents</source>
        <translation>Nicht in Ihren Dokumenten</translation>
    </message>
    <message>
        <source>Not in {places}</source>
        <translation>Nicht in {places}</translation>
    </message>
    <message>
        <source>Not searching your documents</source>
        <translation>Ihre Dokumente werden nicht durchsucht</translation>
    </message>
    <message>
        <source>Nothing in the library answers this.</source>
        <translation>Nichts in der Bibliothek beantwortet das.</translation>
    </message>
    <message>
        <source>Nothing in the library answers this. These passages come closest; they are not an answer.</source>
        <translation>Nichts in der Bibliothek beantwortet das. Diese Textstellen kommen am nächsten; eine Antwort sind sie nicht.</translation>
    </message>
    <message>
        <source>Nothing there answers this.</source>
        <translation>Nichts dort beantwortet das.</translation>
    </message>
    <message>
        <source>Nothing there answers this. These passages come closest; they are not an answer.</source>
        <translation>Nichts dort beantwortet das. Diese Textstellen kommen am nächsten; eine Antwort sind sie nicht.</translation>
    </message>
    <message>
        <source>Nothing to search yet</source>
        <translation>Noch nichts zu durchsuchen</translation>
    </message>
    <message>
        <source>Other questions</source>
        <translation>Andere Fragen</translation>
    </message>
    <message>
        <source>Passages found</source>
        <translation>Gefundene Textstellen</translation>
    </message>
    <message>
        <source>Passages read</source>
        <translation>Gelesene Textstellen</translation>
    </message>
    <message>
        <source>Press to ask in the whole library again.</source>
        <translation>Drücken Sie, um wieder in der ganzen Bibliothek zu fragen.</translation>
    </message>
    <message>
        <source>Press to leave it out.</source>
        <translation>Drücken Sie, um es wegzulassen.</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Questions to begin with</source>
        <translation>Fragen für den Anfang</translation>
    </message>
    <message>
        <source>Reading the passages…</source>
        <translation>Die Textstellen werden gelesen …</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Liest …</translation>
    </message>
    <message>
        <source>Reads what was found, as your adapters change it.</source>
        <translation>Liest, was gefunden wurde, so wie Ihre Adapter es prägen.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message numerus="yes">
        <source>Searching %Ln places</source>
        <translation>
            <numerusform>Durchsucht %Ln Ort</numerusform>
            <numerusform>Durchsucht %Ln Orte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searching all %Ln documents</source>
        <translation>
            <numerusform>Durchsucht %Ln Dokument</numerusform>
            <numerusform>Durchsucht alle %Ln Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching your one document</source>
        <translation>Durchsucht Ihr eines Dokument</translation>
    </message>
    <message>
        <source>Searching {name}</source>
        <translation>Durchsucht {name}</translation>
    </message>
    <message>
        <source>Sentences as they stand in your documents.</source>
        <translation>Sätze, wie sie in Ihren Dokumenten stehen.</translation>
    </message>
    <message>
        <source>Show the library</source>
        <translation>Bibliothek zeigen</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop loading the model</source>
        <translation>Laden des Modells anhalten</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Stopped. What was written so far is kept.</source>
        <translation>Angehalten. Was bisher geschrieben wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Suggest other questions, made from your documents</source>
        <translation>Andere Fragen vorschlagen, aus Ihren Dokumenten gemacht</translation>
    </message>
    <message>
        <source>Switch an adapter on</source>
        <translation>Schalten Sie einen Adapter ein</translation>
    </message>
    <message>
        <source>Taken word for word from your documents</source>
        <translation>Wörtlich aus Ihren Dokumenten</translation>
    </message>
    <message>
        <source>The answer broke off here.</source>
        <translation>Hier ist die Antwort abgebrochen.</translation>
    </message>
    <message>
        <source>The model named no passage for this sentence.</source>
        <translation>Das Modell hat für diesen Satz keine Textstelle genannt.</translation>
    </message>
    <message>
        <source>The model reads what was found and names its sources.</source>
        <translation>Das Modell liest, was gefunden wurde, und nennt seine Quellen.</translation>
    </message>
    <message>
        <source>The passage that it names does not say this.</source>
        <translation>Die genannte Textstelle sagt das nicht.</translation>
    </message>
    <message>
        <source>The same question in another way, or with another model</source>
        <translation>Dieselbe Frage auf andere Weise oder mit einem anderen Modell</translation>
    </message>
    <message>
        <source>The same way: {way}</source>
        <translation>Auf dieselbe Weise: {way}</translation>
    </message>
    <message numerus="yes">
        <source>The search reads the first %Ln characters.</source>
        <translation>
            <numerusform>Die Suche liest nur das erste Zeichen.</numerusform>
            <numerusform>Die Suche liest die ersten %Ln Zeichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>These passages come closest; they are not an answer.</source>
        <translation>Diese Textstellen kommen am nächsten; eine Antwort sind sie nicht.</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>Denkt nach</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>Denkt nach …</translation>
    </message>
    <message>
        <source>This answer is still being written.</source>
        <translation>Diese Antwort wird noch geschrieben.</translation>
    </message>
    <message>
        <source>This answer was interrupted.</source>
        <translation>Diese Antwort wurde unterbrochen.</translation>
    </message>
    <message>
        <source>This answer was interrupted. Its sources were not kept.</source>
        <translation>Diese Antwort wurde unterbrochen. Ihre Quellen sind nicht erhalten.</translation>
    </message>
    <message>
        <source>Thought for a while</source>
        <translation>Hat eine Weile nachgedacht</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Understanding the question…</source>
        <translation>Die Frage wird verstanden …</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Aus dem Speicher nehmen</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Use {name} again</source>
        <translation>{name} wieder verwenden</translation>
    </message>
    <message>
        <source>Used before</source>
        <translation>Früher verwendet</translation>
    </message>
    <message>
        <source>What does this mean?</source>
        <translation>Was bedeutet das?</translation>
    </message>
    <message>
        <source>What it has learned, as your adapters change it.</source>
        <translation>Was es gelernt hat, so wie Ihre Adapter es prägen.</translation>
    </message>
    <message>
        <source>What the model has learned, with no sources to check.</source>
        <translation>Was das Modell gelernt hat, ohne Quellen zum Prüfen.</translation>
    </message>
    <message>
        <source>What the model thought</source>
        <translation>Was das Modell gedacht hat</translation>
    </message>
    <message>
        <source>What to look up</source>
        <translation>Wonach gesucht wird</translation>
    </message>
    <message>
        <source>What would you like to know?</source>
        <translation>Was möchten Sie wissen?</translation>
    </message>
    <message>
        <source>Word for word</source>
        <translation>Wörtlich</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Schreibt …</translation>
    </message>
    <message>
        <source>Written by {model}</source>
        <translation>Geschrieben von {model}</translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} from %Ln passages</source>
        <translation>
            <numerusform>Geschrieben von {model} aus %Ln Textstelle</numerusform>
            <numerusform>Geschrieben von {model} aus %Ln Textstellen</numerusform>
        </translation>
    </message>
    <message>
        <source>Written by {model} from its own knowledge</source>
        <translation>Geschrieben von {model} aus eigenem Wissen</translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} from its own knowledge, with %Ln adapters</source>
        <translation>
            <numerusform>Geschrieben von {model} aus eigenem Wissen, mit %Ln Adapter</numerusform>
            <numerusform>Geschrieben von {model} aus eigenem Wissen, mit %Ln Adaptern</numerusform>
        </translation>
    </message>
    <message>
        <source>Written by {model} from its own knowledge, with the adapter “{first}”</source>
        <translation>Geschrieben von {model} aus eigenem Wissen, mit dem Adapter „{first}“</translation>
    </message>
    <message>
        <source>Written by {model} from its own knowledge, with the adapters “{first}” and “{second}”</source>
        <translation>Geschrieben von {model} aus eigenem Wissen, mit den Adaptern „{first}“ und „{second}“</translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} with %Ln adapters</source>
        <translation>
            <numerusform>Geschrieben von {model} mit %Ln Adapter</numerusform>
            <numerusform>Geschrieben von {model} mit %Ln Adaptern</numerusform>
        </translation>
    </message>
    <message>
        <source>Written by {model} with the adapter “{first}”</source>
        <translation>Geschrieben von {model} mit dem Adapter „{first}“</translation>
    </message>
    <message>
        <source>Written by {model} with the adapters “{first}” and “{second}”</source>
        <translation>Geschrieben von {model} mit den Adaptern „{first}“ und „{second}“</translation>
    </message>
    <message>
        <source>Written by {model} with {adapters}</source>
        <translation>Geschrieben von {model} mit {adapters}</translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} with {adapters} from %Ln passages</source>
        <translation>
            <numerusform>Geschrieben von {model} mit {adapters} aus %Ln Textstelle</numerusform>
            <numerusform>Geschrieben von {model} mit {adapters} aus %Ln Textstellen</numerusform>
        </translation>
    </message>
    <message>
        <source>a model</source>
        <translation>einem Modell</translation>
    </message>
    <message numerus="yes">
        <source>in: %Ln places</source>
        <translation>
            <numerusform>in: %Ln Ort</numerusform>
            <numerusform>in: %Ln Orten</numerusform>
        </translation>
    </message>
    <message>
        <source>in: {name}</source>
        <translation>in: {name}</translation>
    </message>
    <message>
        <source>needs {need} of memory, {free} are free</source>
        <translation>braucht {need} Speicher, {free} sind frei</translation>
    </message>
    <message>
        <source>no source given</source>
        <translation>keine Quelle genannt</translation>
    </message>
    <message>
        <source>not in its source</source>
        <translation>nicht in seiner Quelle</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>das Modell</translation>
    </message>
    <message>
        <source>{model} found no answer in what it read. These passages come closest; look for yourself.</source>
        <translation>{model} hat in dem, was es gelesen hat, keine Antwort gefunden. Diese Textstellen kommen am nächsten; sehen Sie selbst nach.</translation>
    </message>
    <message>
        <source>{names} switched off: made for another kind of model.</source>
        <translation>{names} ausgeschaltet: für eine andere Art von Modell gemacht.</translation>
    </message>
    <message>
        <source>“{mark}”: the model named no passage</source>
        <translation>„{mark}“: Das Modell hat keine Textstelle genannt</translation>
    </message>
    <message>
        <source>“{mark}”: the passage it names does not say this. Check it before you rely on it.</source>
        <translation>„{mark}“: Die genannte Textstelle sagt das nicht. Prüfen Sie es, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>“{name}” can answer without adapters.</source>
        <translation>„{name}“ kann ohne Adapter antworten.</translation>
    </message>
    <message>
        <source>“{name}” is a model, not an adapter.</source>
        <translation>„{name}“ ist ein Modell, kein Adapter.</translation>
    </message>
    <message>
        <source>“{name}” is a search model: it finds passages and cannot answer.</source>
        <translation>„{name}“ ist ein Suchmodell: Es findet Textstellen und kann nicht antworten.</translation>
    </message>
    <message>
        <source>“{name}” is an adapter: it changes a model and cannot answer by itself.</source>
        <translation>„{name}“ ist ein Adapter: Er prägt ein Modell und kann nicht selbst antworten.</translation>
    </message>
    <message>
        <source>“{name}” is used as soon as there is the model that it was made for.</source>
        <translation>„{name}“ wird verwendet, sobald das Modell da ist, für das er gemacht ist.</translation>
    </message>
    <message>
        <source>“{name}” was made for {kind} models, not for “{model}”.</source>
        <translation>„{name}“ wurde für {kind}-Modelle gemacht, nicht für „{model}“.</translation>
    </message>
    <message>
        <source>“{name}” was made for “{base}”, not for “{model}”.</source>
        <translation>„{name}“ wurde für „{base}“ gemacht, nicht für „{model}“.</translation>
    </message>
    <message>
        <source>“{name}” will write the answers to your questions.</source>
        <translation>„{name}“ wird die Antworten auf Ihre Fragen schreiben.</translation>
    </message>
</context>
<context>
    <name>Common</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <comment>The end of a list of places</comment>
        <translation>
            <numerusform>%Ln weiterer</numerusform>
            <numerusform>%Ln weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln Ort</numerusform>
            <numerusform>%Ln Orte</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>Between the items of a list</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Clear the field</source>
        <translation>Feld leeren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
    <message>
        <source>Close this page</source>
        <translation>Diese Seite schließen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Einzelheiten verbergen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Something went wrong inside Desktop RAG.</source>
        <translation>In Desktop RAG ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Try again. If it happens again, copy the details and report them.</source>
        <translation>Versuchen Sie es erneut. Geschieht es wieder, kopieren Sie die Einzelheiten und melden Sie sie.</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <comment>The end of a list of paths</comment>
        <translation>
            <numerusform>und %Ln weiterer</numerusform>
            <numerusform>und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>d MMMM</source>
        <comment>A date as Qt&apos;s letters: 3 May</comment>
        <translation>d. MMMM</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>A date as Qt&apos;s letters: 3 May 2025</comment>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>line {number}</source>
        <translation>Zeile {number}</translation>
    </message>
    <message>
        <source>lines {first}–{last}</source>
        <translation>Zeilen {first}–{last}</translation>
    </message>
    <message>
        <source>message {number}</source>
        <translation>Nachricht {number}</translation>
    </message>
    <message>
        <source>p. {page}</source>
        <comment>A page, short</comment>
        <translation>S. {page}</translation>
    </message>
    <message>
        <source>part {number}</source>
        <translation>Teil {number}</translation>
    </message>
    <message>
        <source>slide {number}</source>
        <translation>Folie {number}</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number}&#xa0;%</translation>
    </message>
    <message>
        <source>{others} and {last}</source>
        <comment>The end of a list</comment>
        <translation>{others} und {last}</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
</context>
<context>
    <name>Conversations</name>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln Frage</numerusform>
            <numerusform>%Ln Fragen</numerusform>
        </translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Copied as Markdown.</source>
        <translation>Als Markdown kopiert.</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %Ln conversation(s).</source>
        <translation>
            <numerusform>%Ln Gespräch gelöscht.</numerusform>
            <numerusform>%Ln Gespräche gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted “{title}”.</source>
        <translation>„{title}“ gelöscht.</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Export as HTML…</source>
        <translation>Als HTML exportieren …</translation>
    </message>
    <message>
        <source>Export as Markdown…</source>
        <translation>Als Markdown exportieren …</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>Als PDF exportieren …</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>Gespräch exportieren</translation>
    </message>
    <message>
        <source>More for this conversation</source>
        <translation>Mehr zu diesem Gespräch</translation>
    </message>
    <message>
        <source>Name of the conversation</source>
        <translation>Name des Gesprächs</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>No conversation has these words.</source>
        <translation>In keinem Gespräch kommen diese Wörter vor.</translation>
    </message>
    <message>
        <source>Nothing asked yet. Your questions and their answers are kept here, so that you can go on later.</source>
        <translation>Noch nichts gefragt. Ihre Fragen und die Antworten werden hier aufbewahrt, damit Sie später weitermachen können.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <source>Pin to the top</source>
        <translation>Oben anheften</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>Gespeichert als „{name}“.</translation>
    </message>
    <message>
        <source>Search in conversations</source>
        <translation>In Gesprächen suchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Nicht mehr anheften</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>open now</source>
        <translation>jetzt offen</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>.docx or PDF</source>
        <translation>.docx oder PDF</translation>
    </message>
    <message>
        <source>.pptx or PDF</source>
        <translation>.pptx oder PDF</translation>
    </message>
    <message>
        <source>A conversation needs a name.</source>
        <translation>Ein Gespräch braucht einen Namen.</translation>
    </message>
    <message>
        <source>A file</source>
        <translation>Eine Datei</translation>
    </message>
    <message>
        <source>A helper process answered with something that makes no sense and was stopped.</source>
        <translation>Ein Hilfsprozess hat etwas Unsinniges geantwortet und wurde beendet.</translation>
    </message>
    <message>
        <source>A helper process made no progress for too long and was stopped.</source>
        <translation>Ein Hilfsprozess kam zu lange nicht voran und wurde beendet.</translation>
    </message>
    <message>
        <source>A helper process needed more memory than it is allowed and was stopped.</source>
        <translation>Ein Hilfsprozess brauchte mehr Speicher, als ihm erlaubt ist, und wurde beendet.</translation>
    </message>
    <message>
        <source>A helper process of this program failed.</source>
        <translation>Ein Hilfsprozess dieses Programms ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>A helper process stopped unexpectedly.</source>
        <translation>Ein Hilfsprozess wurde unerwartet beendet.</translation>
    </message>
    <message>
        <source>A library that Desktop RAG needs for searching cannot be loaded.</source>
        <translation>Eine Programmbibliothek, die Desktop RAG zum Suchen braucht, lässt sich nicht laden.</translation>
    </message>
    <message>
        <source>A part of Desktop RAG is missing or broken.</source>
        <translation>Ein Teil von Desktop RAG fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>A row of this {noun} has more than {longest_row} characters.</source>
        <translation>Eine Zeile dieser Datei ({noun}) hat mehr als {longest_row} Zeichen.</translation>
    </message>
    <message>
        <source>A source number that the model made up was left out.</source>
        <translation>Eine Quellennummer, die das Modell erfunden hat, wurde weggelassen.</translation>
    </message>
    <message>
        <source>Adapters for models of the kind “{architecture}” cannot be converted here yet.</source>
        <translation>Adapter für Modelle der Art „{architecture}“ lassen sich hier noch nicht umwandeln.</translation>
    </message>
    <message>
        <source>Add it again, so that it is looked at anew.</source>
        <translation>Fügen Sie sie noch einmal hinzu, damit sie neu geprüft wird.</translation>
    </message>
    <message>
        <source>Add it as a model instead.</source>
        <translation>Fügen Sie sie stattdessen als Modell hinzu.</translation>
    </message>
    <message>
        <source>Add it first.</source>
        <translation>Fügen Sie es zuerst hinzu.</translation>
    </message>
    <message>
        <source>Add it to the library, where documents are read.</source>
        <translation>Fügen Sie sie der Bibliothek hinzu, wo Dokumente gelesen werden.</translation>
    </message>
    <message>
        <source>Add it to the search models instead.</source>
        <translation>Fügen Sie es stattdessen bei den Suchmodellen hinzu.</translation>
    </message>
    <message>
        <source>Add it under Models.</source>
        <translation>Fügen Sie sie unter „Modelle“ hinzu.</translation>
    </message>
    <message>
        <source>Add that model as a GGUF file first, then add the adapter again.</source>
        <translation>Fügen Sie zuerst dieses Modell als GGUF-Datei hinzu, dann den Adapter noch einmal.</translation>
    </message>
    <message>
        <source>Add the file first, or look at what is there.</source>
        <translation>Fügen Sie die Datei zuerst hinzu oder sehen Sie nach, was da ist.</translation>
    </message>
    <message>
        <source>Add the folder to the adapters first.</source>
        <translation>Fügen Sie den Ordner zuerst bei den Adaptern hinzu.</translation>
    </message>
    <message>
        <source>Afrikaans</source>
        <translation>Afrikaans</translation>
    </message>
    <message>
        <source>Albanian</source>
        <translation>Albanisch</translation>
    </message>
    <message>
        <source>Allow longer answers, or choose a model that does not think aloud first.</source>
        <translation>Erlauben Sie längere Antworten oder wählen Sie ein Modell, das nicht erst laut nachdenkt.</translation>
    </message>
    <message>
        <source>Amharic</source>
        <translation>Amharisch</translation>
    </message>
    <message>
        <source>An administrator decided so. Copy the model file to this computer yourself.</source>
        <translation>Das hat die Verwaltung dieses Computers so festgelegt. Kopieren Sie die Modelldatei selbst auf diesen Computer.</translation>
    </message>
    <message>
        <source>Another file named {name} is there already; it was left as it is.</source>
        <translation>Eine andere Datei namens {name} ist schon da; sie wurde nicht angerührt.</translation>
    </message>
    <message>
        <source>Another window or command is changing this library.</source>
        <translation>Ein anderes Fenster oder ein Befehl ändert gerade diese Bibliothek.</translation>
    </message>
    <message>
        <source>Answers and summaries in eight languages; conditions of its publisher apply.</source>
        <translation>Antworten und Zusammenfassungen in acht Sprachen; es gelten Bedingungen des Herausgebers.</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
    <message>
        <source>Aragonese</source>
        <translation>Aragonesisch</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>Armenisch</translation>
    </message>
    <message>
        <source>Ask a shorter question, or choose a model with a longer context.</source>
        <translation>Stellen Sie eine kürzere Frage oder wählen Sie ein Modell mit längerem Kontext.</translation>
    </message>
    <message>
        <source>Ask again: the model is loaded anew.</source>
        <translation>Fragen Sie noch einmal: Das Modell wird neu geladen.</translation>
    </message>
    <message>
        <source>Ask in other words, or choose another model.</source>
        <translation>Fragen Sie mit anderen Worten oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Ask the seller for a copy without copy protection (DRM), and add that.</source>
        <translation>Bitten Sie den Anbieter um ein Exemplar ohne Kopierschutz (DRM) und fügen Sie dieses hinzu.</translation>
    </message>
    <message>
        <source>Asked of {model} alone, without the documents.</source>
        <translation>Gefragt wurde nur {model}, ohne die Dokumente.</translation>
    </message>
    <message>
        <source>Asked of {model} with LoRA adapters, which read the passages that were found.</source>
        <translation>Gefragt wurde {model} mit LoRA-Adaptern; gelesen wurden die gefundenen Textstellen.</translation>
    </message>
    <message>
        <source>Asked of {model} with LoRA adapters, without the documents.</source>
        <translation>Gefragt wurde {model} mit LoRA-Adaptern, ohne die Dokumente.</translation>
    </message>
    <message>
        <source>Asked of {model}, which read the passages that were found.</source>
        <translation>Gefragt wurde {model}; gelesen wurden die gefundenen Textstellen.</translation>
    </message>
    <message>
        <source>Asked on {asked_at}.</source>
        <translation>Gefragt am {asked_at}.</translation>
    </message>
    <message>
        <source>Asked only in {places}.</source>
        <translation>Nur gefragt in {places}.</translation>
    </message>
    <message>
        <source>Assamese</source>
        <translation>Assamesisch</translation>
    </message>
    <message>
        <source>Azerbaijani</source>
        <translation>Aserbaidschanisch</translation>
    </message>
    <message>
        <source>Bashkir</source>
        <translation>Baschkirisch</translation>
    </message>
    <message>
        <source>Basque</source>
        <translation>Baskisch</translation>
    </message>
    <message>
        <source>Begin a new one.</source>
        <translation>Beginnen Sie ein neues.</translation>
    </message>
    <message>
        <source>Belarusian</source>
        <translation>Belarussisch</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>Bengalisch</translation>
    </message>
    <message>
        <source>Bosnian</source>
        <translation>Bosnisch</translation>
    </message>
    <message>
        <source>Breton</source>
        <translation>Bretonisch</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>Bulgarisch</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>Birmanisch</translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation>Katalanisch</translation>
    </message>
    <message>
        <source>Change to another search model first.</source>
        <translation>Wechseln Sie zuerst zu einem anderen Suchmodell.</translation>
    </message>
    <message>
        <source>Check that it is still there and its drive is connected, then retry.</source>
        <translation>Prüfen Sie, ob sie noch da und das Laufwerk verbunden ist, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Check that the disk is connected, sound and not full, then try again.</source>
        <translation>Prüfen Sie, ob der Datenträger verbunden, in Ordnung und nicht voll ist, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Check the clock of this computer. In a company network, ask for its certificate to be installed.</source>
        <translation>Prüfen Sie die Uhr dieses Computers. In einem Firmennetz lassen Sie dessen Zertifikat installieren.</translation>
    </message>
    <message>
        <source>Check the connection to the drive it is on, then press Check for changes.</source>
        <translation>Prüfen Sie die Verbindung zum Laufwerk und klicken Sie dann auf „Auf Änderungen prüfen“.</translation>
    </message>
    <message>
        <source>Check the connection to the internet, then try again.</source>
        <translation>Prüfen Sie die Verbindung zum Internet und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Check the disk, then try again.</source>
        <translation>Prüfen Sie den Datenträger und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Check the link, or choose another file.</source>
        <translation>Prüfen Sie den Link oder wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Check the name, or reconnect the drive it is on.</source>
        <translation>Prüfen Sie den Namen oder schließen Sie das Laufwerk wieder an.</translation>
    </message>
    <message>
        <source>Check the permissions of its folder, or choose another place.</source>
        <translation>Prüfen Sie die Zugriffsrechte des Ordners oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Check the permissions of the folder and the disk it is on, then try again.</source>
        <translation>Prüfen Sie die Zugriffsrechte des Ordners und den Datenträger und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Check the permissions of the library&apos;s folder, then add the folder again.</source>
        <translation>Prüfen Sie die Zugriffsrechte des Bibliotheksordners und fügen Sie den Ordner noch einmal hinzu.</translation>
    </message>
    <message>
        <source>Check what was entered.</source>
        <translation>Prüfen Sie Ihre Eingabe.</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinesisch</translation>
    </message>
    <message>
        <source>Choose Enter password, or save a copy without one and add that.</source>
        <translation>Wählen Sie „Passwort eingeben“ oder speichern Sie eine Kopie ohne Passwort und fügen Sie diese hinzu.</translation>
    </message>
    <message>
        <source>Choose a LoRA adapter in the GGUF format.</source>
        <translation>Wählen Sie einen LoRA-Adapter im GGUF-Format.</translation>
    </message>
    <message>
        <source>Choose a chat model in the GGUF format.</source>
        <translation>Wählen Sie ein Chat-Modell im GGUF-Format.</translation>
    </message>
    <message>
        <source>Choose a chat model; models for searching are chosen in the search settings.</source>
        <translation>Wählen Sie ein Chat-Modell; Modelle zum Suchen werden bei den Suchmodellen gewählt.</translation>
    </message>
    <message>
        <source>Choose a copy of this model that holds “model.safetensors”.</source>
        <translation>Wählen Sie eine Fassung dieses Modells, die „model.safetensors“ enthält.</translation>
    </message>
    <message>
        <source>Choose a document or a folder.</source>
        <translation>Wählen Sie ein Dokument oder einen Ordner.</translation>
    </message>
    <message>
        <source>Choose a document.</source>
        <translation>Wählen Sie ein Dokument.</translation>
    </message>
    <message>
        <source>Choose a file name.</source>
        <translation>Wählen Sie einen Dateinamen.</translation>
    </message>
    <message>
        <source>Choose a file that “Export” of this program wrote. Nothing was changed.</source>
        <translation>Wählen Sie eine Datei, die dieses Programm mit „Exportieren“ geschrieben hat. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Choose a folder that exists and may be written to.</source>
        <translation>Wählen Sie einen Ordner, den es gibt und in den geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Choose a folder with an {config_name} that PEFT wrote, or an adapter in the GGUF format.</source>
        <translation>Wählen Sie einen Ordner mit einer {config_name}, die PEFT geschrieben hat, oder einen Adapter im GGUF-Format.</translation>
    </message>
    <message>
        <source>Choose a larger limit.</source>
        <translation>Wählen Sie eine höhere Grenze.</translation>
    </message>
    <message>
        <source>Choose a library on another disk; one formatted as FAT32 holds 4 GB a file at the most.</source>
        <translation>Wählen Sie eine Bibliothek auf einem anderen Datenträger; mit FAT32 sind höchstens 4 GB je Datei möglich.</translation>
    </message>
    <message>
        <source>Choose a model file (GGUF) first, or take answers word for word.</source>
        <translation>Wählen Sie zuerst eine Modelldatei (GGUF) oder nehmen Sie wörtliche Antworten.</translation>
    </message>
    <message>
        <source>Choose a model file in the GGUF format (its name ends in .gguf).</source>
        <translation>Wählen Sie eine Modelldatei im GGUF-Format (ihr Name endet auf .gguf).</translation>
    </message>
    <message>
        <source>Choose a page the document has.</source>
        <translation>Wählen Sie eine Seite, die das Dokument hat.</translation>
    </message>
    <message>
        <source>Choose a search model. Rerankers are not used here.</source>
        <translation>Wählen Sie ein Suchmodell. Reranker werden hier nicht verwendet.</translation>
    </message>
    <message>
        <source>Choose a search model: a GGUF file or a sentence-transformers folder.</source>
        <translation>Wählen Sie ein Suchmodell: eine GGUF-Datei oder einen sentence-transformers-Ordner.</translation>
    </message>
    <message>
        <source>Choose a shorter context: with {tokens} tokens it would fit.</source>
        <translation>Wählen Sie einen kürzeren Kontext: Mit {tokens} Tokens würde es passen.</translation>
    </message>
    <message>
        <source>Choose a smaller model, or download all its files with your browser and add the first one.</source>
        <translation>Wählen Sie ein kleineres Modell oder laden Sie alle Dateien mit dem Browser herunter und fügen Sie die erste hinzu.</translation>
    </message>
    <message>
        <source>Choose a smaller model.</source>
        <translation>Wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Choose a smaller model: here one of about {billions} billion parameters would fit.</source>
        <translation>Wählen Sie ein kleineres Modell: Hier würde eines mit etwa {billions} Milliarden Parametern passen.</translation>
    </message>
    <message>
        <source>Choose a smaller version of the same model, such as {small_version}: that would fit.</source>
        <translation>Wählen Sie eine kleinere Fassung desselben Modells, etwa {small_version}: Die würde passen.</translation>
    </message>
    <message>
        <source>Choose an empty folder.</source>
        <translation>Wählen Sie einen leeren Ordner.</translation>
    </message>
    <message>
        <source>Choose another folder, or give yourself permission to write there.</source>
        <translation>Wählen Sie einen anderen Ordner oder geben Sie sich das Recht, dort zu schreiben.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Choose another model file.</source>
        <translation>Wählen Sie eine andere Modelldatei.</translation>
    </message>
    <message>
        <source>Choose another name, or delete that file first.</source>
        <translation>Wählen Sie einen anderen Namen oder löschen Sie zuerst diese Datei.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Choose another place or another file name.</source>
        <translation>Wählen Sie einen anderen Ort oder einen anderen Dateinamen.</translation>
    </message>
    <message>
        <source>Choose another search model, or a GGUF file of this one.</source>
        <translation>Wählen Sie ein anderes Suchmodell oder eine GGUF-Datei von diesem.</translation>
    </message>
    <message>
        <source>Choose at least one kind of file.</source>
        <translation>Wählen Sie mindestens eine Art von Dateien.</translation>
    </message>
    <message>
        <source>Choose the .gguf file inside it.</source>
        <translation>Wählen Sie die .gguf-Datei darin.</translation>
    </message>
    <message>
        <source>Choose the folder of a training that was finished.</source>
        <translation>Wählen Sie den Ordner eines abgeschlossenen Trainings.</translation>
    </message>
    <message>
        <source>Choose the folder that holds {config_name} and {weights_name}.</source>
        <translation>Wählen Sie den Ordner mit {config_name} und {weights_name}.</translation>
    </message>
    <message>
        <source>Choose the folder that they are in now. Nothing was changed.</source>
        <translation>Wählen Sie den Ordner, in dem sie jetzt sind. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Choose the full model file; it is much larger.</source>
        <translation>Wählen Sie die vollständige Modelldatei; sie ist viel größer.</translation>
    </message>
    <message>
        <source>Choose the model it belongs to.</source>
        <translation>Wählen Sie das Modell, zu dem sie gehört.</translation>
    </message>
    <message>
        <source>Choose the model it was made for, then add it as an adapter.</source>
        <translation>Wählen Sie das Modell, für das er gemacht ist, und fügen Sie ihn dann als Adapter hinzu.</translation>
    </message>
    <message>
        <source>Choose the model that the adapter was trained on, or another adapter.</source>
        <translation>Wählen Sie das Modell, mit dem der Adapter trainiert wurde, oder einen anderen Adapter.</translation>
    </message>
    <message>
        <source>Choose the model&apos;s folder.</source>
        <translation>Wählen Sie den Ordner des Modells.</translation>
    </message>
    <message>
        <source>Choose the very model that it was trained on.</source>
        <translation>Wählen Sie genau das Modell, mit dem er trainiert wurde.</translation>
    </message>
    <message>
        <source>Choose where it is now.</source>
        <translation>Wählen Sie, wo er jetzt ist.</translation>
    </message>
    <message>
        <source>Choose {another}, or a newer version of Desktop RAG.</source>
        <translation>Wählen Sie {another} oder eine neuere Version von Desktop RAG.</translation>
    </message>
    <message>
        <source>Choose “Enter password …” again. Small and capital letters are told apart.</source>
        <translation>Wählen Sie noch einmal „Passwort eingeben …“. Groß- und Kleinbuchstaben werden unterschieden.</translation>
    </message>
    <message>
        <source>Choose “Enter password …”. It is asked for once and kept only while the program runs.</source>
        <translation>Wählen Sie „Passwort eingeben …“. Danach wird nur einmal gefragt, und behalten wird es nur, solange das Programm läuft.</translation>
    </message>
    <message>
        <source>Close other programs before you use it.</source>
        <translation>Schließen Sie vorher andere Programme.</translation>
    </message>
    <message>
        <source>Close other programs that use it, check the permissions of its folder, then try again.</source>
        <translation>Schließen Sie andere Programme, die darauf zugreifen, prüfen Sie die Zugriffsrechte des Ordners und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Close other programs, choose a shorter context, or a smaller model.</source>
        <translation>Schließen Sie andere Programme, wählen Sie einen kürzeren Kontext oder ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Close other programs: this computer has {total} of memory in all.</source>
        <translation>Schließen Sie andere Programme: Dieser Computer hat insgesamt {total} Speicher.</translation>
    </message>
    <message>
        <source>Close the programs that use it, or check its permissions.</source>
        <translation>Schließen Sie die Programme, die darauf zugreifen, oder prüfen Sie die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Closest passages, which do not answer the question</source>
        <translation>Die nächstliegenden Textstellen, die die Frage nicht beantworten</translation>
    </message>
    <message>
        <source>Connect the drive that it lies on, then start Desktop RAG again. If it is gone for good, delete the file “{pointer}” to begin in the usual place again.</source>
        <translation>Verbinden Sie das Laufwerk, auf dem sie liegt, und starten Sie Desktop RAG neu. Gibt es sie nicht mehr, löschen Sie die Datei „{pointer}“, um wieder am üblichen Ort zu beginnen.</translation>
    </message>
    <message>
        <source>Convert it with llama.cpp&apos;s convert_lora_to_gguf.py, and add the GGUF file.</source>
        <translation>Wandeln Sie ihn mit convert_lora_to_gguf.py von llama.cpp um und fügen Sie die GGUF-Datei hinzu.</translation>
    </message>
    <message>
        <source>Copy it here again, or export the library again. Nothing was changed.</source>
        <translation>Kopieren Sie sie noch einmal hierher oder exportieren Sie die Bibliothek erneut. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Copy the model file to this computer yourself, then add it.</source>
        <translation>Kopieren Sie die Modelldatei selbst auf diesen Computer und fügen Sie sie dann hinzu.</translation>
    </message>
    <message>
        <source>Copy the whole folder again from where it was trained.</source>
        <translation>Kopieren Sie den ganzen Ordner noch einmal von dort, wo er trainiert wurde.</translation>
    </message>
    <message>
        <source>Copy the whole folder that the training wrote.</source>
        <translation>Kopieren Sie den ganzen Ordner, den das Training geschrieben hat.</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>Kroatisch</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>Tschechisch</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>Dänisch</translation>
    </message>
    <message>
        <source>Delete it in the program that keeps it; here it is only listed.</source>
        <translation>Löschen Sie sie in dem Programm, das sie verwaltet; hier steht sie nur in der Liste.</translation>
    </message>
    <message>
        <source>Delete it in your file manager; here it is only listed.</source>
        <translation>Löschen Sie ihn in Ihrer Dateiverwaltung; hier steht er nur in der Liste.</translation>
    </message>
    <message>
        <source>Do not use this link. Look for the file at another place.</source>
        <translation>Verwenden Sie diesen Link nicht. Suchen Sie die Datei an einer anderen Stelle.</translation>
    </message>
    <message>
        <source>Download it again, or choose another model file.</source>
        <translation>Laden Sie sie noch einmal herunter oder wählen Sie eine andere Modelldatei.</translation>
    </message>
    <message>
        <source>Download it again, or restore it from a backup.</source>
        <translation>Laden Sie sie noch einmal herunter oder stellen Sie sie aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Download it with your browser, then add the file.</source>
        <translation>Laden Sie sie mit dem Browser herunter und fügen Sie die Datei dann hinzu.</translation>
    </message>
    <message>
        <source>Download or copy the whole folder again.</source>
        <translation>Laden oder kopieren Sie den ganzen Ordner noch einmal.</translation>
    </message>
    <message>
        <source>Download that part again.</source>
        <translation>Laden Sie diesen Teil noch einmal herunter.</translation>
    </message>
    <message>
        <source>Downloads are switched off in the settings of this program.</source>
        <translation>Downloads sind in den Einstellungen dieses Programms ausgeschaltet.</translation>
    </message>
    <message>
        <source>Downloads are switched off.</source>
        <translation>Downloads sind ausgeschaltet.</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>Niederländisch</translation>
    </message>
    <message>
        <source>Dzongkha</source>
        <translation>Dzongkha</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Englisch</translation>
    </message>
    <message>
        <source>Esperanto</source>
        <translation>Esperanto</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>Estnisch</translation>
    </message>
    <message>
        <source>Export it first if you need it, then say that it is to be replaced (--replace).</source>
        <translation>Exportieren Sie sie zuerst, wenn Sie sie brauchen, und sagen Sie dann, dass sie ersetzt werden soll (--replace).</translation>
    </message>
    <message>
        <source>Export the library again, on the computer that it is from. Nothing was changed.</source>
        <translation>Exportieren Sie die Bibliothek noch einmal auf dem Computer, von dem sie stammt. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Exported from Desktop RAG, {span}.</source>
        <translation>Aus Desktop RAG exportiert, {span}.</translation>
    </message>
    <message>
        <source>Faroese</source>
        <translation>Färöisch</translation>
    </message>
    <message>
        <source>Finds across languages, a German question in a French text; reading in a large library takes hours without a graphics card.</source>
        <translation>Findet über Sprachen hinweg, eine deutsche Frage in einem französischen Text; eine große Bibliothek einzulesen dauert ohne Grafikkarte Stunden.</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>Finnisch</translation>
    </message>
    <message>
        <source>Fluent answers in eight languages for a fast computer; conditions of its publisher apply.</source>
        <translation>Flüssige Antworten in acht Sprachen für einen schnellen Computer; es gelten Bedingungen des Herausgebers.</translation>
    </message>
    <message>
        <source>Follows exact instructions in some twenty languages; its answers are terse.</source>
        <translation>Folgt genauen Anweisungen in rund zwanzig Sprachen; seine Antworten sind knapp.</translation>
    </message>
    <message>
        <source>Follows plain requests in English; long documents cost it much memory.</source>
        <translation>Folgt einfachen Bitten auf Englisch; lange Dokumente kosten es viel Speicher.</translation>
    </message>
    <message>
        <source>Free for private use, not at work.</source>
        <translation>Frei für private Zwecke, nicht für die Arbeit.</translation>
    </message>
    <message>
        <source>Free some space there, or choose another place. The library is as it was.</source>
        <translation>Schaffen Sie dort Platz oder wählen Sie einen anderen Ort. Die Bibliothek ist, wie sie war.</translation>
    </message>
    <message>
        <source>Free some space, or choose a smaller model.</source>
        <translation>Schaffen Sie Platz oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Free some space, then add the folder again.</source>
        <translation>Schaffen Sie Platz und fügen Sie den Ordner dann noch einmal hinzu.</translation>
    </message>
    <message>
        <source>Free some space, then start again: it goes on where it stopped.</source>
        <translation>Schaffen Sie Platz und beginnen Sie dann noch einmal: Es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Free some space, then try again. Nothing was changed.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es dann erneut. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Free some space, then try again: it goes on where it stopped.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es dann erneut: Es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Free to use, also at work, to change and to pass on with its notice.</source>
        <translation>Frei zu verwenden, auch bei der Arbeit, zu ändern und mit seinem Lizenzhinweis weiterzugeben.</translation>
    </message>
    <message>
        <source>Free to use, also at work, under conditions of its publisher.</source>
        <translation>Frei zu verwenden, auch bei der Arbeit, unter Bedingungen des Herausgebers.</translation>
    </message>
    <message>
        <source>French</source>
        <translation>Französisch</translation>
    </message>
    <message>
        <source>Galician</source>
        <translation>Galicisch</translation>
    </message>
    <message>
        <source>Ganda</source>
        <translation>Ganda</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>Georgisch</translation>
    </message>
    <message>
        <source>German</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>Give the name of a file.</source>
        <translation>Geben Sie den Namen einer Datei an.</translation>
    </message>
    <message>
        <source>Give the number in front.</source>
        <translation>Geben Sie die Nummer davor an.</translation>
    </message>
    <message>
        <source>Give the parts their names back, which end in -00001-of-{count}.gguf and so on.</source>
        <translation>Geben Sie den Teilen ihre Namen zurück, die auf -00001-of-{count}.gguf und so weiter enden.</translation>
    </message>
    <message>
        <source>Give yourself permission to read it, or reconnect the drive it is on, then try again.</source>
        <translation>Geben Sie sich das Leserecht oder schließen Sie das Laufwerk wieder an und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Give yourself permission to read it, then press Check for changes.</source>
        <translation>Geben Sie sich das Leserecht und klicken Sie dann auf „Auf Änderungen prüfen“.</translation>
    </message>
    <message>
        <source>Give yourself permission to read it, then retry.</source>
        <translation>Geben Sie sich das Leserecht und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Give yourself permission to read it, then try again.</source>
        <translation>Geben Sie sich das Leserecht und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>Gujarati</translation>
    </message>
    <message>
        <source>Haitian Creole</source>
        <translation>Haitianisch</translation>
    </message>
    <message>
        <source>Hausa</source>
        <translation>Hausa</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebräisch</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>Hindi</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>Ungarisch</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>Isländisch</translation>
    </message>
    <message>
        <source>If it shows text in its own program, save it from there as PDF and add that.</source>
        <translation>Wenn es in seinem eigenen Programm Text zeigt, speichern Sie es dort als PDF und fügen Sie dieses hinzu.</translation>
    </message>
    <message>
        <source>If it shows writing, save it as PNG or JPEG and add that.</source>
        <translation>Wenn es Schrift zeigt, speichern Sie es als PNG oder JPEG und fügen Sie dieses hinzu.</translation>
    </message>
    <message>
        <source>If there are words, scan it again at a higher resolution.</source>
        <translation>Wenn Wörter darauf sind, scannen Sie es noch einmal mit höherer Auflösung.</translation>
    </message>
    <message>
        <source>Igbo</source>
        <translation>Igbo</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>Indonesisch</translation>
    </message>
    <message>
        <source>Install Desktop RAG again.</source>
        <translation>Installieren Sie Desktop RAG neu.</translation>
    </message>
    <message>
        <source>Install it with: pip install &quot;desktop-rag[sentence-transformers]&quot;, or choose a GGUF file.</source>
        <translation>Installieren Sie sie mit: pip install &quot;desktop-rag[sentence-transformers]&quot;, oder wählen Sie eine GGUF-Datei.</translation>
    </message>
    <message>
        <source>Install the build of Desktop RAG for older processors.</source>
        <translation>Installieren Sie die Ausgabe von Desktop RAG für ältere Prozessoren.</translation>
    </message>
    <message>
        <source>Interrupted: the program ended before this was finished.</source>
        <translation>Unterbrochen: Das Programm endete, bevor dies fertig war.</translation>
    </message>
    <message>
        <source>Irish</source>
        <translation>Irisch</translation>
    </message>
    <message>
        <source>It is on a network drive, whose changes this computer does not hear of.</source>
        <translation>Er ist auf einem Netzlaufwerk, von dessen Änderungen dieser Computer nichts erfährt.</translation>
    </message>
    <message>
        <source>It may be made to do harm. If you trust it, save it again in its own program.</source>
        <translation>Sie könnte Schaden anrichten wollen. Wenn Sie ihr vertrauen, speichern Sie sie in ihrem eigenen Programm noch einmal.</translation>
    </message>
    <message>
        <source>It may be made to do harm. If you trust it, split it into smaller ones.</source>
        <translation>Sie könnte Schaden anrichten wollen. Wenn Sie ihr vertrauen, teilen Sie sie in kleinere auf.</translation>
    </message>
    <message>
        <source>It was made for {made_for}. Choose that model, or another adapter.</source>
        <translation>Er wurde für {made_for} gemacht. Wählen Sie dieses Modell oder einen anderen Adapter.</translation>
    </message>
    <message>
        <source>It was made for {name}. Choose that model, or another adapter.</source>
        <translation>Er wurde für {name} gemacht. Wählen Sie dieses Modell oder einen anderen Adapter.</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>Italienisch</translation>
    </message>
    <message>
        <source>Its drive or folder is not there now.</source>
        <translation>Laufwerk oder Ordner sind gerade nicht da.</translation>
    </message>
    <message>
        <source>Its pages are pictures, whose words are still to be read.</source>
        <translation>Seine Seiten sind Bilder, deren Wörter noch gelesen werden.</translation>
    </message>
    <message>
        <source>Its text can be searched and shown, but its pages cannot be drawn.</source>
        <translation>Der Text lässt sich durchsuchen und zeigen, die Seiten lassen sich nicht zeichnen.</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japanisch</translation>
    </message>
    <message>
        <source>Javanese</source>
        <translation>Javanisch</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>Kannada</translation>
    </message>
    <message>
        <source>Kazakh</source>
        <translation>Kasachisch</translation>
    </message>
    <message>
        <source>Keeps to what is asked and needs little memory, in English; hard questions are beyond it.</source>
        <translation>Hält sich an das Gefragte und braucht wenig Speicher, auf Englisch; schwere Fragen überfordern es.</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>Khmer</translation>
    </message>
    <message>
        <source>Kinyarwanda</source>
        <translation>Kinyarwanda</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreanisch</translation>
    </message>
    <message>
        <source>Kurdish</source>
        <translation>Kurdisch</translation>
    </message>
    <message>
        <source>Kyrgyz</source>
        <translation>Kirgisisch</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>Laotisch</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>Latein</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>Lettisch</translation>
    </message>
    <message>
        <source>Let the download finish, or download the file again.</source>
        <translation>Warten Sie, bis der Download fertig ist, oder laden Sie die Datei noch einmal herunter.</translation>
    </message>
    <message>
        <source>Lingala</source>
        <translation>Lingala</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>Litauisch</translation>
    </message>
    <message>
        <source>LoRA adapters: {adapters}.</source>
        <translation>LoRA-Adapter: {adapters}.</translation>
    </message>
    <message>
        <source>Load it in PEFT and save it again as one file.</source>
        <translation>Laden Sie ihn in PEFT und speichern Sie ihn dort als eine Datei.</translation>
    </message>
    <message>
        <source>Load it in PEFT and save it again as safetensors (save_pretrained does so by itself).</source>
        <translation>Laden Sie ihn in PEFT und speichern Sie ihn dort als safetensors (save_pretrained tut das von selbst).</translation>
    </message>
    <message>
        <source>Log in there first.</source>
        <translation>Melden Sie sich dort zuerst an.</translation>
    </message>
    <message>
        <source>Look for a link that begins with https://, or download the file with your browser.</source>
        <translation>Suchen Sie einen Link, der mit https:// beginnt, oder laden Sie die Datei mit dem Browser herunter.</translation>
    </message>
    <message>
        <source>Look for a newer file of the same model (GGUF version 3).</source>
        <translation>Suchen Sie eine neuere Datei desselben Modells (GGUF Version 3).</translation>
    </message>
    <message>
        <source>Look for a newer file of the same model: GGUF has been the format since August 2023.</source>
        <translation>Suchen Sie eine neuere Datei desselben Modells: GGUF ist seit August 2023 das Format.</translation>
    </message>
    <message>
        <source>Look for a version of it with model.safetensors, or for a GGUF file.</source>
        <translation>Suchen Sie eine Fassung mit model.safetensors oder eine GGUF-Datei.</translation>
    </message>
    <message>
        <source>Look for an adapter that leaves the word table (embed_tokens) alone.</source>
        <translation>Suchen Sie einen Adapter, der die Worttabelle (embed_tokens) unverändert lässt.</translation>
    </message>
    <message>
        <source>Look for the plain LoRA of the same adapter.</source>
        <translation>Suchen Sie das einfache LoRA desselben Adapters.</translation>
    </message>
    <message>
        <source>Look for the same model as a GGUF file, or choose another one.</source>
        <translation>Suchen Sie dasselbe Modell als GGUF-Datei oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Look for the same model in the GGUF format, and choose that file.</source>
        <translation>Suchen Sie dasselbe Modell im GGUF-Format und wählen Sie diese Datei.</translation>
    </message>
    <message>
        <source>Look for the usual, little-endian file of the same model.</source>
        <translation>Suchen Sie die übliche Datei desselben Modells (little-endian).</translation>
    </message>
    <message>
        <source>Looked up as: “{asked}”.</source>
        <translation>Nachgeschlagen als: „{asked}“.</translation>
    </message>
    <message>
        <source>Looked up in the documents, word for word.</source>
        <translation>Wörtlich in den Dokumenten nachgeschlagen.</translation>
    </message>
    <message>
        <source>Luxembourgish</source>
        <translation>Luxemburgisch</translation>
    </message>
    <message>
        <source>Macedonian</source>
        <translation>Mazedonisch</translation>
    </message>
    <message>
        <source>Made for answers from documents, in twelve languages and without long thinking; weaker at riddles and mathematics.</source>
        <translation>Für Antworten aus Dokumenten gemacht, in zwölf Sprachen und ohne langes Nachdenken; schwächer bei Rätseln und Mathematik.</translation>
    </message>
    <message>
        <source>Malagasy</source>
        <translation>Madagassisch</translation>
    </message>
    <message>
        <source>Malay</source>
        <translation>Malaiisch</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>Malayalam</translation>
    </message>
    <message>
        <source>Maltese</source>
        <translation>Maltesisch</translation>
    </message>
    <message>
        <source>Many languages on a small computer; it thinks at length before it answers.</source>
        <translation>Viele Sprachen auf einem kleinen Computer; es denkt lange nach, bevor es antwortet.</translation>
    </message>
    <message>
        <source>Marathi</source>
        <translation>Marathi</translation>
    </message>
    <message>
        <source>Merge it into its model with PEFT (merge_and_unload) and convert the whole model to GGUF, or train it again as a plain LoRA.</source>
        <translation>Verbinden Sie ihn in PEFT mit seinem Modell (merge_and_unload) und wandeln Sie das ganze Modell in GGUF um, oder trainieren Sie ihn noch einmal als einfaches LoRA.</translation>
    </message>
    <message>
        <source>Mongolian</source>
        <translation>Mongolisch</translation>
    </message>
    <message>
        <source>Move or rename that file, or add it as it is.</source>
        <translation>Verschieben Sie diese Datei, benennen Sie sie um oder fügen Sie sie hinzu, wie sie ist.</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>Nepalesisch</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>No kind of file is chosen.</source>
        <translation>Es ist keine Art von Dateien gewählt.</translation>
    </message>
    <message>
        <source>No model is chosen.</source>
        <translation>Es ist kein Modell gewählt.</translation>
    </message>
    <message>
        <source>No words were found in this picture.</source>
        <translation>In diesem Bild wurden keine Wörter gefunden.</translation>
    </message>
    <message>
        <source>No words were found on its pages, which are pictures.</source>
        <translation>Auf den Seiten, die Bilder sind, wurden keine Wörter gefunden.</translation>
    </message>
    <message>
        <source>Northern Sami</source>
        <translation>Nordsamisch</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>Norwegisch</translation>
    </message>
    <message>
        <source>Not finished yet when this was exported.</source>
        <translation>Beim Export noch nicht fertig.</translation>
    </message>
    <message>
        <source>Not in your documents.</source>
        <translation>Nicht in Ihren Dokumenten.</translation>
    </message>
    <message>
        <source>Nothing to do, unless it should hold some: then fetch a fresh copy.</source>
        <translation>Nichts zu tun, es sei denn, es sollte etwas darin stehen: Dann besorgen Sie ein neues Exemplar.</translation>
    </message>
    <message>
        <source>Nothing to do, unless it should hold something: then fetch a fresh copy.</source>
        <translation>Nichts zu tun, es sei denn, sie sollte etwas enthalten: Dann besorgen Sie ein neues Exemplar.</translation>
    </message>
    <message>
        <source>Nothing to do, unless it should show text: then add a larger copy.</source>
        <translation>Nichts zu tun, es sei denn, es sollte Text zeigen: Dann fügen Sie ein größeres Exemplar hinzu.</translation>
    </message>
    <message>
        <source>Nothing to do, unless it shows writing: then scan it at a higher resolution.</source>
        <translation>Nichts zu tun, es sei denn, es zeigt Schrift: Dann scannen Sie es mit höherer Auflösung.</translation>
    </message>
    <message>
        <source>Nothing to do, unless text recognition is switched off in the settings for reading.</source>
        <translation>Nichts zu tun, es sei denn, die Texterkennung ist in den Einstellungen ausgeschaltet.</translation>
    </message>
    <message>
        <source>Nothing to do: it holds no document.</source>
        <translation>Nichts zu tun: Es ist kein Dokument darin.</translation>
    </message>
    <message>
        <source>Occitan</source>
        <translation>Okzitanisch</translation>
    </message>
    <message>
        <source>Odia</source>
        <translation>Oriya</translation>
    </message>
    <message>
        <source>Of {files} files that the library knows, {missing} are not in “{new}”.</source>
        <translation>Von {files} Dateien, die die Bibliothek kennt, sind {missing} nicht in „{new}“.</translation>
    </message>
    <message>
        <source>Of {shortened} only the start: the model cannot read so much at once.</source>
        <translation>Von {shortened} nur den Anfang: Das Modell kann nicht so viel auf einmal lesen.</translation>
    </message>
    <message>
        <source>Only links that begin with https:// are used.</source>
        <translation>Nur Links, die mit https:// beginnen, werden verwendet.</translation>
    </message>
    <message>
        <source>Only the closest passages were read. To have a whole document read, ask in that document alone or give its file name.</source>
        <translation>Nur die nächstliegenden Textstellen wurden gelesen. Um ein ganzes Dokument lesen zu lassen, fragen Sie nur in diesem Dokument oder nennen Sie seinen Dateinamen.</translation>
    </message>
    <message>
        <source>Open it in Word, PowerPoint or LibreOffice, save it as {} and add that.</source>
        <translation>Öffnen Sie es in Word, PowerPoint oder LibreOffice, speichern Sie es als {} und fügen Sie dieses hinzu.</translation>
    </message>
    <message>
        <source>Open it in another program and save it again, or fetch a fresh copy.</source>
        <translation>Öffnen Sie es in einem anderen Programm und speichern Sie es noch einmal, oder besorgen Sie ein neues Exemplar.</translation>
    </message>
    <message>
        <source>Open it in its own program and save it again, or fetch a fresh copy.</source>
        <translation>Öffnen Sie es in seinem eigenen Programm und speichern Sie es noch einmal, oder besorgen Sie ein neues Exemplar.</translation>
    </message>
    <message>
        <source>Open it in its own program and save it again, or press Retry.</source>
        <translation>Öffnen Sie sie in ihrem eigenen Programm und speichern Sie sie noch einmal, oder klicken Sie auf „Erneut versuchen“.</translation>
    </message>
    <message>
        <source>Open it in its own program, save a copy without protection, and add the copy.</source>
        <translation>Öffnen Sie es in seinem eigenen Programm, speichern Sie eine Kopie ohne Schutz und fügen Sie die Kopie hinzu.</translation>
    </message>
    <message>
        <source>Open it in its own program, save it again, then retry.</source>
        <translation>Öffnen Sie es in seinem eigenen Programm, speichern Sie es noch einmal und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Open it in its own program, save it as PDF, Word or plain text, and add that.</source>
        <translation>Öffnen Sie sie in ihrem eigenen Programm, speichern Sie sie als PDF, Word oder einfachen Text und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>Open the link in your browser to see what is there.</source>
        <translation>Öffnen Sie den Link im Browser, um zu sehen, was dort ist.</translation>
    </message>
    <message>
        <source>Open the link in your browser: perhaps this network or that server wants a login first.</source>
        <translation>Öffnen Sie den Link im Browser: Vielleicht verlangt dieses Netz oder jener Server erst eine Anmeldung.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page, download the .gguf file itself, and choose that.</source>
        <translation>Öffnen Sie die Seite des Modells, laden Sie die .gguf-Datei selbst herunter und wählen Sie diese.</translation>
    </message>
    <message>
        <source>Oromo</source>
        <translation>Oromo</translation>
    </message>
    <message>
        <source>Pashto</source>
        <translation>Paschtu</translation>
    </message>
    <message>
        <source>Paste a link that begins with https:// and leads to a .gguf file, or a name like owner/model.</source>
        <translation>Fügen Sie einen Link ein, der mit https:// beginnt und zu einer .gguf-Datei führt, oder einen Namen wie besitzer/modell.</translation>
    </message>
    <message>
        <source>Patterns are those of .gitignore, such as *.log or drafts/.</source>
        <translation>Die Muster sind die von .gitignore, etwa *.log oder entwuerfe/.</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>Persisch</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>Polnisch</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>Portugiesisch</translation>
    </message>
    <message>
        <source>Punjabi</source>
        <translation>Punjabi</translation>
    </message>
    <message>
        <source>Put it into the folder of the other parts, or download it again.</source>
        <translation>Legen Sie ihn in den Ordner der anderen Teile oder laden Sie ihn noch einmal herunter.</translation>
    </message>
    <message>
        <source>Quechua</source>
        <translation>Quechua</translation>
    </message>
    <message>
        <source>Read all {hits} passages of “{document}”.</source>
        <translation>Alle {hits} Textstellen von „{document}“ gelesen.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or choose another adapter.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder wählen Sie einen anderen Adapter.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or choose another model file.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder wählen Sie eine andere Modelldatei.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or choose another search model. The one that comes with Desktop RAG is always there, and nothing in the library is lost.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder wählen Sie ein anderes Suchmodell. Das mitgelieferte von Desktop RAG ist immer da, und aus der Bibliothek geht nichts verloren.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or copy the file to this computer, then try again.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder kopieren Sie die Datei auf diesen Computer, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or copy the folder to this computer, then try again.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder kopieren Sie den Ordner auf diesen Computer, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or remove it from the list.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder entfernen Sie sie aus der Liste.</translation>
    </message>
    <message>
        <source>Reconnect the drive it is on, or see whether the file was changed; then ask again.</source>
        <translation>Schließen Sie das Laufwerk wieder an oder sehen Sie nach, ob die Datei geändert wurde; fragen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Reconnect the drive, then press Check for changes. What was read of it can be searched.</source>
        <translation>Schließen Sie das Laufwerk wieder an und klicken Sie auf „Auf Änderungen prüfen“. Was davon gelesen ist, lässt sich weiter durchsuchen.</translation>
    </message>
    <message>
        <source>Remove the old place from the library instead. Nothing was changed.</source>
        <translation>Entfernen Sie stattdessen den alten Ort aus der Bibliothek. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Remove the password in its own program (Save as), then add the copy.</source>
        <translation>Entfernen Sie das Passwort in seinem eigenen Programm (Speichern unter) und fügen Sie die Kopie hinzu.</translation>
    </message>
    <message>
        <source>Restore it from a backup, or choose another place for a new library.</source>
        <translation>Stellen Sie sie aus einer Sicherung wieder her oder wählen Sie einen anderen Ort für eine neue Bibliothek.</translation>
    </message>
    <message>
        <source>Retry when the program that writes it has finished.</source>
        <translation>Versuchen Sie es erneut, wenn das Programm fertig ist, das sie schreibt.</translation>
    </message>
    <message>
        <source>Retry; if it happens again, open the document in its own program and save it again.</source>
        <translation>Versuchen Sie es erneut; geschieht es wieder, öffnen Sie das Dokument in seinem eigenen Programm und speichern Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>Rumänisch</translation>
    </message>
    <message>
        <source>Run text recognition (OCR) on it in a scanning program, then retry.</source>
        <translation>Lassen Sie ein Scan-Programm den Text erkennen (OCR) und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>Russisch</translation>
    </message>
    <message>
        <source>Sanskrit</source>
        <translation>Sanskrit</translation>
    </message>
    <message>
        <source>Save a copy without a password and add that.</source>
        <translation>Speichern Sie eine Kopie ohne Passwort und fügen Sie diese hinzu.</translation>
    </message>
    <message>
        <source>Save a smaller copy of it, and add that.</source>
        <translation>Speichern Sie eine kleinere Kopie und fügen Sie diese hinzu.</translation>
    </message>
    <message>
        <source>Save it again in 16 or 32 bits (float16, bfloat16 or float32).</source>
        <translation>Speichern Sie ihn noch einmal mit 16 oder 32 Bit (float16, bfloat16 oder float32).</translation>
    </message>
    <message>
        <source>Save it again in PEFT as a plain LoRA (save_pretrained with path_initial_model_for_weight_conversion).</source>
        <translation>Speichern Sie ihn in PEFT noch einmal als einfaches LoRA (save_pretrained mit path_initial_model_for_weight_conversion).</translation>
    </message>
    <message>
        <source>Save it as .docx or PDF and add that.</source>
        <translation>Speichern Sie es als .docx oder PDF und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>Save it as .xlsx in its own program and add that.</source>
        <translation>Speichern Sie es in seinem eigenen Programm als .xlsx und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>Save it as PDF in its own program and add that.</source>
        <translation>Speichern Sie es in seinem eigenen Programm als PDF und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>Save it as PDF or Word in its own program and add that.</source>
        <translation>Speichern Sie es in seinem eigenen Programm als PDF oder Word und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>Save it in its own program as PDF, Word or plain text, and add that.</source>
        <translation>Speichern Sie sie in ihrem eigenen Programm als PDF, Word oder einfachen Text und fügen Sie das hinzu.</translation>
    </message>
    <message>
        <source>Say where the files are now.</source>
        <translation>Sagen Sie, wo die Dateien jetzt sind.</translation>
    </message>
    <message>
        <source>Scottish Gaelic</source>
        <translation>Schottisch-Gälisch</translation>
    </message>
    <message>
        <source>Searches English documents, long passages too; it knows no other language.</source>
        <translation>Durchsucht englische Dokumente, auch lange Textstellen; es kennt keine andere Sprache.</translation>
    </message>
    <message>
        <source>Searches documents in about a hundred languages and stays quick; less exact than the large ones.</source>
        <translation>Durchsucht Dokumente in etwa hundert Sprachen und bleibt schnell; weniger genau als die großen.</translation>
    </message>
    <message>
        <source>Searches in more than a hundred languages at a middle size; conditions of its publisher apply.</source>
        <translation>Durchsucht mehr als hundert Sprachen bei mittlerer Größe; es gelten Bedingungen des Herausgebers.</translation>
    </message>
    <message>
        <source>Searches text and program code in many languages; the slowest one here.</source>
        <translation>Durchsucht Text und Programmcode in vielen Sprachen; das langsamste hier.</translation>
    </message>
    <message>
        <source>See that the new place is connected and has enough room, then move it again.</source>
        <translation>Sorgen Sie dafür, dass der neue Ort verbunden ist und genug Platz hat, und verlegen Sie sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation>Serbisch</translation>
    </message>
    <message>
        <source>Set a proxy that begins with http://, or download the file with your browser.</source>
        <translation>Stellen Sie einen Proxy ein, der mit http:// beginnt, oder laden Sie die Datei mit dem Browser herunter.</translation>
    </message>
    <message>
        <source>Shona</source>
        <translation>Shona</translation>
    </message>
    <message>
        <source>Short summaries in eight languages on a small computer; it sometimes says more than its sources do.</source>
        <translation>Kurze Zusammenfassungen in acht Sprachen auf einem kleinen Computer; es sagt manchmal mehr als seine Quellen.</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>Singhalesisch</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>Slowakisch</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>Slowenisch</translation>
    </message>
    <message>
        <source>Somali</source>
        <translation>Somali</translation>
    </message>
    <message>
        <source>Something that is not a file took the place of this file.</source>
        <translation>An der Stelle dieser Datei ist etwas, das keine Datei ist.</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>Etwas ist schiefgegangen.</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Southern Sotho</source>
        <translation>Süd-Sotho</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>Spanisch</translation>
    </message>
    <message>
        <source>Split it into smaller documents.</source>
        <translation>Teilen Sie es in kleinere Dokumente auf.</translation>
    </message>
    <message>
        <source>Start Desktop RAG again, or choose the search model again.</source>
        <translation>Starten Sie Desktop RAG neu oder wählen Sie das Suchmodell noch einmal.</translation>
    </message>
    <message>
        <source>Start it again when you like.</source>
        <translation>Beginnen Sie noch einmal, wann Sie möchten.</translation>
    </message>
    <message>
        <source>Start the download again from the beginning.</source>
        <translation>Beginnen Sie den Download noch einmal von vorn.</translation>
    </message>
    <message>
        <source>Stopped before the end.</source>
        <translation>Vor dem Ende angehalten.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Strong at reasoning in many languages; it thinks at length, which takes minutes on a slow processor.</source>
        <translation>Stark im Schlussfolgern in vielen Sprachen; es denkt lange nach, was auf einem langsamen Prozessor Minuten dauert.</translation>
    </message>
    <message>
        <source>Swahili</source>
        <translation>Suaheli</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>Schwedisch</translation>
    </message>
    <message>
        <source>Tagalog</source>
        <translation>Tagalog</translation>
    </message>
    <message>
        <source>Tajik</source>
        <translation>Tadschikisch</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>Tamil</translation>
    </message>
    <message>
        <source>Tatar</source>
        <translation>Tatarisch</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>Telugu</translation>
    </message>
    <message>
        <source>Terms of its publisher’s own.</source>
        <translation>Eigene Bedingungen des Herausgebers.</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>Thailändisch</translation>
    </message>
    <message>
        <source>The adapter {name} could not be loaded.</source>
        <translation>Der Adapter {name} konnte nicht geladen werden.</translation>
    </message>
    <message>
        <source>The adapter {name} is not there.</source>
        <translation>Der Adapter {name} ist nicht da.</translation>
    </message>
    <message>
        <source>The adapter “{title}” does not fit the model “{title2}”: {why}.</source>
        <translation>Der Adapter „{title}“ passt nicht zum Modell „{title2}“: {why}.</translation>
    </message>
    <message>
        <source>The answer was cut short: it reached the longest length allowed.</source>
        <translation>Die Antwort wurde abgeschnitten: Sie hat die größte erlaubte Länge erreicht.</translation>
    </message>
    <message>
        <source>The cited passage may say the opposite.</source>
        <translation>Die genannte Textstelle sagt vielleicht das Gegenteil.</translation>
    </message>
    <message>
        <source>The cited passage speaks of something else.</source>
        <translation>Die genannte Textstelle handelt von etwas anderem.</translation>
    </message>
    <message>
        <source>The cited passages may say the opposite.</source>
        <translation>Die genannten Textstellen sagen vielleicht das Gegenteil.</translation>
    </message>
    <message>
        <source>The cited passages speak of something else.</source>
        <translation>Die genannten Textstellen handeln von etwas anderem.</translation>
    </message>
    <message>
        <source>The cited {passages} may say the opposite.</source>
        <translation>Die genannten Textstellen sagen vielleicht das Gegenteil.</translation>
    </message>
    <message>
        <source>The cited {passages} {verb} of something else.</source>
        <translation>Die genannten Textstellen handeln von etwas anderem.</translation>
    </message>
    <message>
        <source>The connection broke again and again. What came so far is kept.</source>
        <translation>Die Verbindung ist immer wieder abgebrochen. Was bisher ankam, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The converted adapter could not be written.</source>
        <translation>Der umgewandelte Adapter konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The copy is not like the original.</source>
        <translation>Die Kopie gleicht dem Original nicht.</translation>
    </message>
    <message>
        <source>The copy is not there any more.</source>
        <translation>Die Kopie ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The disk cannot hold a file this large.</source>
        <translation>Der Datenträger kann keine so große Datei aufnehmen.</translation>
    </message>
    <message>
        <source>The disk has no room: {missing} GB are missing.</source>
        <translation>Auf dem Datenträger ist kein Platz: Es fehlen {missing} GB.</translation>
    </message>
    <message>
        <source>The disk is full. The conversation was not exported.</source>
        <translation>Der Datenträger ist voll. Das Gespräch wurde nicht exportiert.</translation>
    </message>
    <message>
        <source>The disk is full. What was finished so far is kept.</source>
        <translation>Der Datenträger ist voll. Was bisher fertig wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The disk that the library is on could not be read or written.</source>
        <translation>Der Datenträger mit der Bibliothek konnte nicht gelesen oder beschrieben werden.</translation>
    </message>
    <message>
        <source>The document has no such page.</source>
        <translation>Das Dokument hat keine solche Seite.</translation>
    </message>
    <message>
        <source>The documents are searched with this model.</source>
        <translation>Die Dokumente werden mit diesem Modell durchsucht.</translation>
    </message>
    <message>
        <source>The download or copy did not finish. Download it again, or choose another file.</source>
        <translation>Der Download oder die Kopie wurde nicht fertig. Laden Sie die Datei noch einmal herunter oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The download or copy did not finish. Download it again, or choose another model.</source>
        <translation>Der Download oder die Kopie wurde nicht fertig. Laden Sie die Datei noch einmal herunter oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The downloaded file is not the one that was promised; it was thrown away.</source>
        <translation>Die heruntergeladene Datei ist nicht die versprochene; sie wurde verworfen.</translation>
    </message>
    <message>
        <source>The drive this file is on does not answer.</source>
        <translation>Das Laufwerk dieser Datei antwortet nicht.</translation>
    </message>
    <message>
        <source>The exact words could not be marked on this page.</source>
        <translation>Die genauen Wörter ließen sich auf dieser Seite nicht markieren.</translation>
    </message>
    <message>
        <source>The exported library is damaged, or was changed.</source>
        <translation>Die exportierte Bibliothek ist beschädigt oder wurde geändert.</translation>
    </message>
    <message>
        <source>The file could not be downloaded.</source>
        <translation>Die Datei konnte nicht heruntergeladen werden.</translation>
    </message>
    <message>
        <source>The file has changed since it was added.</source>
        <translation>Die Datei hat sich geändert, seit sie hinzugefügt wurde.</translation>
    </message>
    <message>
        <source>The file is not there now.</source>
        <translation>Die Datei ist gerade nicht da.</translation>
    </message>
    <message>
        <source>The file is not there now; this is the text that was read from it.</source>
        <translation>Die Datei ist gerade nicht da; das ist der Text, der aus ihr gelesen wurde.</translation>
    </message>
    <message>
        <source>The file on the server changed while it was being downloaded.</source>
        <translation>Die Datei auf dem Server hat sich während des Downloads geändert.</translation>
    </message>
    <message>
        <source>The files of the search model were changed while it was in use.</source>
        <translation>Die Dateien des Suchmodells wurden geändert, während es in Gebrauch war.</translation>
    </message>
    <message>
        <source>The folder {name} cannot be written to.</source>
        <translation>In den Ordner {name} kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The folder “{path}” may not be read.</source>
        <translation>Der Ordner „{path}“ darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The layers of this model differ in a way that adapters cannot be converted for.</source>
        <translation>Die Schichten dieses Modells unterscheiden sich so, dass sich Adapter dafür nicht umwandeln lassen.</translation>
    </message>
    <message>
        <source>The library cannot be used.</source>
        <translation>Die Bibliothek lässt sich nicht verwenden.</translation>
    </message>
    <message>
        <source>The library could not be moved. It stays where it was, with everything in it.</source>
        <translation>Die Bibliothek konnte nicht verlegt werden. Sie bleibt mit allem, was darin ist, wo sie war.</translation>
    </message>
    <message>
        <source>The library has nothing at or below “{old}”.</source>
        <translation>Die Bibliothek hat nichts in oder unter „{old}“.</translation>
    </message>
    <message>
        <source>The library is not where it was moved to, “{library}”.</source>
        <translation>Die Bibliothek ist nicht dort, wohin sie verlegt wurde: „{library}“.</translation>
    </message>
    <message>
        <source>The library may not be written to.</source>
        <translation>In die Bibliothek darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The library that runs sentence-transformers folders is not installed.</source>
        <translation>Die Programmbibliothek für sentence-transformers-Ordner ist nicht installiert.</translation>
    </message>
    <message>
        <source>The library&apos;s database is damaged.</source>
        <translation>Die Datenbank der Bibliothek ist beschädigt.</translation>
    </message>
    <message>
        <source>The licence is not known. Look at the publisher’s page before you use it at work.</source>
        <translation>Die Lizenz ist nicht bekannt. Sehen Sie auf der Seite des Herausgebers nach, bevor Sie es bei der Arbeit verwenden.</translation>
    </message>
    <message>
        <source>The list of models that can be downloaded is missing or broken.</source>
        <translation>Die Liste der Modelle zum Herunterladen fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>The model cannot read much at once: one passage did not fit.</source>
        <translation>Das Modell kann nicht viel auf einmal lesen: Eine Textstelle passte nicht mehr hinein.</translation>
    </message>
    <message>
        <source>The model cannot read much at once: only the start of one passage fits.</source>
        <translation>Das Modell kann nicht viel auf einmal lesen: Nur der Anfang einer Textstelle passt hinein.</translation>
    </message>
    <message>
        <source>The model cannot read much at once: {passages} passages did not fit.</source>
        <translation>Das Modell kann nicht viel auf einmal lesen: {passages} Textstellen passten nicht mehr hinein.</translation>
    </message>
    <message>
        <source>The model cannot read much at once: {which} did not fit.</source>
        <translation>Das Modell kann nicht viel auf einmal lesen: {which} passte nicht mehr hinein.</translation>
    </message>
    <message>
        <source>The model file is not there.</source>
        <translation>Die Modelldatei ist nicht da.</translation>
    </message>
    <message>
        <source>The model made no progress for too long and was stopped.</source>
        <translation>Das Modell kam zu lange nicht voran und wurde beendet.</translation>
    </message>
    <message>
        <source>The model stopped unexpectedly. What it wrote so far is kept.</source>
        <translation>Das Modell wurde unerwartet beendet. Was es bisher geschrieben hat, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The model used up the length allowed before it began to answer.</source>
        <translation>Das Modell hat die erlaubte Länge verbraucht, bevor es zu antworten begann.</translation>
    </message>
    <message>
        <source>The model wrote no answer.</source>
        <translation>Das Modell hat keine Antwort geschrieben.</translation>
    </message>
    <message>
        <source>The model&apos;s file could not be read while the model was in use.</source>
        <translation>Die Datei des Modells ließ sich nicht lesen, während das Modell in Gebrauch war.</translation>
    </message>
    <message>
        <source>The model&apos;s memory for this conversation is full.</source>
        <translation>Das Gedächtnis des Modells für dieses Gespräch ist voll.</translation>
    </message>
    <message>
        <source>The most capable one here, in many languages; it needs a fast computer and thinks before it answers.</source>
        <translation>Das fähigste hier, in vielen Sprachen; es braucht einen schnellen Computer und denkt nach, bevor es antwortet.</translation>
    </message>
    <message>
        <source>The new place lies in the old one.</source>
        <translation>Der neue Ort liegt im alten.</translation>
    </message>
    <message>
        <source>The old and the new place are the same.</source>
        <translation>Der alte und der neue Ort sind gleich.</translation>
    </message>
    <message>
        <source>The parts of this adapter differ in strength in a way that is not supported.</source>
        <translation>Die Teile dieses Adapters sind unterschiedlich stark, auf eine Weise, die nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>The password is not right.</source>
        <translation>Das Passwort stimmt nicht.</translation>
    </message>
    <message>
        <source>The pattern “{pattern}” means nothing.</source>
        <translation>Das Muster „{pattern}“ bedeutet nichts.</translation>
    </message>
    <message>
        <source>The proxy of this network asks for a login.</source>
        <translation>Der Proxy dieses Netzes verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <source>The proxy of this system is of a kind that cannot be used here ({kind}).</source>
        <translation>Der Proxy dieses Systems ist von einer Art, die hier nicht verwendet werden kann ({kind}).</translation>
    </message>
    <message>
        <source>The publisher sets terms of its own. Read them at its page before you use the model.</source>
        <translation>Der Herausgeber stellt eigene Bedingungen. Lesen Sie sie auf seiner Seite, bevor Sie das Modell verwenden.</translation>
    </message>
    <message>
        <source>The rest of this message is too long to be read.</source>
        <translation>Der Rest dieser Nachricht ist zu lang, um gelesen zu werden.</translation>
    </message>
    <message>
        <source>The search model is not there.</source>
        <translation>Das Suchmodell ist nicht da.</translation>
    </message>
    <message>
        <source>The search model that comes with Desktop RAG is damaged.</source>
        <translation>Das mitgelieferte Suchmodell von Desktop RAG ist beschädigt.</translation>
    </message>
    <message>
        <source>The search model that comes with Desktop RAG is missing or may not be read.</source>
        <translation>Das mitgelieferte Suchmodell von Desktop RAG fehlt oder darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The search model “{name}” is not there.</source>
        <translation>Das Suchmodell „{name}“ ist nicht da.</translation>
    </message>
    <message>
        <source>The search model&apos;s folder is not there.</source>
        <translation>Der Ordner des Suchmodells ist nicht da.</translation>
    </message>
    <message>
        <source>The search model{name} is not there.</source>
        <translation>Das Suchmodell{name} ist nicht da.</translation>
    </message>
    <message>
        <source>The server asks for a pause: too much was fetched from it.</source>
        <translation>Der Server bittet um eine Pause: Es wurde zu viel von ihm geholt.</translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation>Der Server ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The server could not prove that it is the one it says it is.</source>
        <translation>Der Server konnte nicht beweisen, dass er der ist, für den er sich ausgibt.</translation>
    </message>
    <message>
        <source>The server gives this file only to people who are logged in there.</source>
        <translation>Der Server gibt diese Datei nur Personen, die dort angemeldet sind.</translation>
    </message>
    <message>
        <source>The server has a problem of its own.</source>
        <translation>Der Server hat selbst ein Problem.</translation>
    </message>
    <message>
        <source>The server has no such file.</source>
        <translation>Der Server hat keine solche Datei.</translation>
    </message>
    <message>
        <source>The server sends from one place to the next without end.</source>
        <translation>Der Server schickt ohne Ende von einer Stelle zur nächsten.</translation>
    </message>
    <message>
        <source>The server sends on to a place that is not protected.</source>
        <translation>Der Server schickt weiter zu einer Stelle, die nicht geschützt ist.</translation>
    </message>
    <message>
        <source>The server sent something else than the model file.</source>
        <translation>Der Server hat etwas anderes als die Modelldatei geschickt.</translation>
    </message>
    <message>
        <source>The size limit leaves no file over.</source>
        <translation>Die Größengrenze lässt keine Datei übrig.</translation>
    </message>
    <message>
        <source>The smallest one, to see how it works on any computer; it often misreads its sources.</source>
        <translation>Das kleinste, um auf jedem Computer zu sehen, wie es geht; es versteht seine Quellen oft falsch.</translation>
    </message>
    <message>
        <source>The smallest that knows many languages; it thinks before it answers and is weak on long passages.</source>
        <translation>Das kleinste, das viele Sprachen kennt; es denkt nach, bevor es antwortet, und ist bei langen Textstellen schwach.</translation>
    </message>
    <message>
        <source>The sources of this answer could not be read any more. Its text is kept.</source>
        <translation>Die Quellen dieser Antwort ließen sich nicht mehr lesen. Ihr Text bleibt erhalten.</translation>
    </message>
    <message>
        <source>The strength of this adapter is zero: it changes nothing.</source>
        <translation>Die Stärke dieses Adapters ist null: Er ändert nichts.</translation>
    </message>
    <message>
        <source>The system has no room to watch more folders.</source>
        <translation>Das System hat keinen Platz, um weitere Ordner zu beobachten.</translation>
    </message>
    <message>
        <source>The table of contents of this book is larger than any real one.</source>
        <translation>Das Inhaltsverzeichnis dieses Buchs ist größer als jedes echte.</translation>
    </message>
    <message>
        <source>The training went wrong. Choose an earlier checkpoint of it.</source>
        <translation>Das Training ist misslungen. Wählen Sie einen früheren Zwischenstand davon.</translation>
    </message>
    <message>
        <source>The weights of this adapter are missing: there is no {weights_name}.</source>
        <translation>Die Gewichte dieses Adapters fehlen: Es gibt keine {weights_name}.</translation>
    </message>
    <message>
        <source>The words on this page could not be read.</source>
        <translation>Die Wörter auf dieser Seite konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>There are more than {most_patterns} patterns.</source>
        <translation>Es sind mehr als {most_patterns} Muster.</translation>
    </message>
    <message>
        <source>There is a library here already.</source>
        <translation>Hier ist schon eine Bibliothek.</translation>
    </message>
    <message>
        <source>There is no GGUF model file in this repository.</source>
        <translation>In diesem Verzeichnis auf dem Server ist keine GGUF-Modelldatei.</translation>
    </message>
    <message>
        <source>There is no file or folder “{path}”.</source>
        <translation>Es gibt keine Datei und keinen Ordner „{path}“.</translation>
    </message>
    <message>
        <source>There is no file {name}.</source>
        <translation>Es gibt keine Datei {name}.</translation>
    </message>
    <message>
        <source>There is no file “{file}”.</source>
        <translation>Es gibt keine Datei „{file}“.</translation>
    </message>
    <message>
        <source>There is no folder for “{name}”.</source>
        <translation>Es gibt keinen Ordner für „{name}“.</translation>
    </message>
    <message>
        <source>There is no folder “{parent}”.</source>
        <translation>Es gibt keinen Ordner „{parent}“.</translation>
    </message>
    <message>
        <source>There is no question to answer.</source>
        <translation>Es gibt keine Frage zu beantworten.</translation>
    </message>
    <message>
        <source>There is no room for “{file}”.</source>
        <translation>Für „{file}“ ist kein Platz.</translation>
    </message>
    <message>
        <source>There is no such file on the shelf.</source>
        <translation>In der Liste ist keine solche Datei.</translation>
    </message>
    <message>
        <source>There is no such file or folder.</source>
        <translation>Es gibt keine solche Datei und keinen solchen Ordner.</translation>
    </message>
    <message>
        <source>There is no writing in this document.</source>
        <translation>In diesem Dokument steht keine Schrift.</translation>
    </message>
    <message>
        <source>There is no {kind} “{text}” on the shelf.</source>
        <translation>In der Liste gibt es kein Objekt „{text}“ ({kind}).</translation>
    </message>
    <message>
        <source>There is not enough memory for this model.</source>
        <translation>Für dieses Modell ist nicht genug Speicher da.</translation>
    </message>
    <message>
        <source>There is not enough memory to read {tokens} tokens at once with this model.</source>
        <translation>Es ist nicht genug Speicher da, um mit diesem Modell {tokens} Tokens auf einmal zu lesen.</translation>
    </message>
    <message>
        <source>There is not enough memory to search with this model.</source>
        <translation>Es ist nicht genug Speicher da, um mit diesem Modell zu suchen.</translation>
    </message>
    <message>
        <source>There is not enough room for this library: {needed} GB are needed.</source>
        <translation>Für diese Bibliothek ist nicht genug Platz: {needed} GB werden gebraucht.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for the converted adapter.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz für den umgewandelten Adapter.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk for this file.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz für diese Datei.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk of the library for a copy of it.</source>
        <translation>Auf dem Datenträger der Bibliothek ist nicht genug Platz für eine Kopie.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk: {missing_bytes} more are needed.</source>
        <translation>Auf dem Datenträger ist nicht genug Platz: {missing_bytes} mehr werden gebraucht.</translation>
    </message>
    <message>
        <source>There is not enough room there: {needed} are needed.</source>
        <translation>Dort ist nicht genug Platz: {needed} werden gebraucht.</translation>
    </message>
    <message>
        <source>There is something in “{target}” already.</source>
        <translation>In „{target}“ ist schon etwas.</translation>
    </message>
    <message>
        <source>These are notes for making smaller models (imatrix), not a model.</source>
        <translation>Das sind Notizen zum Verkleinern von Modellen (imatrix), kein Modell.</translation>
    </message>
    <message>
        <source>This Word file expands to more than {max_expanded_bytes} MB of text.</source>
        <translation>Diese Word-Datei wächst beim Auspacken auf mehr als {max_expanded_bytes} MB Text.</translation>
    </message>
    <message>
        <source>This Word file expands to more than {max_ratio} times its size.</source>
        <translation>Diese Word-Datei wächst beim Auspacken auf mehr als das {max_ratio}-Fache ihrer Größe.</translation>
    </message>
    <message>
        <source>This adapter belongs to a model that was itself changed at the beginning of training ({name}).</source>
        <translation>Dieser Adapter gehört zu einem Modell, das zu Beginn des Trainings selbst verändert wurde ({name}).</translation>
    </message>
    <message>
        <source>This adapter changes the model&apos;s word table, which this model also writes with.</source>
        <translation>Dieser Adapter ändert die Worttabelle des Modells, mit der dieses Modell auch schreibt.</translation>
    </message>
    <message>
        <source>This adapter changes the table of words, which this model also uses for writing; such a change cannot be carried over.</source>
        <translation>Dieser Adapter ändert die Worttabelle, mit der dieses Modell auch schreibt; so eine Änderung lässt sich nicht übertragen.</translation>
    </message>
    <message>
        <source>This adapter could not be switched on.</source>
        <translation>Dieser Adapter konnte nicht eingeschaltet werden.</translation>
    </message>
    <message>
        <source>This adapter does more than LoRA alone, which a GGUF adapter cannot carry:</source>
        <translation>Dieser Adapter tut mehr als LoRA allein, was ein GGUF-Adapter nicht tragen kann:</translation>
    </message>
    <message>
        <source>This adapter does not fit the model “{title}”: it changes a part that this model has not.</source>
        <translation>Dieser Adapter passt nicht zum Modell „{title}“: Er ändert einen Teil, den dieses Modell nicht hat.</translation>
    </message>
    <message>
        <source>This adapter has an older format (GGLA) that is no longer read.</source>
        <translation>Dieser Adapter hat ein älteres Format (GGLA), das nicht mehr gelesen wird.</translation>
    </message>
    <message>
        <source>This adapter is as the training program wrote it; it must be converted first.</source>
        <translation>Dieser Adapter ist, wie ihn das Trainingsprogramm geschrieben hat; er muss erst umgewandelt werden.</translation>
    </message>
    <message>
        <source>This adapter is damaged: its file of weights is incomplete or makes no sense.</source>
        <translation>Dieser Adapter ist beschädigt: Seine Datei mit den Gewichten ist unvollständig oder ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>This adapter is damaged: its settings and its weights do not belong together.</source>
        <translation>Dieser Adapter ist beschädigt: Seine Einstellungen und seine Gewichte gehören nicht zusammen.</translation>
    </message>
    <message>
        <source>This adapter is damaged: its settings make no sense.</source>
        <translation>Dieser Adapter ist beschädigt: Seine Einstellungen ergeben keinen Sinn.</translation>
    </message>
    <message>
        <source>This adapter is damaged: its sizes make no sense.</source>
        <translation>Dieser Adapter ist beschädigt: Seine Größen ergeben keinen Sinn.</translation>
    </message>
    <message>
        <source>This adapter is damaged: its strength is not a number.</source>
        <translation>Dieser Adapter ist beschädigt: Seine Stärke ist keine Zahl.</translation>
    </message>
    <message>
        <source>This adapter is damaged: some of its numbers are none.</source>
        <translation>Dieser Adapter ist beschädigt: Einige seiner Zahlen sind keine.</translation>
    </message>
    <message>
        <source>This adapter is empty: it changes nothing.</source>
        <translation>Dieser Adapter ist leer: Er ändert nichts.</translation>
    </message>
    <message>
        <source>This adapter is for a model that stores its matrices crosswise, as GPT-2 does.</source>
        <translation>Dieser Adapter ist für ein Modell, das seine Matrizen quer speichert, wie GPT-2.</translation>
    </message>
    <message>
        <source>This adapter is incomplete or of a kind that is not supported.</source>
        <translation>Dieser Adapter ist unvollständig oder von einer Art, die nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>This adapter is not a LoRA adapter, the only kind that is supported.</source>
        <translation>Dieser Adapter ist kein LoRA-Adapter; nur diese werden unterstützt.</translation>
    </message>
    <message>
        <source>This adapter is of the kind “{kind}”; only LoRA adapters are supported.</source>
        <translation>Dieser Adapter ist von der Art „{kind}“; nur LoRA-Adapter werden unterstützt.</translation>
    </message>
    <message>
        <source>This adapter is saved in an older format that can hide programs, and is not opened.</source>
        <translation>Dieser Adapter ist in einem älteren Format gespeichert, das Programme verbergen kann, und wird nicht geöffnet.</translation>
    </message>
    <message>
        <source>This adapter is split into several files, which is not supported.</source>
        <translation>Dieser Adapter ist auf mehrere Dateien verteilt, was nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>This adapter is stored in a kind of number that is not supported.</source>
        <translation>Dieser Adapter ist in einer Art von Zahlen gespeichert, die nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>This adapter only acts after certain words (activated LoRA), which is not supported.</source>
        <translation>Dieser Adapter wirkt erst nach bestimmten Wörtern (activated LoRA), was nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>This adapter uses a setting that is not known here ({name}).</source>
        <translation>Dieser Adapter nutzt eine Einstellung, die hier nicht bekannt ist ({name}).</translation>
    </message>
    <message>
        <source>This adapter was made for another model.</source>
        <translation>Dieser Adapter wurde für ein anderes Modell gemacht.</translation>
    </message>
    <message>
        <source>This adapter was trained on a model with another number of words than this one has.</source>
        <translation>Dieser Adapter wurde mit einem Modell trainiert, das eine andere Zahl von Wörtern hat als dieses.</translation>
    </message>
    <message>
        <source>This adapter was trained on “{or}”, which is not here.</source>
        <translation>Dieser Adapter wurde mit „{or}“ trainiert, das nicht hier ist.</translation>
    </message>
    <message>
        <source>This book expands to more than {max_expanded_bytes} MB of text.</source>
        <translation>Dieses Buch wächst beim Auspacken auf mehr als {max_expanded_bytes} MB Text.</translation>
    </message>
    <message>
        <source>This book expands to more than {max_ratio} times its size.</source>
        <translation>Dieses Buch wächst beim Auspacken auf mehr als das {max_ratio}-Fache seiner Größe.</translation>
    </message>
    <message>
        <source>This book has more than {max_silent_bytes} MB without a word.</source>
        <translation>Dieses Buch hat mehr als {max_silent_bytes} MB ohne ein Wort.</translation>
    </message>
    <message>
        <source>This book holds declarations that no book has.</source>
        <translation>Dieses Buch enthält Deklarationen, die in kein Buch gehören.</translation>
    </message>
    <message>
        <source>This book holds pictures only, no text that can be searched.</source>
        <translation>Dieses Buch enthält nur Bilder, keinen Text, der sich durchsuchen lässt.</translation>
    </message>
    <message>
        <source>This book is copy-protected: only the program it was bought for can open it.</source>
        <translation>Dieses Buch ist kopiergeschützt: Nur das Programm, für das es gekauft wurde, kann es öffnen.</translation>
    </message>
    <message>
        <source>This book is damaged and cannot be opened.</source>
        <translation>Dieses Buch ist beschädigt und lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>This book is damaged: it does not say what its chapters are.</source>
        <translation>Dieses Buch ist beschädigt: Es sagt nicht, welche Kapitel es hat.</translation>
    </message>
    <message>
        <source>This book is damaged: none of its chapters are in it.</source>
        <translation>Dieses Buch ist beschädigt: Keines seiner Kapitel ist darin.</translation>
    </message>
    <message>
        <source>This cannot be done as asked.</source>
        <translation>Das geht so nicht.</translation>
    </message>
    <message>
        <source>This computer does not tell of changes in it.</source>
        <translation>Dieser Computer meldet Änderungen darin nicht.</translation>
    </message>
    <message>
        <source>This computer&apos;s processor lacks an instruction that this program&apos;s model runner was built with.</source>
        <translation>Dem Prozessor dieses Computers fehlt ein Befehl, den dieses Programm zum Ausführen von Modellen braucht.</translation>
    </message>
    <message>
        <source>This conversation is not there any more.</source>
        <translation>Dieses Gespräch gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This document could not be read.</source>
        <translation>Dieses Dokument konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This document has more than {max_document_blocks} paragraphs.</source>
        <translation>Dieses Dokument hat mehr als {max_document_blocks} Absätze.</translation>
    </message>
    <message>
        <source>This document has more than {max_document_chars} characters.</source>
        <translation>Dieses Dokument hat mehr als {max_document_chars} Zeichen.</translation>
    </message>
    <message>
        <source>This document has more than {max_pages} pages.</source>
        <translation>Dieses Dokument hat mehr als {max_pages} Seiten.</translation>
    </message>
    <message>
        <source>This document has no pages.</source>
        <translation>Dieses Dokument hat keine Seiten.</translation>
    </message>
    <message>
        <source>This document holds no text that can be searched.</source>
        <translation>Dieses Dokument enthält keinen Text, der sich durchsuchen lässt.</translation>
    </message>
    <message>
        <source>This document holds pictures only, no text that can be searched.</source>
        <translation>Dieses Dokument enthält nur Bilder, keinen Text, der sich durchsuchen lässt.</translation>
    </message>
    <message>
        <source>This document is damaged and cannot be opened.</source>
        <translation>Dieses Dokument ist beschädigt und lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>This document is larger than this program reads.</source>
        <translation>Dieses Dokument ist größer, als dieses Programm liest.</translation>
    </message>
    <message>
        <source>This document is protected by a password.</source>
        <translation>Dieses Dokument ist mit einem Passwort geschützt.</translation>
    </message>
    <message>
        <source>This document is protected in a way that this program does not know.</source>
        <translation>Dieses Dokument ist auf eine Weise geschützt, die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Diese Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This file changed while it was being read.</source>
        <translation>Diese Datei hat sich geändert, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>This file could not be read from its drive.</source>
        <translation>Diese Datei konnte nicht von ihrem Laufwerk gelesen werden.</translation>
    </message>
    <message>
        <source>This file does not say how large the model is that it holds.</source>
        <translation>Diese Datei sagt nicht, wie groß das Modell darin ist.</translation>
    </message>
    <message>
        <source>This file does not say what kind of model it holds.</source>
        <translation>Diese Datei sagt nicht, welche Art von Modell darin ist.</translation>
    </message>
    <message>
        <source>This file holds data for a program, not text.</source>
        <translation>Diese Datei enthält Daten für ein Programm, keinen Text.</translation>
    </message>
    <message>
        <source>This file holds no model yet: it begins with zeros, as an unfinished download does.</source>
        <translation>Diese Datei enthält noch kein Modell: Sie beginnt mit Nullen wie ein unfertiger Download.</translation>
    </message>
    <message>
        <source>This file holds only the vocabulary of a model, without the model itself.</source>
        <translation>Diese Datei enthält nur den Wortschatz eines Modells, ohne das Modell selbst.</translation>
    </message>
    <message>
        <source>This file is being downloaded already.</source>
        <translation>Diese Datei wird schon heruntergeladen.</translation>
    </message>
    <message>
        <source>This file is damaged and cannot be opened.</source>
        <translation>Diese Datei ist beschädigt und lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>This file is damaged: its header makes no sense.</source>
        <translation>Diese Datei ist beschädigt: Ihr Anfang ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>This file is empty.</source>
        <translation>Diese Datei ist leer.</translation>
    </message>
    <message>
        <source>This file is incomplete: {how}.</source>
        <translation>Diese Datei ist unvollständig: {how}.</translation>
    </message>
    <message>
        <source>This file is no longer there.</source>
        <translation>Diese Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>This file is packed from more parts than any document.</source>
        <translation>Diese Datei ist aus mehr Teilen gepackt als jedes Dokument.</translation>
    </message>
    <message>
        <source>This file is {size} MB large; at most {limit} MB can be read.</source>
        <translation>Diese Datei ist {size} MB groß; höchstens {limit} MB können gelesen werden.</translation>
    </message>
    <message>
        <source>This file is {size}; files up to {limit} are read.</source>
        <translation>Diese Datei ist {size} groß; gelesen werden Dateien bis {limit}.</translation>
    </message>
    <message>
        <source>This file may not be read.</source>
        <translation>Diese Datei darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This file only sees pictures: it is the picture part of a model.</source>
        <translation>Diese Datei sieht nur Bilder: Sie ist der Bildteil eines Modells.</translation>
    </message>
    <message>
        <source>This file or folder is not in the library.</source>
        <translation>Diese Datei oder dieser Ordner ist nicht in der Bibliothek.</translation>
    </message>
    <message>
        <source>This file or folder may not be read.</source>
        <translation>Diese Datei oder dieser Ordner darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This file went away while it was being read.</source>
        <translation>Diese Datei verschwand, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>This file {what} and is left alone until it changes.</source>
        <translation>Diese Datei {what} und wird in Ruhe gelassen, bis sie sich ändert.</translation>
    </message>
    <message>
        <source>This folder could not be loaded: a file is missing or damaged, or of a kind not known here.</source>
        <translation>Dieser Ordner konnte nicht geladen werden: Eine Datei fehlt, ist beschädigt oder von einer hier unbekannten Art.</translation>
    </message>
    <message>
        <source>This folder does not say how large the model is that it holds.</source>
        <translation>Dieser Ordner sagt nicht, wie groß das Modell darin ist.</translation>
    </message>
    <message>
        <source>This folder holds a model in a format that is not used here.</source>
        <translation>Dieser Ordner enthält ein Modell in einem Format, das hier nicht verwendet wird.</translation>
    </message>
    <message>
        <source>This folder holds no adapter: there is no {config_name}.</source>
        <translation>Dieser Ordner enthält keinen Adapter: Es gibt keine {config_name}.</translation>
    </message>
    <message>
        <source>This folder holds no weights (.safetensors).</source>
        <translation>Dieser Ordner enthält keine Gewichte (.safetensors).</translation>
    </message>
    <message>
        <source>This folder holds no weights (model.safetensors).</source>
        <translation>Dieser Ordner enthält keine Gewichte (model.safetensors).</translation>
    </message>
    <message>
        <source>This folder is damaged: its files make no sense.</source>
        <translation>Dieser Ordner ist beschädigt: Seine Dateien ergeben keinen Sinn.</translation>
    </message>
    <message>
        <source>This folder is not complete, or the library sentence-transformers did not write it.</source>
        <translation>Dieser Ordner ist nicht vollständig oder wurde nicht von sentence-transformers geschrieben.</translation>
    </message>
    <message>
        <source>This folder may not be read.</source>
        <translation>Dieser Ordner darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This folder refers to files outside of it.</source>
        <translation>Dieser Ordner verweist auf Dateien außerhalb von ihm.</translation>
    </message>
    <message>
        <source>This folder wants to run program code of its own, which this program does not allow.</source>
        <translation>Dieser Ordner will eigenen Programmcode ausführen, was dieses Programm nicht erlaubt.</translation>
    </message>
    <message>
        <source>This folder was not written by PEFT.</source>
        <translation>Dieser Ordner wurde nicht von PEFT geschrieben.</translation>
    </message>
    <message>
        <source>This folder&apos;s weights are stored in a form that can carry program code (pickle).</source>
        <translation>Die Gewichte dieses Ordners sind in einer Form gespeichert, die Programmcode enthalten kann (pickle).</translation>
    </message>
    <message>
        <source>This is a DjVu document, which cannot be read yet.</source>
        <translation>Das ist ein DjVu-Dokument, das noch nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This is a Keras model, not a GGUF model.</source>
        <translation>Das ist ein Keras-Modell, kein GGUF-Modell.</translation>
    </message>
    <message>
        <source>This is a Kindle book, which cannot be read yet.</source>
        <translation>Das ist ein Kindle-Buch, das noch nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This is a LoRA adapter, not a model.</source>
        <translation>Das ist ein LoRA-Adapter, kein Modell.</translation>
    </message>
    <message>
        <source>This is a PDF document, not a model.</source>
        <translation>Das ist ein PDF-Dokument, kein Modell.</translation>
    </message>
    <message>
        <source>This is a PostScript file, which cannot be read yet.</source>
        <translation>Das ist eine PostScript-Datei, die noch nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This is a PyTorch file, not a GGUF model.</source>
        <translation>Das ist eine PyTorch-Datei, kein GGUF-Modell.</translation>
    </message>
    <message>
        <source>This is a ZIP archive, not a model.</source>
        <translation>Das ist ein ZIP-Archiv, kein Modell.</translation>
    </message>
    <message>
        <source>This is a binary spreadsheet (.xlsb), which cannot be read.</source>
        <translation>Das ist eine binäre Tabelle (.xlsb), die nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This is a control vector, not a model.</source>
        <translation>Das ist ein Steuervektor, kein Modell.</translation>
    </message>
    <message>
        <source>This is a database (SQLite), not a document.</source>
        <translation>Das ist eine Datenbank (SQLite), kein Dokument.</translation>
    </message>
    <message>
        <source>This is a device or a pipe, not a model file.</source>
        <translation>Das ist ein Gerät oder eine Pipe, keine Modelldatei.</translation>
    </message>
    <message>
        <source>This is a file of an old office or system program.</source>
        <translation>Das ist eine Datei eines alten Büro- oder Systemprogramms.</translation>
    </message>
    <message>
        <source>This is a folder, not a model file.</source>
        <translation>Das ist ein Ordner, keine Modelldatei.</translation>
    </message>
    <message>
        <source>This is a folder.</source>
        <translation>Das ist ein Ordner.</translation>
    </message>
    <message>
        <source>This is a font, not a document.</source>
        <translation>Das ist eine Schriftart, kein Dokument.</translation>
    </message>
    <message>
        <source>This is a language model (GGUF), not a document.</source>
        <translation>Das ist ein Sprachmodell (GGUF), kein Dokument.</translation>
    </message>
    <message>
        <source>This is a model in the safetensors format, not in GGUF.</source>
        <translation>Das ist ein Modell im safetensors-Format, nicht in GGUF.</translation>
    </message>
    <message>
        <source>This is a packed archive, not a model.</source>
        <translation>Das ist ein gepacktes Archiv, kein Modell.</translation>
    </message>
    <message>
        <source>This is a picture ({name}).</source>
        <translation>Das ist ein Bild ({name}).</translation>
    </message>
    <message>
        <source>This is a placeholder of a few lines (Git LFS), not the model itself.</source>
        <translation>Das ist ein Platzhalter von wenigen Zeilen (Git LFS), nicht das Modell selbst.</translation>
    </message>
    <message>
        <source>This is a program ({name}).</source>
        <translation>Das ist ein Programm ({name}).</translation>
    </message>
    <message>
        <source>This is a saved session of llama.cpp, not a model.</source>
        <translation>Das ist eine gespeicherte Sitzung von llama.cpp, kein Modell.</translation>
    </message>
    <message>
        <source>This is a sound recording ({name}).</source>
        <translation>Das ist eine Tonaufnahme ({name}).</translation>
    </message>
    <message>
        <source>This is a text file, not a model.</source>
        <translation>Das ist eine Textdatei, kein Modell.</translation>
    </message>
    <message>
        <source>This is a video ({name}).</source>
        <translation>Das ist ein Video ({name}).</translation>
    </message>
    <message>
        <source>This is a web page, not a model; the download went wrong.</source>
        <translation>Das ist eine Webseite, kein Modell; der Download ist misslungen.</translation>
    </message>
    <message>
        <source>This is a whole model, not an adapter.</source>
        <translation>Das ist ein ganzes Modell, kein Adapter.</translation>
    </message>
    <message>
        <source>This is an ONNX model, not a GGUF model.</source>
        <translation>Das ist ein ONNX-Modell, kein GGUF-Modell.</translation>
    </message>
    <message>
        <source>This is an archive (ZIP), and a damaged one.</source>
        <translation>Das ist ein Archiv (ZIP), und zwar ein beschädigtes.</translation>
    </message>
    <message>
        <source>This is an archive (ZIP).</source>
        <translation>Das ist ein Archiv (ZIP).</translation>
    </message>
    <message>
        <source>This is an archive ({name}).</source>
        <translation>Das ist ein Archiv ({name}).</translation>
    </message>
    <message>
        <source>This is no link to a model file.</source>
        <translation>Das ist kein Link zu einer Modelldatei.</translation>
    </message>
    <message>
        <source>This is not a GGUF file.</source>
        <translation>Das ist keine GGUF-Datei.</translation>
    </message>
    <message>
        <source>This is not a GGUF model file.</source>
        <translation>Das ist keine GGUF-Modelldatei.</translation>
    </message>
    <message>
        <source>This is not a LoRA adapter that can be used.</source>
        <translation>Das ist kein brauchbarer LoRA-Adapter.</translation>
    </message>
    <message>
        <source>This is not a complete GGUF model file.</source>
        <translation>Das ist keine vollständige GGUF-Modelldatei.</translation>
    </message>
    <message>
        <source>This is not a file with content.</source>
        <translation>Das ist keine Datei mit Inhalt.</translation>
    </message>
    <message>
        <source>This is one of {count} parts of a model, but its file name does not say which.</source>
        <translation>Das ist einer von {count} Teilen eines Modells, aber sein Dateiname sagt nicht, welcher.</translation>
    </message>
    <message>
        <source>This is only a link; the file itself lies elsewhere and would stay.</source>
        <translation>Das ist nur eine Verknüpfung; die Datei selbst liegt woanders und würde bleiben.</translation>
    </message>
    <message>
        <source>This is part {part} of {count} of a model.</source>
        <translation>Das ist Teil {part} von {count} eines Modells.</translation>
    </message>
    <message>
        <source>This is {kind} {kind2} ({name}).</source>
        <translation>Das ist {kind} {kind2} ({name}).</translation>
    </message>
    <message>
        <source>This is {name}, which cannot be read.</source>
        <translation>Das ist {name}, was nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This is {noun}, which cannot be read.</source>
        <translation>Das ist {noun}, was nicht gelesen werden kann.</translation>
    </message>
    <message>
        <source>This kind of file cannot be read yet.</source>
        <translation>Diese Art von Dateien kann noch nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This library is being exported already.</source>
        <translation>Diese Bibliothek wird schon exportiert.</translation>
    </message>
    <message>
        <source>This library was named when the program was started, so it stays there.</source>
        <translation>Diese Bibliothek wurde beim Start des Programms angegeben, darum bleibt sie dort.</translation>
    </message>
    <message>
        <source>This library was written by a newer version of Desktop RAG.</source>
        <translation>Diese Bibliothek wurde von einer neueren Version von Desktop RAG geschrieben.</translation>
    </message>
    <message>
        <source>This licence does not allow commercial use. Read it at the publisher’s page before you use it at work.</source>
        <translation>Diese Lizenz erlaubt keine gewerbliche Nutzung. Lesen Sie sie auf der Seite des Herausgebers, bevor Sie es bei der Arbeit verwenden.</translation>
    </message>
    <message>
        <source>This message is encrypted; what it says cannot be read.</source>
        <translation>Diese Nachricht ist verschlüsselt; ihr Inhalt kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This model brings no vocabulary, so that no text can be given to it.</source>
        <translation>Dieses Modell bringt keinen Wortschatz mit, sodass ihm kein Text gegeben werden kann.</translation>
    </message>
    <message>
        <source>This model brings program code of its own, which is never run here.</source>
        <translation>Dieses Modell bringt eigenen Programmcode mit, der hier nie ausgeführt wird.</translation>
    </message>
    <message>
        <source>This model cannot answer questions here.</source>
        <translation>Dieses Modell kann hier keine Fragen beantworten.</translation>
    </message>
    <message>
        <source>This model cannot be used for searching.</source>
        <translation>Dieses Modell kann nicht zum Suchen verwendet werden.</translation>
    </message>
    <message>
        <source>This model cannot read so much text at once.</source>
        <translation>Dieses Modell kann nicht so viel Text auf einmal lesen.</translation>
    </message>
    <message>
        <source>This model comes in several files, which cannot be downloaded here yet.</source>
        <translation>Dieses Modell besteht aus mehreren Dateien, was sich hier noch nicht herunterladen lässt.</translation>
    </message>
    <message>
        <source>This model computes something that is no number. Its file is damaged, or of a kind that cannot be used for searching.</source>
        <translation>Dieses Modell berechnet etwas, das keine Zahl ist. Seine Datei ist beschädigt oder von einer Art, die sich nicht zum Suchen eignet.</translation>
    </message>
    <message>
        <source>This model consists of more parts ({count}) than are read here.</source>
        <translation>Dieses Modell besteht aus mehr Teilen ({count}), als hier gelesen werden.</translation>
    </message>
    <message>
        <source>This model could not be loaded.</source>
        <translation>Dieses Modell konnte nicht geladen werden.</translation>
    </message>
    <message>
        <source>This model could not be used.</source>
        <translation>Dieses Modell konnte nicht verwendet werden.</translation>
    </message>
    <message>
        <source>This model file is incomplete or damaged.</source>
        <translation>Diese Modelldatei ist unvollständig oder beschädigt.</translation>
    </message>
    <message>
        <source>This model has a newer version of the GGUF format ({version}) than can be read here.</source>
        <translation>Dieses Modell hat eine neuere Version des GGUF-Formats ({version}), als hier gelesen werden kann.</translation>
    </message>
    <message>
        <source>This model has an older format (GGML) that is no longer read.</source>
        <translation>Dieses Modell hat ein älteres Format (GGML), das nicht mehr gelesen wird.</translation>
    </message>
    <message>
        <source>This model has no vocabulary of its own.</source>
        <translation>Dieses Modell hat keinen eigenen Wortschatz.</translation>
    </message>
    <message>
        <source>This model has the first version of the GGUF format, which is no longer read.</source>
        <translation>Dieses Modell hat die erste Version des GGUF-Formats, die nicht mehr gelesen wird.</translation>
    </message>
    <message>
        <source>This model is damaged: its parts make no sense.</source>
        <translation>Dieses Modell ist beschädigt: Seine Teile ergeben keinen Sinn.</translation>
    </message>
    <message>
        <source>This model is of a kind ({kind}) that this program does not know.</source>
        <translation>Dieses Modell ist von einer Art ({kind}), die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>This model is of a kind that is not supported here.</source>
        <translation>Dieses Modell ist von einer Art, die hier nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>This model judges how well a text answers a question (a reranker). It gives no vectors to search with.</source>
        <translation>Dieses Modell beurteilt, wie gut ein Text eine Frage beantwortet (ein Reranker). Zum Suchen eignet es sich nicht.</translation>
    </message>
    <message>
        <source>This model makes pictures or films; it cannot write answers.</source>
        <translation>Dieses Modell erzeugt Bilder oder Filme; es kann keine Antworten schreiben.</translation>
    </message>
    <message>
        <source>This model makes sound; it cannot write answers.</source>
        <translation>Dieses Modell erzeugt Töne; es kann keine Antworten schreiben.</translation>
    </message>
    <message>
        <source>This model needs {need} of memory, but only {free} are free now.</source>
        <translation>Dieses Modell braucht {need} Speicher, aber nur {free} sind jetzt frei.</translation>
    </message>
    <message>
        <source>This model only rewrites one text into another (T5); it cannot hold a conversation.</source>
        <translation>Dieses Modell schreibt nur einen Text in einen anderen um (T5); es kann kein Gespräch führen.</translation>
    </message>
    <message>
        <source>This model puts passages in order (a reranker); it does not turn texts into numbers.</source>
        <translation>Dieses Modell bringt Textstellen in eine Reihenfolge (ein Reranker); es macht aus Texten keine Zahlen.</translation>
    </message>
    <message>
        <source>This model ranks or matches texts in a way that is not used here.</source>
        <translation>Dieses Modell ordnet oder vergleicht Texte auf eine Weise, die hier nicht verwendet wird.</translation>
    </message>
    <message>
        <source>This model reads only {room} tokens at once, too few for a passage.</source>
        <translation>Dieses Modell liest nur {room} Tokens auf einmal, zu wenig für eine Textstelle.</translation>
    </message>
    <message>
        <source>This model reads text but does not write it as a chat model does.</source>
        <translation>Dieses Modell liest Text, schreibt ihn aber nicht wie ein Chat-Modell.</translation>
    </message>
    <message>
        <source>This model rewrites texts (a translator, say). It cannot be used for searching.</source>
        <translation>Dieses Modell schreibt Texte um (etwa ein Übersetzer). Es kann nicht zum Suchen verwendet werden.</translation>
    </message>
    <message>
        <source>This model splits words in a way that this program does not know.</source>
        <translation>Dieses Modell zerlegt Wörter auf eine Weise, die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>This model turns text into numbers for searching; it cannot write answers.</source>
        <translation>Dieses Modell macht aus Text Zahlen zum Suchen; es kann keine Antworten schreiben.</translation>
    </message>
    <message>
        <source>This model was written for another kind of processor (big-endian).</source>
        <translation>Dieses Modell wurde für eine andere Art von Prozessor geschrieben (big-endian).</translation>
    </message>
    <message>
        <source>This model writes by diffusion, which is not supported here.</source>
        <translation>Dieses Modell schreibt durch Diffusion, was hier nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>This model writes in a way (diffusion) that this program does not know.</source>
        <translation>Dieses Modell schreibt auf eine Weise (Diffusion), die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>This model&apos;s file holds no words, so that it cannot read.</source>
        <translation>Die Datei dieses Modells enthält keine Wörter, sodass es nicht lesen kann.</translation>
    </message>
    <message>
        <source>This model&apos;s weights are in a format that can hold program code (pytorch_model.bin).</source>
        <translation>Die Gewichte dieses Modells sind in einem Format, das Programmcode enthalten kann (pytorch_model.bin).</translation>
    </message>
    <message>
        <source>This page cannot be drawn.</source>
        <translation>Diese Seite lässt sich nicht zeichnen.</translation>
    </message>
    <message>
        <source>This picture has more than {max_frames} pages.</source>
        <translation>Dieses Bild hat mehr als {max_frames} Seiten.</translation>
    </message>
    <message>
        <source>This picture is damaged and cannot be opened.</source>
        <translation>Dieses Bild ist beschädigt und lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>This picture is only {width} × {height} pixels large, too small to show text.</source>
        <translation>Dieses Bild ist nur {width} × {height} Pixel groß, zu klein, um Text zu zeigen.</translation>
    </message>
    <message>
        <source>This picture is too large to be read: it has more than {max_pixels} million pixels.</source>
        <translation>Dieses Bild ist zu groß, um gelesen zu werden: Es hat mehr als {max_pixels} Millionen Pixel.</translation>
    </message>
    <message>
        <source>This presentation holds no text that can be searched.</source>
        <translation>Diese Präsentation enthält keinen Text, der sich durchsuchen lässt.</translation>
    </message>
    <message>
        <source>This rich text is nested more deeply than any real one.</source>
        <translation>Dieser formatierte Text ist tiefer verschachtelt als jeder echte.</translation>
    </message>
    <message>
        <source>This saved web page is damaged: the page itself is not in it.</source>
        <translation>Diese gespeicherte Webseite ist beschädigt: Die Seite selbst ist nicht darin.</translation>
    </message>
    <message>
        <source>This table has more than {most_empty} empty rows.</source>
        <translation>Diese Tabelle hat mehr als {most_empty} leere Zeilen.</translation>
    </message>
    <message>
        <source>This value cannot be used: {wrong}.</source>
        <translation>Dieser Wert kann nicht verwendet werden: {wrong}.</translation>
    </message>
    <message>
        <source>This web page has more than {max_text_bytes} MB of text.</source>
        <translation>Diese Webseite hat mehr als {max_text_bytes} MB Text.</translation>
    </message>
    <message>
        <source>This {noun} expands to more than {max_ratio} times its size.</source>
        <translation>Diese Datei ({noun}) wächst beim Auspacken auf mehr als das {max_ratio}-Fache ihrer Größe.</translation>
    </message>
    <message>
        <source>This {noun} has more than {max_stream_bytes} MB.</source>
        <translation>Diese Datei ({noun}) hat mehr als {max_stream_bytes} MB.</translation>
    </message>
    <message>
        <source>This {noun} holds declarations that no {noun2} has.</source>
        <translation>Diese Datei ({noun}) enthält Deklarationen, die in keine solche Datei ({noun2}) gehören.</translation>
    </message>
    <message>
        <source>This {noun} holds far more markup than text.</source>
        <translation>Diese Datei ({noun}) enthält weit mehr Auszeichnung als Text.</translation>
    </message>
    <message>
        <source>This {noun} holds more text than this program reads.</source>
        <translation>Diese Datei ({noun}) enthält mehr Text, als dieses Programm liest.</translation>
    </message>
    <message>
        <source>This {noun} holds more than this program reads.</source>
        <translation>Diese Datei ({noun}) enthält mehr, als dieses Programm liest.</translation>
    </message>
    <message>
        <source>This {noun} is damaged and cannot be opened.</source>
        <translation>Diese Datei ({noun}) ist beschädigt und lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>This {noun} is nested more deeply than any real one.</source>
        <translation>Diese Datei ({noun}) ist tiefer verschachtelt als jede echte.</translation>
    </message>
    <message>
        <source>This {noun} {reason}.</source>
        <translation>Diese Datei ({noun}) {reason}.</translation>
    </message>
    <message>
        <source>To draw the page its password is wanted; this is the text that was read from it.</source>
        <translation>Um die Seite zu zeichnen, wird das Passwort gebraucht; das ist der Text, der aus ihr gelesen wurde.</translation>
    </message>
    <message>
        <source>To {silent} of them the model wrote nothing.</source>
        <translation>Zu {silent} davon hat das Modell nichts geschrieben.</translation>
    </message>
    <message>
        <source>Train it again with another lora_alpha.</source>
        <translation>Trainieren Sie ihn noch einmal mit einem anderen lora_alpha.</translation>
    </message>
    <message>
        <source>Train it again without embed_tokens and lm_head.</source>
        <translation>Trainieren Sie ihn noch einmal ohne embed_tokens und lm_head.</translation>
    </message>
    <message>
        <source>Try again in 1 minute.</source>
        <translation>Versuchen Sie es in 1 Minute erneut.</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>Versuchen Sie es in ein paar Minuten erneut.</translation>
    </message>
    <message>
        <source>Try again in {wait_s} minutes.</source>
        <translation>Versuchen Sie es in {wait_s} Minuten erneut.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>Try again when the connection is better: it goes on where it stopped.</source>
        <translation>Versuchen Sie es erneut, wenn die Verbindung besser ist: Es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Try again when the program that writes it has finished.</source>
        <translation>Versuchen Sie es erneut, wenn das Programm fertig ist, das sie schreibt.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Try again. If it happens again, do not use this source.</source>
        <translation>Versuchen Sie es erneut. Geschieht es wieder, verwenden Sie diese Quelle nicht.</translation>
    </message>
    <message>
        <source>Try again; it has been restarted.</source>
        <translation>Versuchen Sie es erneut; er wurde neu gestartet.</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkisch</translation>
    </message>
    <message>
        <source>Turkmen</source>
        <translation>Turkmenisch</translation>
    </message>
    <message>
        <source>Type a question in your own words.</source>
        <translation>Stellen Sie eine Frage in Ihren eigenen Worten.</translation>
    </message>
    <message>
        <source>Type at least one letter.</source>
        <translation>Geben Sie mindestens einen Buchstaben ein.</translation>
    </message>
    <message>
        <source>Type it again; capital and small letters are told apart.</source>
        <translation>Geben Sie es noch einmal ein; Groß- und Kleinbuchstaben werden unterschieden.</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Ukrainisch</translation>
    </message>
    <message>
        <source>Unpack it and add the documents inside.</source>
        <translation>Entpacken Sie es und fügen Sie die Dokumente darin hinzu.</translation>
    </message>
    <message>
        <source>Unpack it, and choose the .gguf file inside.</source>
        <translation>Entpacken Sie es und wählen Sie die .gguf-Datei darin.</translation>
    </message>
    <message>
        <source>Update Desktop RAG first. Nothing was changed.</source>
        <translation>Aktualisieren Sie zuerst Desktop RAG. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Update Desktop RAG, or choose another library. Nothing was changed.</source>
        <translation>Aktualisieren Sie Desktop RAG oder wählen Sie eine andere Bibliothek. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Update Desktop RAG, or look for a file in GGUF version 3.</source>
        <translation>Aktualisieren Sie Desktop RAG oder suchen Sie eine Datei in GGUF Version 3.</translation>
    </message>
    <message>
        <source>Update Desktop RAG.</source>
        <translation>Aktualisieren Sie Desktop RAG.</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>Urdu</translation>
    </message>
    <message>
        <source>Use fewer patterns.</source>
        <translation>Verwenden Sie weniger Muster.</translation>
    </message>
    <message>
        <source>Uyghur</source>
        <translation>Uigurisch</translation>
    </message>
    <message>
        <source>Uzbek</source>
        <translation>Usbekisch</translation>
    </message>
    <message>
        <source>Very quick on old computers, in English; it misses facts that stand in long passages.</source>
        <translation>Sehr schnell auf alten Computern, auf Englisch; es übersieht, was in langen Textstellen steht.</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>Vietnamesisch</translation>
    </message>
    <message>
        <source>Volapük</source>
        <translation>Volapük</translation>
    </message>
    <message>
        <source>Wait for the other window or command to finish.</source>
        <translation>Warten Sie, bis das andere Fenster oder der Befehl fertig ist.</translation>
    </message>
    <message>
        <source>Wait until it has finished, then try again.</source>
        <translation>Warten Sie, bis es fertig ist, und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Walloon</source>
        <translation>Wallonisch</translation>
    </message>
    <message>
        <source>Well-written answers and summaries in very many languages; conditions of its publisher apply.</source>
        <translation>Gut geschriebene Antworten und Zusammenfassungen in sehr vielen Sprachen; es gelten Bedingungen des Herausgebers.</translation>
    </message>
    <message>
        <source>Welsh</source>
        <translation>Walisisch</translation>
    </message>
    <message>
        <source>West Frisian</source>
        <translation>Westfriesisch</translation>
    </message>
    <message>
        <source>What runs GGUF models is missing or broken.</source>
        <translation>Was GGUF-Modelle ausführt, fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>What runs language models is missing or broken.</source>
        <translation>Was Sprachmodelle ausführt, fehlt oder ist beschädigt.</translation>
    </message>
    <message>
        <source>Whoever looks after this computer has switched downloads off.</source>
        <translation>Wer diesen Computer betreut, hat Downloads ausgeschaltet.</translation>
    </message>
    <message>
        <source>Word file</source>
        <translation>Word-Datei</translation>
    </message>
    <message>
        <source>Works out answers that need several steps; its thinking makes you wait without a graphics card.</source>
        <translation>Erarbeitet Antworten, die mehrere Schritte brauchen; ohne Grafikkarte lässt sein Nachdenken Sie warten.</translation>
    </message>
    <message>
        <source>Xhosa</source>
        <translation>Xhosa</translation>
    </message>
    <message>
        <source>Yoruba</source>
        <translation>Yoruba</translation>
    </message>
    <message>
        <source>Zulu</source>
        <translation>Zulu</translation>
    </message>
    <message>
        <source>a Java program</source>
        <translation>ein Java-Programm</translation>
    </message>
    <message>
        <source>a Publisher document</source>
        <translation>ein Publisher-Dokument</translation>
    </message>
    <message>
        <source>a Word file of the old kind (.doc)</source>
        <translation>eine Word-Datei der alten Art (.doc)</translation>
    </message>
    <message>
        <source>a document of Microsoft Works</source>
        <translation>ein Dokument von Microsoft Works</translation>
    </message>
    <message>
        <source>a drawing (Visio)</source>
        <translation>eine Zeichnung (Visio)</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>ein Ordner</translation>
    </message>
    <message>
        <source>a presentation of the old kind (.ppt)</source>
        <translation>eine Präsentation der alten Art (.ppt)</translation>
    </message>
    <message>
        <source>a single file</source>
        <translation>eine einzelne Datei</translation>
    </message>
    <message>
        <source>an Apple Pages, Numbers or Keynote document</source>
        <translation>ein Dokument von Apple Pages, Numbers oder Keynote</translation>
    </message>
    <message>
        <source>an unnamed model</source>
        <translation>ein Modell ohne Namen</translation>
    </message>
    <message>
        <source>another model</source>
        <translation>ein anderes Modell</translation>
    </message>
    <message>
        <source>another one</source>
        <translation>ein anderes</translation>
    </message>
    <message>
        <source>book</source>
        <translation>Buch</translation>
    </message>
    <message>
        <source>document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>it also changes biases.</source>
        <translation>er ändert auch Bias-Werte.</translation>
    </message>
    <message>
        <source>it brings whole parts of the model trained anew (modules_to_save).</source>
        <translation>er bringt ganze Teile des Modells neu trainiert mit (modules_to_save).</translation>
    </message>
    <message>
        <source>it brings whole parts of the model trained anew.</source>
        <translation>er bringt ganze Teile des Modells neu trainiert mit.</translation>
    </message>
    <message>
        <source>it brings words trained anew (trainable tokens).</source>
        <translation>er bringt neu trainierte Wörter mit (trainable tokens).</translation>
    </message>
    <message>
        <source>it changes a part that this model does not have</source>
        <translation>er ändert einen Teil, den dieses Modell nicht hat</translation>
    </message>
    <message>
        <source>it changes the experts of a mixture-of-experts model.</source>
        <translation>er ändert die Experten eines Mixture-of-Experts-Modells.</translation>
    </message>
    <message>
        <source>it chooses between several adapters (Arrow).</source>
        <translation>er wählt zwischen mehreren Adaptern (Arrow).</translation>
    </message>
    <message>
        <source>it draws by chance (MonteCLoRA).</source>
        <translation>er würfelt (MonteCLoRA).</translation>
    </message>
    <message>
        <source>it ends inside its header</source>
        <translation>sie endet mitten in ihrem Anfangsteil</translation>
    </message>
    <message>
        <source>it is a DoRA adapter.</source>
        <translation>er ist ein DoRA-Adapter.</translation>
    </message>
    <message>
        <source>it is a KaSA adapter.</source>
        <translation>er ist ein KaSA-Adapter.</translation>
    </message>
    <message>
        <source>it is a QALoRA adapter.</source>
        <translation>er ist ein QALoRA-Adapter.</translation>
    </message>
    <message>
        <source>it is a block-diagonal LoRA adapter.</source>
        <translation>er ist ein blockdiagonaler LoRA-Adapter.</translation>
    </message>
    <message>
        <source>it is for models of the kind “{ours}”, this one is of the kind “{theirs}”</source>
        <translation>er ist für Modelle der Art „{ours}“, dieses ist von der Art „{theirs}“</translation>
    </message>
    <message>
        <source>it makes the model larger by repeating layers.</source>
        <translation>er vergrößert das Modell, indem er Schichten wiederholt.</translation>
    </message>
    <message>
        <source>it was cut while being read</source>
        <translation>sie wurde abgeschnitten, während sie gelesen wurde</translation>
    </message>
    <message>
        <source>its last {bytes} bytes are missing</source>
        <translation>die letzten {bytes} Bytes fehlen</translation>
    </message>
    <message>
        <source>kept the reader busy without end, twice</source>
        <translation>hat das Lesen zweimal endlos aufgehalten</translation>
    </message>
    <message>
        <source>message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>needed more memory than a document may, twice</source>
        <translation>hat zweimal mehr Speicher gebraucht, als ein Dokument darf,</translation>
    </message>
    <message>
        <source>no source</source>
        <translation>keine Quelle</translation>
    </message>
    <message>
        <source>not checked against its source</source>
        <translation>nicht mit der Quelle verglichen</translation>
    </message>
    <message>
        <source>not supported by its source</source>
        <translation>von der Quelle nicht gestützt</translation>
    </message>
    <message>
        <source>presentation</source>
        <translation>Präsentation</translation>
    </message>
    <message>
        <source>spreadsheet</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>stopped the reader twice</source>
        <translation>hat das Lesen zweimal abgebrochen</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>das Modell</translation>
    </message>
    <message>
        <source>the sizes differ</source>
        <translation>die Größen unterscheiden sich</translation>
    </message>
    <message>
        <source>{host} answered something that was not asked for.</source>
        <translation>{host} hat etwas geantwortet, wonach nicht gefragt war.</translation>
    </message>
    <message>
        <source>{host} cannot be reached through the proxy.</source>
        <translation>{host} ist über den Proxy nicht erreichbar.</translation>
    </message>
    <message>
        <source>{host} cannot be reached.</source>
        <translation>{host} ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>{host} could not prove that it is the server it says it is.</source>
        <translation>{host} konnte nicht beweisen, der Server zu sein, für den er sich ausgibt.</translation>
    </message>
    <message>
        <source>{host} describes this repository without end.</source>
        <translation>{host} beschreibt dieses Verzeichnis ohne Ende.</translation>
    </message>
    <message>
        <source>{host} does not say how large the file is.</source>
        <translation>{host} sagt nicht, wie groß die Datei ist.</translation>
    </message>
    <message>
        <source>{host} has a problem of its own (it answered {status}).</source>
        <translation>{host} hat selbst ein Problem (Antwort: {status}).</translation>
    </message>
    <message>
        <source>{host} has another file there than was promised.</source>
        <translation>{host} hat dort eine andere Datei als die versprochene.</translation>
    </message>
    <message>
        <source>{host} refused to give the file (it answered {status}).</source>
        <translation>{host} hat die Datei verweigert (Antwort: {status}).</translation>
    </message>
    <message>
        <source>{host} sent a web page instead of the model file.</source>
        <translation>{host} hat statt der Modelldatei eine Webseite geschickt.</translation>
    </message>
    <message>
        <source>{host} sent more than the file holds.</source>
        <translation>{host} hat mehr geschickt, als die Datei enthält.</translation>
    </message>
    <message>
        <source>{host} sent something else than a GGUF model file.</source>
        <translation>{host} hat etwas anderes als eine GGUF-Modelldatei geschickt.</translation>
    </message>
    <message>
        <source>{host} sent something else than a list of files.</source>
        <translation>{host} hat etwas anderes als eine Liste von Dateien geschickt.</translation>
    </message>
    <message>
        <source>{host} sent the file packed, which was not asked for.</source>
        <translation>{host} hat die Datei gepackt geschickt, worum nicht gebeten wurde.</translation>
    </message>
    <message>
        <source>{made_up} source numbers that the model made up were left out.</source>
        <translation>{made_up} Quellennummern, die das Modell erfunden hat, wurden weggelassen.</translation>
    </message>
    <message>
        <source>{name} cannot be read.</source>
        <translation>{name} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{name} does not belong to this model.</source>
        <translation>{name} gehört nicht zu diesem Modell.</translation>
    </message>
    <message>
        <source>{name} is incomplete or damaged.</source>
        <translation>{name} ist unvollständig oder beschädigt.</translation>
    </message>
    <message>
        <source>{name} is missing in this folder or cannot be read.</source>
        <translation>{name} fehlt in diesem Ordner oder kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{name} may not be read.</source>
        <translation>{name} darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>{there} of {whole} are there</source>
        <translation>{there} von {whole} sind da</translation>
    </message>
    <message>
        <source>“{document}” is not in the library any more.</source>
        <translation>„{document}“ ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>“{file}” cannot be read.</source>
        <translation>„{file}“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>“{file}” cannot be written.</source>
        <translation>„{file}“ kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>“{file}” is a folder.</source>
        <translation>„{file}“ ist ein Ordner.</translation>
    </message>
    <message>
        <source>“{file}” is there already, and is no exported library.</source>
        <translation>„{file}“ ist schon da und keine exportierte Bibliothek.</translation>
    </message>
    <message>
        <source>“{missing}” does not occur in the cited passage.</source>
        <translation>„{missing}“ kommt in der genannten Textstelle nicht vor.</translation>
    </message>
    <message>
        <source>“{missing}” does not occur in the cited passages.</source>
        <translation>„{missing}“ kommt in den genannten Textstellen nicht vor.</translation>
    </message>
    <message>
        <source>“{missing}” does not occur in the cited {passages}.</source>
        <translation>„{missing}“ kommt in den genannten Textstellen nicht vor.</translation>
    </message>
    <message>
        <source>“{name}” cannot be used for searching.</source>
        <translation>„{name}“ kann nicht zum Suchen verwendet werden.</translation>
    </message>
    <message>
        <source>“{name}” cannot be written.</source>
        <translation>„{name}“ kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>“{name}” has {pages} pages; there is no page {page}.</source>
        <translation>„{name}“ hat {pages} Seiten; eine Seite {page} gibt es nicht.</translation>
    </message>
    <message>
        <source>“{name}” is a folder.</source>
        <translation>„{name}“ ist ein Ordner.</translation>
    </message>
    <message>
        <source>“{name}” is damaged.</source>
        <translation>„{name}“ ist beschädigt.</translation>
    </message>
    <message>
        <source>“{name}” is not an exported library.</source>
        <translation>„{name}“ ist keine exportierte Bibliothek.</translation>
    </message>
    <message>
        <source>“{name}” is not what it was: its content changed on the disk.</source>
        <translation>„{name}“ ist nicht mehr, was es war: Der Inhalt hat sich auf dem Datenträger geändert.</translation>
    </message>
    <message>
        <source>“{name}” may not be written.</source>
        <translation>„{name}“ darf nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>“{name}” was exported by a newer version of Desktop RAG.</source>
        <translation>„{name}“ wurde von einer neueren Version von Desktop RAG exportiert.</translation>
    </message>
    <message>
        <source>“{old}” was {what}, “{new}” is not.</source>
        <translation>„{old}“ war {what}, „{new}“ ist es nicht.</translation>
    </message>
    <message>
        <source>“{paths}”{more} is in the library already, with other content than the file at the old place.</source>
        <translation>„{paths}“{more} ist schon in der Bibliothek, mit anderem Inhalt als die Datei am alten Ort.</translation>
    </message>
    <message>
        <source>“{path}” and {others} more is in the library already, with other content than the file at the old place.</source>
        <translation>„{path}“ und {others} weitere sind schon in der Bibliothek, mit anderem Inhalt als die Datei am alten Ort.</translation>
    </message>
    <message>
        <source>“{path}” cannot be deleted.</source>
        <translation>„{path}“ kann nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>“{path}” cannot be opened.</source>
        <translation>„{path}“ kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>“{path}” is in the library already, with other content than the file at the old place.</source>
        <translation>„{path}“ ist schon in der Bibliothek, mit anderem Inhalt als die Datei am alten Ort.</translation>
    </message>
    <message>
        <source>“{path}” is not a file or folder.</source>
        <translation>„{path}“ ist weder Datei noch Ordner.</translation>
    </message>
    <message>
        <source>“{path}” is not in the library.</source>
        <translation>„{path}“ ist nicht in der Bibliothek.</translation>
    </message>
    <message>
        <source>“{path}” is where the library itself is kept.</source>
        <translation>In „{path}“ liegt die Bibliothek selbst.</translation>
    </message>
    <message>
        <source>“{path}” was not added to the library by itself.</source>
        <translation>„{path}“ wurde nicht für sich der Bibliothek hinzugefügt.</translation>
    </message>
    <message>
        <source>“{root}” does not answer.</source>
        <translation>„{root}“ antwortet nicht.</translation>
    </message>
    <message>
        <source>“{text}” could be several: {names}.</source>
        <translation>„{text}“ ist nicht eindeutig: {names}.</translation>
    </message>
    <message>
        <source>“{unknown}” is not in the library.</source>
        <translation>„{unknown}“ ist nicht in der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message numerus="yes">
        <source>%Ln place(s) found in the guide.</source>
        <translation>
            <numerusform>%Ln Stelle im Handbuch gefunden.</numerusform>
            <numerusform>%Ln Stellen im Handbuch gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>A model is chosen.</source>
        <translation>Ein Modell ist gewählt.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Einen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Ask a question in your own words. The answer appears beside the page it comes from, with the exact words marked.</source>
        <translation>Stellen Sie eine Frage in Ihren eigenen Worten. Die Antwort erscheint neben der Seite, aus der sie stammt, mit den genauen Wörtern markiert.</translation>
    </message>
    <message>
        <source>Ask the last question again</source>
        <translation>Die letzte Frage noch einmal stellen</translation>
    </message>
    <message>
        <source>Ask your own documents</source>
        <translation>Fragen Sie Ihre eigenen Dokumente</translation>
    </message>
    <message>
        <source>Ask · start a new line</source>
        <translation>Fragen · eine neue Zeile beginnen</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Back to what was found</source>
        <translation>Zurück zu den Fundstellen</translation>
    </message>
    <message>
        <source>Begin a new conversation</source>
        <translation>Ein neues Gespräch beginnen</translation>
    </message>
    <message>
        <source>Bring the last question back, in an empty question box</source>
        <translation>Die letzte Frage zurückholen, wenn das Fragefeld leer ist</translation>
    </message>
    <message>
        <source>Chapters of the guide</source>
        <translation>Kapitel des Handbuchs</translation>
    </message>
    <message>
        <source>Check the library for changes</source>
        <translation>Die Bibliothek auf Änderungen prüfen</translation>
    </message>
    <message>
        <source>Choose a folder with documents, or drop it on the window. It is read, never changed.</source>
        <translation>Wählen Sie einen Ordner mit Dokumenten oder ziehen Sie ihn auf das Fenster. Er wird gelesen, nie geändert.</translation>
    </message>
    <message>
        <source>Choose how answers are made, and the model</source>
        <translation>Wählen, wie geantwortet wird, und das Modell</translation>
    </message>
    <message>
        <source>Choose several files or folders</source>
        <translation>Mehrere Dateien oder Ordner wählen</translation>
    </message>
    <message>
        <source>Close the other window of Desktop RAG, or let it finish.</source>
        <translation>Schließen Sie das andere Fenster von Desktop RAG oder lassen Sie es fertig werden.</translation>
    </message>
    <message>
        <source>Close the program; nothing is lost</source>
        <translation>Programm schließen; nichts geht verloren</translation>
    </message>
    <message>
        <source>Close this window, and start the newest one.</source>
        <translation>Schließen Sie dieses Fenster und starten Sie das neueste.</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy details for a report</source>
        <translation>Einzelheiten für einen Fehlerbericht kopieren</translation>
    </message>
    <message>
        <source>Copy the last answer with its sources</source>
        <translation>Die letzte Antwort mit ihren Quellen kopieren</translation>
    </message>
    <message>
        <source>Delete a conversation · bring it back</source>
        <translation>Ein Gespräch löschen · zurückholen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Drop a folder or files here</source>
        <translation>Ordner oder Dateien hierher ziehen</translation>
    </message>
    <message>
        <source>Edit the last question and ask it anew</source>
        <translation>Die letzte Frage bearbeiten und neu stellen</translation>
    </message>
    <message>
        <source>Everything stays on this computer. Your files are read where they are and never changed.</source>
        <translation>Alles bleibt auf diesem Computer. Ihre Dateien werden gelesen, wo sie sind, und nie geändert.</translation>
    </message>
    <message>
        <source>Everything that can be done with a conversation</source>
        <translation>Alles, was sich mit einem Gespräch tun lässt</translation>
    </message>
    <message>
        <source>Fetch Desktop RAG once more and install it over this one.</source>
        <translation>Laden Sie Desktop RAG noch einmal und installieren Sie es über diese Fassung.</translation>
    </message>
    <message>
        <source>Find words in the document that is open</source>
        <translation>Wörter im geöffneten Dokument suchen</translation>
    </message>
    <message>
        <source>First or last page, with the keyboard on the page</source>
        <translation>Erste oder letzte Seite, wenn die Tastatur auf der Seite ist</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>Ganze Seite einpassen</translation>
    </message>
    <message>
        <source>Free a few hundred megabytes on the disk with the library.</source>
        <translation>Schaffen Sie auf dem Datenträger der Bibliothek ein paar hundert Megabyte Platz.</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Ein Modell holen</translation>
    </message>
    <message>
        <source>Get and manage models</source>
        <translation>Modelle holen und verwalten</translation>
    </message>
    <message>
        <source>Give a conversation another name</source>
        <translation>Einem Gespräch einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Give yourself permission to write to the library&apos;s folder.</source>
        <translation>Geben Sie sich das Recht, in den Ordner der Bibliothek zu schreiben.</translation>
    </message>
    <message>
        <source>Go on with what you were doing. What was finished is kept.</source>
        <translation>Machen Sie weiter. Was fertig war, ist erhalten.</translation>
    </message>
    <message>
        <source>Go to the notice above the question box</source>
        <translation>Zum Hinweis über dem Fragefeld gehen</translation>
    </message>
    <message>
        <source>Go to the question box</source>
        <translation>Zum Fragefeld gehen</translation>
    </message>
    <message>
        <source>Guide: {title}</source>
        <translation>Handbuch: {title}</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>If a backup is being made of the library, let it finish too.</source>
        <translation>Wird die Bibliothek gerade gesichert, lassen Sie auch das fertig werden.</translation>
    </message>
    <message>
        <source>If it happens again, close the window and start Desktop RAG anew.</source>
        <translation>Geschieht es wieder, schließen Sie das Fenster und starten Sie Desktop RAG neu.</translation>
    </message>
    <message>
        <source>If it is on a drive, see whether that is write-protected.</source>
        <translation>Liegt sie auf einem Laufwerk, sehen Sie nach, ob es schreibgeschützt ist.</translation>
    </message>
    <message>
        <source>If you have a backup of the library&apos;s folder, put it back.</source>
        <translation>Wenn Sie eine Sicherung vom Ordner der Bibliothek haben, stellen Sie sie wieder her.</translation>
    </message>
    <message>
        <source>Install the newest version of Desktop RAG; it opens this library.</source>
        <translation>Installieren Sie die neueste Version von Desktop RAG; sie öffnet diese Bibliothek.</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Larger, smaller, fit the width</source>
        <translation>Größer, kleiner, auf die Breite einpassen</translation>
    </message>
    <message>
        <source>Leave out the last place, at the start of the question box</source>
        <translation>Den letzten Ort weglassen, am Anfang des Fragefelds</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Next or previous place of the words</source>
        <translation>Nächste oder vorige Stelle der Wörter</translation>
    </message>
    <message>
        <source>Nothing at hand?</source>
        <translation>Nichts zur Hand?</translation>
    </message>
    <message>
        <source>Nothing in the guide fits these words. Try others.</source>
        <translation>Nichts im Handbuch passt zu diesen Wörtern. Versuchen Sie andere.</translation>
    </message>
    <message>
        <source>Once there are documents, a box for your question is down here. Ask in your own words and press Enter, even while other files are still being read.</source>
        <translation>Sobald es Dokumente gibt, ist hier unten ein Feld für Ihre Frage. Fragen Sie in Ihren eigenen Worten und drücken Sie die Eingabetaste, auch während andere Dateien noch gelesen werden.</translation>
    </message>
    <message>
        <source>Open or close a folder of the library</source>
        <translation>Einen Ordner der Bibliothek auf- oder zuklappen</translation>
    </message>
    <message>
        <source>Otherwise rename that folder and start again with an empty library, then add your folders: they are read anew.</source>
        <translation>Sonst benennen Sie diesen Ordner um und beginnen Sie mit einer leeren Bibliothek; fügen Sie dann Ihre Ordner hinzu: Sie werden neu gelesen.</translation>
    </message>
    <message>
        <source>PDF, Word, Excel and PowerPoint, e-books, e-mail, web pages, plain text, scans and photos</source>
        <translation>PDF, Word, Excel und PowerPoint, E-Books, E-Mails, Webseiten, einfacher Text, Scans und Fotos</translation>
    </message>
    <message>
        <source>Pin a conversation to the top, or unpin it</source>
        <translation>Ein Gespräch oben anheften oder lösen</translation>
    </message>
    <message>
        <source>Previous or next page of the source</source>
        <translation>Vorige oder nächste Seite der Quelle</translation>
    </message>
    <message>
        <source>Previous or next source of the answer</source>
        <translation>Vorige oder nächste Quelle der Antwort</translation>
    </message>
    <message>
        <source>Read it on the page</source>
        <translation>Auf der Seite nachlesen</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Remove what is chosen from the library, not from the disk</source>
        <translation>Gewähltes aus der Bibliothek entfernen, nicht vom Datenträger</translation>
    </message>
    <message>
        <source>Search the documents; on the open page, find words in it</source>
        <translation>Die Dokumente durchsuchen; auf der geöffneten Seite Wörter darin suchen</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Im Handbuch suchen</translation>
    </message>
    <message>
        <source>Select words of the page, copy them</source>
        <translation>Wörter der Seite auswählen, kopieren</translation>
    </message>
    <message>
        <source>Settings, privacy, how everything looks</source>
        <translation>Einstellungen, Datenschutz, Aussehen</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the tour again</source>
        <translation>Rundgang noch einmal zeigen</translation>
    </message>
    <message>
        <source>Skip the tour</source>
        <translation>Rundgang überspringen</translation>
    </message>
    <message>
        <source>Step {number} of {total}</source>
        <translation>Schritt {number} von {total}</translation>
    </message>
    <message>
        <source>Stop what is running, or close what lies on top</source>
        <translation>Anhalten, was läuft, oder schließen, was obenauf liegt</translation>
    </message>
    <message>
        <source>The guide</source>
        <translation>Das Handbuch</translation>
    </message>
    <message>
        <source>The library is in “{place}”.</source>
        <translation>Die Bibliothek ist in „{place}“.</translation>
    </message>
    <message>
        <source>The page that an answer comes from opens with it, the words marked. The number behind a sentence leads to its page.</source>
        <translation>Die Seite, von der eine Antwort stammt, öffnet sich mit ihr, die Wörter markiert. Die Nummer hinter einem Satz führt zu seiner Seite.</translation>
    </message>
    <message>
        <source>Then start Desktop RAG again.</source>
        <translation>Starten Sie Desktop RAG dann neu.</translation>
    </message>
    <message>
        <source>Then start Desktop RAG again: it goes on where it stopped.</source>
        <translation>Starten Sie Desktop RAG dann neu: Es geht dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>To have it mended, report the details. Look through them first.</source>
        <translation>Damit es behoben wird, melden Sie die Einzelheiten. Sehen Sie sie vorher durch.</translation>
    </message>
    <message>
        <source>Try the sample library</source>
        <translation>Beispielbibliothek ausprobieren</translation>
    </message>
    <message>
        <source>What was found in the guide</source>
        <translation>Was im Handbuch gefunden wurde</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was Sie tun können</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Written answers?</source>
        <translation>Ausformulierte Antworten?</translation>
    </message>
    <message>
        <source>Your documents are not touched by this.</source>
        <translation>Ihre Dokumente sind davon nicht betroffen.</translation>
    </message>
    <message>
        <source>Your library and your documents are kept.</source>
        <translation>Ihre Bibliothek und Ihre Dokumente bleiben erhalten.</translation>
    </message>
    <message>
        <source>{heading}, in {chapter}: {words}</source>
        <translation>{heading}, in {chapter}: {words}</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be read</source>
        <translation>
            <numerusform>%Ln konnte nicht gelesen werden</numerusform>
            <numerusform>%Ln konnten nicht gelesen werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored</source>
        <translation>
            <numerusform>%Ln übergangen</numerusform>
            <numerusform>%Ln übergangen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not there now</source>
        <translation>
            <numerusform>%Ln gerade nicht da</numerusform>
            <numerusform>%Ln gerade nicht da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of these are not there any more, so they were not added.</source>
        <translation>
            <numerusform>%Ln davon ist nicht mehr da und wurde nicht hinzugefügt.</numerusform>
            <numerusform>%Ln davon sind nicht mehr da und wurden nicht hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) is/are picture(s) whose words are not read yet.</source>
        <translation>
            <numerusform>%Ln Seite ist ein Bild, dessen Wörter noch nicht gelesen sind.</numerusform>
            <numerusform>%Ln Seiten sind Bilder, deren Wörter noch nicht gelesen sind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln Textstelle</numerusform>
            <numerusform>%Ln Textstellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln Ort</numerusform>
            <numerusform>%Ln Orte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln Problem</numerusform>
            <numerusform>%Ln Probleme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ready</source>
        <translation>
            <numerusform>%Ln bereit</numerusform>
            <numerusform>%Ln bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln set aside</source>
        <translation>
            <numerusform>%Ln beiseitegelegt</numerusform>
            <numerusform>%Ln beiseitegelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln skipped</source>
        <translation>
            <numerusform>%Ln übersprungen</numerusform>
            <numerusform>%Ln übersprungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln wartet</numerusform>
            <numerusform>%Ln warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting for text recognition</source>
        <translation>
            <numerusform>%Ln wartet auf Texterkennung</numerusform>
            <numerusform>%Ln warten auf Texterkennung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting to be read</source>
        <translation>
            <numerusform>%Ln wartet aufs Einlesen</numerusform>
            <numerusform>%Ln warten aufs Einlesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Alle Dokumente</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Answer the next questions from this alone</source>
        <translation>Die nächsten Fragen nur hieraus beantworten</translation>
    </message>
    <message>
        <source>Answer the next questions from this as well</source>
        <translation>Die nächsten Fragen auch hieraus beantworten</translation>
    </message>
    <message>
        <source>Ask here too</source>
        <translation>Auch hier fragen</translation>
    </message>
    <message>
        <source>Ask only here</source>
        <translation>Nur hier fragen</translation>
    </message>
    <message numerus="yes">
        <source>Ask only the %Ln that are ready</source>
        <translation>
            <numerusform>Nur das eine befragen, das bereit ist</numerusform>
            <numerusform>Nur die %Ln befragen, die bereit sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask only the one that is ready</source>
        <translation>Nur das eine befragen, das bereit ist</translation>
    </message>
    <message numerus="yes">
        <source>Ask only these %Ln</source>
        <translation>
            <numerusform>Nur dieses eine befragen</numerusform>
            <numerusform>Nur diese %Ln befragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask the %Ln that are ready too</source>
        <translation>
            <numerusform>Auch das eine befragen, das bereit ist</numerusform>
            <numerusform>Auch die %Ln befragen, die bereit sind</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask the one that is ready too</source>
        <translation>Auch das eine befragen, das bereit ist</translation>
    </message>
    <message numerus="yes">
        <source>Ask these %Ln too</source>
        <translation>
            <numerusform>Auch dieses eine befragen</numerusform>
            <numerusform>Auch diese %Ln befragen</numerusform>
        </translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>By kind</source>
        <translation>Nach Art</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Name</translation>
    </message>
    <message>
        <source>By size</source>
        <translation>Nach Größe</translation>
    </message>
    <message>
        <source>By state, problems first</source>
        <translation>Nach Zustand, Probleme zuerst</translation>
    </message>
    <message>
        <source>By when they were changed</source>
        <translation>Nach der letzten Änderung</translation>
    </message>
    <message>
        <source>CSV, JSON, XML</source>
        <translation>CSV, JSON, XML</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Changes here are noticed every minute</source>
        <translation>Änderungen hier werden jede Minute bemerkt</translation>
    </message>
    <message>
        <source>Check for changes</source>
        <translation>Auf Änderungen prüfen</translation>
    </message>
    <message>
        <source>Choose again…</source>
        <translation>Noch einmal wählen …</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Desktop RAG libraries (*.zip)</source>
        <translation>Bibliotheken von Desktop RAG (*.zip)</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Drop to add to the library</source>
        <translation>Loslassen, um es der Bibliothek hinzuzufügen</translation>
    </message>
    <message>
        <source>Drop to add to the library and to the models</source>
        <translation>Loslassen, um es der Bibliothek und den Modellen hinzuzufügen</translation>
    </message>
    <message>
        <source>Drop to add to the library and to use the model</source>
        <translation>Loslassen, um es der Bibliothek hinzuzufügen und das Modell zu verwenden</translation>
    </message>
    <message>
        <source>Drop to add to the models</source>
        <translation>Loslassen, um es den Modellen hinzuzufügen</translation>
    </message>
    <message>
        <source>Drop to add what was trained to the models</source>
        <translation>Loslassen, um das Trainierte den Modellen hinzuzufügen</translation>
    </message>
    <message>
        <source>Drop to use these model files</source>
        <translation>Loslassen, um diese Modelldateien zu verwenden</translation>
    </message>
    <message>
        <source>Drop to use this model</source>
        <translation>Loslassen, um dieses Modell zu verwenden</translation>
    </message>
    <message>
        <source>EML, Outlook</source>
        <translation>EML, Outlook</translation>
    </message>
    <message>
        <source>EPUB</source>
        <translation>EPUB</translation>
    </message>
    <message>
        <source>Excel, OpenDocument</source>
        <translation>Excel, OpenDocument</translation>
    </message>
    <message>
        <source>Export the library</source>
        <translation>Bibliothek exportieren</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files in the library</source>
        <translation>Dateien in der Bibliothek</translation>
    </message>
    <message>
        <source>Files up to</source>
        <translation>Dateien bis</translation>
    </message>
    <message>
        <source>Folders in the library</source>
        <translation>Ordner in der Bibliothek</translation>
    </message>
    <message>
        <source>HTML, MHTML</source>
        <translation>HTML, MHTML</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Hidden files, caches and unfinished downloads are left out in any case.</source>
        <translation>Versteckte Dateien, Zwischenspeicher und unfertige Downloads werden immer ausgelassen.</translation>
    </message>
    <message>
        <source>Import a library</source>
        <translation>Bibliothek importieren</translation>
    </message>
    <message>
        <source>In the documents</source>
        <translation>In den Dokumenten</translation>
    </message>
    <message>
        <source>Its files are now elsewhere…</source>
        <translation>Die Dateien sind jetzt woanders …</translation>
    </message>
    <message>
        <source>Kinds of files</source>
        <translation>Arten von Dateien</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Größte zuerst</translation>
    </message>
    <message>
        <source>Leave files out, by name, kind or size</source>
        <translation>Dateien auslassen, nach Name, Art oder Größe</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Looking for related passages…</source>
        <translation>Verwandte Textstellen werden gesucht …</translation>
    </message>
    <message>
        <source>Looking in likely places…</source>
        <translation>An wahrscheinlichen Orten wird nachgesehen …</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>E-Mails</translation>
    </message>
    <message>
        <source>Names of files, and words in them</source>
        <translation>Namen von Dateien und Wörter darin</translation>
    </message>
    <message>
        <source>Needs a password</source>
        <translation>Passwort nötig</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>No documents found here.</source>
        <translation>Hier wurden keine Dokumente gefunden.</translation>
    </message>
    <message>
        <source>No file matches.</source>
        <translation>Keine Datei passt dazu.</translation>
    </message>
    <message>
        <source>Not there now</source>
        <translation>Gerade nicht da</translation>
    </message>
    <message>
        <source>Not there now. What was read of it can still be asked.</source>
        <translation>Gerade nicht da. Nach dem, was davon gelesen ist, können Sie weiter fragen.</translation>
    </message>
    <message>
        <source>Notes and plain text</source>
        <translation>Notizen und einfacher Text</translation>
    </message>
    <message>
        <source>Nothing found. Try other words.</source>
        <translation>Nichts gefunden. Versuchen Sie andere Wörter.</translation>
    </message>
    <message>
        <source>Nothing here yet. Add a folder, or drop files anywhere on this window.</source>
        <translation>Hier ist noch nichts. Fügen Sie einen Ordner hinzu oder ziehen Sie Dateien irgendwo auf dieses Fenster.</translation>
    </message>
    <message>
        <source>Nothing on the disk is touched (Delete)</source>
        <translation>Auf dem Datenträger wird nichts angerührt (Entf)</translation>
    </message>
    <message>
        <source>One pattern a line, as in .gitignore: “drafts/” is a folder, “*.bak” all files that end so.</source>
        <translation>Ein Muster je Zeile, wie in .gitignore: „drafts/“ ist ein Ordner, „*.bak“ alle Dateien, die so enden.</translation>
    </message>
    <message>
        <source>Only files and folders on this computer can be added. Save the web page as a file, then drop that.</source>
        <translation>Nur Dateien und Ordner auf diesem Computer lassen sich hinzufügen. Speichern Sie die Webseite als Datei und ziehen Sie diese hierher.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation>Im eigenen Programm öffnen</translation>
    </message>
    <message>
        <source>Open it outside this window</source>
        <translation>Außerhalb dieses Fensters öffnen</translation>
    </message>
    <message>
        <source>Open the file in its own program</source>
        <translation>Die Datei in ihrem eigenen Programm öffnen</translation>
    </message>
    <message>
        <source>Open the folder that the file is in</source>
        <translation>Den Ordner öffnen, in dem die Datei liegt</translation>
    </message>
    <message>
        <source>Other files</source>
        <translation>Andere Dateien</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>PDF, Word, OpenDocument, RTF</source>
        <translation>PDF, Word, OpenDocument, RTF</translation>
    </message>
    <message>
        <source>Patterns of what is left out, one a line</source>
        <translation>Muster für das, was ausgelassen wird, eines je Zeile</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Pictures only; text recognition is off</source>
        <translation>Nur Bilder; die Texterkennung ist ausgeschaltet</translation>
    </message>
    <message>
        <source>PowerPoint, OpenDocument</source>
        <translation>PowerPoint, OpenDocument</translation>
    </message>
    <message>
        <source>Presentations</source>
        <translation>Präsentationen</translation>
    </message>
    <message>
        <source>Read all files in this list again</source>
        <translation>Alle Dateien dieser Liste noch einmal lesen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message numerus="yes">
        <source>Ready · %Ln page(s)</source>
        <translation>
            <numerusform>Bereit · %Ln Seite</numerusform>
            <numerusform>Bereit · %Ln Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>Related</source>
        <translation>Verwandtes</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln item(s) from the library. The files were not touched.</source>
        <translation>
            <numerusform>%Ln Eintrag aus der Bibliothek entfernt. Die Dateien wurden nicht angerührt.</numerusform>
            <numerusform>%Ln Einträge aus der Bibliothek entfernt. Die Dateien wurden nicht angerührt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed “{name}” from the library. The files were not touched.</source>
        <translation>„{name}“ aus der Bibliothek entfernt. Die Dateien wurden nicht angerührt.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message numerus="yes">
        <source>Retry %Ln of them</source>
        <translation>
            <numerusform>%Ln davon erneut versuchen</numerusform>
            <numerusform>%Ln davon erneut versuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry all</source>
        <translation>Alle erneut versuchen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Say where they are; nothing is read again</source>
        <translation>Sagen Sie, wo sie sind; nichts wird noch einmal gelesen</translation>
    </message>
    <message>
        <source>Scans and pictures</source>
        <translation>Scans und Bilder</translation>
    </message>
    <message>
        <source>Search the documents</source>
        <translation>Dokumente durchsuchen</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Show all %Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei zeigen</numerusform>
            <numerusform>Alle %Ln Dateien zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all files again</source>
        <translation>Wieder alle Dateien zeigen</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show it in this window</source>
        <translation>In diesem Fenster zeigen</translation>
    </message>
    <message>
        <source>Show more than {kind}</source>
        <translation>Mehr als {kind} zeigen</translation>
    </message>
    <message>
        <source>Show only problems ({number})</source>
        <translation>Nur Probleme zeigen ({number})</translation>
    </message>
    <message>
        <source>Show problems</source>
        <translation>Probleme zeigen</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Sorted by kind</source>
        <translation>Nach Art</translation>
    </message>
    <message>
        <source>Sorted by name</source>
        <translation>Nach Name</translation>
    </message>
    <message>
        <source>Sorted by state</source>
        <translation>Nach Zustand</translation>
    </message>
    <message>
        <source>Source code</source>
        <translation>Programmcode</translation>
    </message>
    <message>
        <source>Spreadsheets</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>The largest file that is read, in megabytes</source>
        <translation>Die größte Datei, die gelesen wird, in Megabyte</translation>
    </message>
    <message numerus="yes">
        <source>The library is in “{name}”, with %Ln document(s).</source>
        <translation>
            <numerusform>Die Bibliothek ist in „{name}“, mit %Ln Dokument.</numerusform>
            <numerusform>Die Bibliothek ist in „{name}“, mit %Ln Dokumenten.</numerusform>
        </translation>
    </message>
    <message>
        <source>They are in none of the likely places. Choose the folder that they are in.</source>
        <translation>Sie sind an keinem der wahrscheinlichen Orte. Wählen Sie den Ordner, in dem sie sind.</translation>
    </message>
    <message>
        <source>They seem to be here:</source>
        <translation>Sie scheinen hier zu sein:</translation>
    </message>
    <message>
        <source>This is not there any more</source>
        <translation>Das ist nicht mehr da</translation>
    </message>
    <message numerus="yes">
        <source>This is now the library of “{name}”, with %Ln document(s).</source>
        <translation>
            <numerusform>Das ist jetzt die Bibliothek aus „{name}“, mit %Ln Dokument.</numerusform>
            <numerusform>Das ist jetzt die Bibliothek aus „{name}“, mit %Ln Dokumenten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Waiting for text recognition</source>
        <translation>Wartet auf Texterkennung</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>Wartet aufs Einlesen</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>What is read in “{name}”</source>
        <translation>Was in „{name}“ gelesen wird</translation>
    </message>
    <message>
        <source>What is read…</source>
        <translation>Was gelesen wird …</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What was read of them, and the answers from them, follow. Nothing is read again.</source>
        <translation>Was davon gelesen ist und die Antworten daraus ziehen mit um. Nichts wird noch einmal gelesen.</translation>
    </message>
    <message>
        <source>Where are the files now?</source>
        <translation>Wo sind die Dateien jetzt?</translation>
    </message>
    <message>
        <source>Where are the files of “{name}” now?</source>
        <translation>Wo sind die Dateien von „{name}“ jetzt?</translation>
    </message>
    <message>
        <source>Which files are shown</source>
        <translation>Welche Dateien gezeigt werden</translation>
    </message>
    <message>
        <source>Word and other texts</source>
        <translation>Word und andere Texte</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>alle anderen</translation>
    </message>
    <message>
        <source>and notebooks</source>
        <translation>und Notebooks</translation>
    </message>
    <message>
        <source>books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>zugeklappt</translation>
    </message>
    <message>
        <source>data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>files up to {size}</source>
        <translation>Dateien bis {size}</translation>
    </message>
    <message>
        <source>in: {name}</source>
        <translation>in: {name}</translation>
    </message>
    <message>
        <source>leaves out {patterns}</source>
        <translation>lässt {patterns} aus</translation>
    </message>
    <message>
        <source>level {number}</source>
        <translation>Ebene {number}</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>E-Mails</translation>
    </message>
    <message>
        <source>no {kinds}</source>
        <translation>keine {kinds}</translation>
    </message>
    <message>
        <source>not there now</source>
        <translation>gerade nicht da</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>only {kinds}</source>
        <translation>nur {kinds}</translation>
    </message>
    <message>
        <source>open</source>
        <translation>aufgeklappt</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>plain text, Markdown</source>
        <translation>einfacher Text, Markdown</translation>
    </message>
    <message>
        <source>presentations</source>
        <translation>Präsentationen</translation>
    </message>
    <message>
        <source>scans and photos of text</source>
        <translation>Scans und Fotos von Text</translation>
    </message>
    <message>
        <source>source code</source>
        <translation>Programmcode</translation>
    </message>
    <message>
        <source>spreadsheets</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>told by what is in them</source>
        <translation>am Inhalt erkannt</translation>
    </message>
    <message>
        <source>web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{kind} ({number})</source>
        <translation>{kind} ({number})</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>{others} or {last}</source>
        <translation>{others} oder {last}</translation>
    </message>
    <message>
        <source>{path} · most of them</source>
        <translation>{path} · die meisten</translation>
    </message>
    <message>
        <source>{place}: look everywhere</source>
        <translation>{place}: überall suchen</translation>
    </message>
    <message numerus="yes">
        <source>{shown} and %Ln more</source>
        <translation>
            <numerusform>{shown} und %Ln weiteres</numerusform>
            <numerusform>{shown} und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message numerus="yes">
        <source>“{name}” and %Ln more</source>
        <translation>
            <numerusform>„{name}“ und %Ln weiteres</numerusform>
            <numerusform>„{name}“ und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>“{name}” is not there any more, so it was not added.</source>
        <translation>„{name}“ ist nicht mehr da und wurde nicht hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message numerus="yes">
        <source>%Ln adapter(s)</source>
        <translation>
            <numerusform>%Ln Adapter</numerusform>
            <numerusform>%Ln Adapter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer model(s)</source>
        <translation>
            <numerusform>%Ln Antwortmodell</numerusform>
            <numerusform>%Ln Antwortmodelle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be used</source>
        <translation>
            <numerusform>%Ln konnte nicht verwendet werden</numerusform>
            <numerusform>%Ln konnten nicht verwendet werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) found</source>
        <translation>
            <numerusform>%Ln Datei gefunden</numerusform>
            <numerusform>%Ln Dateien gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parameter(s)</source>
        <translation>
            <numerusform>%Ln Parameter</numerusform>
            <numerusform>%Ln Parameter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) has/have to be read anew. You can go on searching meanwhile; the present one stays in use until everything is done.</source>
        <translation>
            <numerusform>%Ln Textstelle muss neu gelesen werden. Sie können währenddessen weiter suchen; das jetzige Modell bleibt in Gebrauch, bis alles fertig ist.</numerusform>
            <numerusform>%Ln Textstellen müssen neu gelesen werden. Sie können währenddessen weiter suchen; das jetzige Modell bleibt in Gebrauch, bis alles fertig ist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) has/have to be read anew: {time} here. You can go on searching meanwhile; the present one stays in use until everything is done.</source>
        <translation>
            <numerusform>%Ln Textstelle muss neu gelesen werden: hier {time}. Sie können währenddessen weiter suchen; das jetzige Modell bleibt in Gebrauch, bis alles fertig ist.</numerusform>
            <numerusform>%Ln Textstellen müssen neu gelesen werden: hier {time}. Sie können währenddessen weiter suchen; das jetzige Modell bleibt in Gebrauch, bis alles fertig ist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln search model(s)</source>
        <translation>
            <numerusform>%Ln Suchmodell</numerusform>
            <numerusform>%Ln Suchmodelle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln was/were on the list already</source>
        <translation>
            <numerusform>%Ln war schon in der Liste</numerusform>
            <numerusform>%Ln waren schon in der Liste</numerusform>
        </translation>
    </message>
    <message>
        <source>A link to a .gguf file, or a repository&apos;s name such as owner/name.</source>
        <translation>Ein Link zu einer .gguf-Datei oder ein Name wie besitzer/modell.</translation>
    </message>
    <message>
        <source>About 100 languages</source>
        <translation>Etwa 100 Sprachen</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>Adapter</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Add an adapter…</source>
        <translation>Adapter hinzufügen …</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Add model files</source>
        <translation>Modelldateien hinzufügen</translation>
    </message>
    <message>
        <source>Adding files</source>
        <translation>Dateien werden hinzugefügt</translation>
    </message>
    <message>
        <source>Allow downloads</source>
        <translation>Downloads erlauben</translation>
    </message>
    <message>
        <source>An adapter gives a model a style or knowledge of its own (LoRA, in the GGUF format).</source>
        <translation>Ein Adapter gibt einem Modell einen Stil oder eigenes Wissen (LoRA, im GGUF-Format).</translation>
    </message>
    <message>
        <source>An adapter gives an answer model a style or knowledge of its own. It goes only with the model that it was made for.</source>
        <translation>Ein Adapter gibt einem Antwortmodell einen Stil oder eigenes Wissen. Er passt nur zu dem Modell, für das er gemacht ist.</translation>
    </message>
    <message>
        <source>An answer model is a file that writes answers in its own words. To search your documents, and to read answers word for word, you need none.</source>
        <translation>Ein Antwortmodell ist eine Datei, die Antworten in eigenen Worten schreibt. Um Ihre Dokumente zu durchsuchen und wörtliche Antworten zu lesen, brauchen Sie keines.</translation>
    </message>
    <message>
        <source>Answer models</source>
        <translation>Antwortmodelle</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Change to {name}</source>
        <translation>Wechsel zu {name}</translation>
    </message>
    <message>
        <source>Changing the search model: getting ready to read the passages anew</source>
        <translation>Das Suchmodell wird gewechselt: Das neue Lesen der Textstellen wird vorbereitet</translation>
    </message>
    <message>
        <source>Changing the search model: putting the new search model in its place</source>
        <translation>Das Suchmodell wird gewechselt: Das neue Suchmodell wird eingesetzt</translation>
    </message>
    <message numerus="yes">
        <source>Changing the search model: read {done} of %Ln passage(s) anew</source>
        <translation>
            <numerusform>Das Suchmodell wird gewechselt: {done} von %Ln Textstelle neu gelesen</numerusform>
            <numerusform>Das Suchmodell wird gewechselt: {done} von %Ln Textstellen neu gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Check of {name}</source>
        <translation>Prüfung von {name}</translation>
    </message>
    <message>
        <source>Check the file</source>
        <translation>Datei prüfen</translation>
    </message>
    <message>
        <source>Checking every byte of “{name}”</source>
        <translation>Jedes Byte von „{name}“ wird geprüft</translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>Die Datei wird geprüft …</translation>
    </message>
    <message>
        <source>Choose a smaller model.</source>
        <translation>Wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Comes with the program</source>
        <translation>Mit dem Programm geliefert</translation>
    </message>
    <message>
        <source>Connecting, to get “{name}”…</source>
        <translation>Verbindung wird hergestellt, um „{name}“ zu holen …</translation>
    </message>
    <message>
        <source>Connection lost; trying again… {amount} are there.</source>
        <translation>Verbindung unterbrochen; neuer Versuch … {amount} sind da.</translation>
    </message>
    <message>
        <source>Connects to {host} and downloads a file to {folder}. Nothing about you or your documents is sent.</source>
        <translation>Stellt eine Verbindung zu {host} her und lädt eine Datei nach {folder}. Über Sie oder Ihre Dokumente wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Connects to {host} and downloads {size} to {folder}. Nothing about you or your documents is sent.</source>
        <translation>Stellt eine Verbindung zu {host} her und lädt {size} nach {folder}. Über Sie oder Ihre Dokumente wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Copy the checksum</source>
        <translation>Prüfsumme kopieren</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Delete the file</source>
        <translation>Datei löschen</translation>
    </message>
    <message>
        <source>Delete the file…</source>
        <translation>Datei löschen …</translation>
    </message>
    <message>
        <source>Delete this file from the disk? {path}, {size}.</source>
        <translation>Diese Datei vom Datenträger löschen? {path}, {size}.</translation>
    </message>
    <message>
        <source>Deleted “{name}” from the disk.</source>
        <translation>„{name}“ vom Datenträger gelöscht.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Download begun: {name}</source>
        <translation>Download begonnen: {name}</translation>
    </message>
    <message>
        <source>Download of {name}</source>
        <translation>Download von {name}</translation>
    </message>
    <message>
        <source>Downloading “{name}”</source>
        <translation>„{name}“ wird heruntergeladen</translation>
    </message>
    <message>
        <source>Downloading “{name}” {share}</source>
        <translation>„{name}“ wird heruntergeladen, {share}</translation>
    </message>
    <message>
        <source>Downloads are the only time this program connects to anything. A process of its own does it, and ends with the download.</source>
        <translation>Nur bei Downloads verbindet sich dieses Programm mit irgendetwas. Das tut ein eigener Prozess, der mit dem Download endet.</translation>
    </message>
    <message>
        <source>Every passage was read with it before, so the change takes a moment only.</source>
        <translation>Alle Textstellen wurden schon früher damit gelesen, der Wechsel dauert also nur einen Augenblick.</translation>
    </message>
    <message>
        <source>Finding out what the change would take</source>
        <translation>Es wird ermittelt, was der Wechsel kostet</translation>
    </message>
    <message>
        <source>Fits: needs {need} of memory, {free} are free</source>
        <translation>Passt: braucht {need} Speicher, {free} sind frei</translation>
    </message>
    <message>
        <source>Free for any use ({licence})</source>
        <translation>Frei für jeden Zweck ({licence})</translation>
    </message>
    <message>
        <source>Free under conditions ({licence})</source>
        <translation>Frei unter Bedingungen ({licence})</translation>
    </message>
    <message>
        <source>From a link</source>
        <translation>Von einem Link</translation>
    </message>
    <message>
        <source>From {source}</source>
        <translation>Von {source}</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>Get a model</source>
        <translation>Ein Modell holen</translation>
    </message>
    <message>
        <source>Get a search model</source>
        <translation>Ein Suchmodell holen</translation>
    </message>
    <message>
        <source>Get an adapter</source>
        <translation>Einen Adapter holen</translation>
    </message>
    <message>
        <source>Get {name}</source>
        <translation>{name} holen</translation>
    </message>
    <message>
        <source>Getting ready to read the passages anew</source>
        <translation>Das neue Lesen der Textstellen wird vorbereitet</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>How strongly it is applied; 1.0 is as it was trained</source>
        <translation>Wie stark er wirkt; 1,0 ist, wie er trainiert wurde</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Is that model the one you use, “{name}”, by another name?</source>
        <translation>Ist dieses Modell das, das Sie verwenden, „{name}“, unter einem anderen Namen?</translation>
    </message>
    <message>
        <source>It does not go with “{name}”, the model in use.</source>
        <translation>Er passt nicht zu „{name}“, dem Modell in Gebrauch.</translation>
    </message>
    <message>
        <source>It gives related and unrelated texts about the same mark, so searching would become worse. It may be damaged, or made for another purpose.</source>
        <translation>Es bewertet verwandte und fremde Texte etwa gleich, das Suchen würde also schlechter. Vielleicht ist es beschädigt oder für einen anderen Zweck gemacht.</translation>
    </message>
    <message>
        <source>Its checksum comes with this program, and the file is checked against it.</source>
        <translation>Seine Prüfsumme liegt diesem Programm bei, und die Datei wird damit verglichen.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Last used: {when}</source>
        <translation>Zuletzt verwendet: {when}</translation>
    </message>
    <message>
        <source>Licence not known</source>
        <translation>Lizenz nicht bekannt</translation>
    </message>
    <message>
        <source>Link to a model file, or a repository&apos;s name</source>
        <translation>Link zu einer Modelldatei oder Name eines Verzeichnisses</translation>
    </message>
    <message>
        <source>Look in other programs</source>
        <translation>In anderen Programmen nachsehen</translation>
    </message>
    <message>
        <source>Look it up</source>
        <translation>Nachsehen</translation>
    </message>
    <message>
        <source>Looking at the files</source>
        <translation>Die Dateien werden angesehen</translation>
    </message>
    <message>
        <source>Looking at “{name}”</source>
        <translation>„{name}“ wird angesehen</translation>
    </message>
    <message>
        <source>Looking at “{name}”, {done} of {total}</source>
        <translation>„{name}“ wird angesehen, {done} von {total}</translation>
    </message>
    <message>
        <source>Looking for model files</source>
        <translation>Modelldateien werden gesucht</translation>
    </message>
    <message>
        <source>Looking it up</source>
        <translation>Es wird nachgesehen</translation>
    </message>
    <message>
        <source>Looks in the folders of {programs}</source>
        <translation>Sieht in den Ordnern von {programs} nach</translation>
    </message>
    <message>
        <source>Made for a model it does not name</source>
        <translation>Für ein Modell gemacht, das nicht genannt ist</translation>
    </message>
    <message>
        <source>Made for {kind} models</source>
        <translation>Für {kind}-Modelle gemacht</translation>
    </message>
    <message>
        <source>Made for {name}</source>
        <translation>Für {name} gemacht</translation>
    </message>
    <message>
        <source>Model files (*.gguf *.GGUF)</source>
        <translation>Modelldateien (*.gguf *.GGUF)</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models write in tokens. In English a token is about three quarters of a word.</source>
        <translation>Modelle schreiben in Tokens. Im Deutschen ist ein Token etwa ein halbes Wort.</translation>
    </message>
    <message>
        <source>More for this file</source>
        <translation>Mehr zu dieser Datei</translation>
    </message>
    <message>
        <source>More for this search model</source>
        <translation>Mehr zu diesem Suchmodell</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Mehr zu {name}</translation>
    </message>
    <message>
        <source>Most of your documents are in {language}, which the present search model does not know.</source>
        <translation>Die meisten Ihrer Dokumente sind auf {language}; diese Sprache kennt das jetzige Suchmodell nicht.</translation>
    </message>
    <message>
        <source>Most of your documents are in {language}, which the present search model does not know. “{better}” knows it.</source>
        <translation>Die meisten Ihrer Dokumente sind auf {language}; diese Sprache kennt das jetzige Suchmodell nicht. „{better}“ kennt sie.</translation>
    </message>
    <message>
        <source>No checksum is published: only size and structure can be checked.</source>
        <translation>Eine Prüfsumme ist nicht veröffentlicht: Nur Größe und Aufbau lassen sich prüfen.</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Nothing in it can be used here.</source>
        <translation>Nichts darin lässt sich hier verwenden.</translation>
    </message>
    <message>
        <source>Nothing new was found</source>
        <translation>Nichts Neues gefunden</translation>
    </message>
    <message>
        <source>Nothing was added</source>
        <translation>Nichts hinzugefügt</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Open Models</source>
        <translation>Modelle öffnen</translation>
    </message>
    <message>
        <source>Part of this program</source>
        <translation>Teil dieses Programms</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>Pausiert.</translation>
    </message>
    <message>
        <source>Paused: {done} are here.</source>
        <translation>Pausiert: {done} sind hier.</translation>
    </message>
    <message>
        <source>Paused: {done} of {total} are here.</source>
        <translation>Pausiert: {done} von {total} sind hier.</translation>
    </message>
    <message>
        <source>Paused: {name}</source>
        <translation>Pausiert: {name}</translation>
    </message>
    <message>
        <source>Preparing the adapter “{name}”</source>
        <translation>Der Adapter „{name}“ wird vorbereitet</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Putting the new search model in its place</source>
        <translation>Das neue Suchmodell wird eingesetzt</translation>
    </message>
    <message numerus="yes">
        <source>Read {done} of %Ln passage(s) anew</source>
        <translation>
            <numerusform>{done} von %Ln Textstelle neu gelesen</numerusform>
            <numerusform>{done} von %Ln Textstellen neu gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Recommended for this computer</source>
        <translation>Empfohlen für diesen Computer</translation>
    </message>
    <message>
        <source>Recommended for this computer: it fits the memory, and answers in good time</source>
        <translation>Empfohlen für diesen Computer: Es passt in den Speicher und antwortet zügig</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Remove this adapter from the list</source>
        <translation>Diesen Adapter aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Remove {name} from the list</source>
        <translation>{name} aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Removed “{name}” from the list. The file was not touched.</source>
        <translation>„{name}“ aus der Liste entfernt. Die Datei wurde nicht angerührt.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Search model</source>
        <translation>Suchmodell</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Suchmodelle</translation>
    </message>
    <message>
        <source>Search models…</source>
        <translation>Suchmodelle …</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>%Ln weiteren Eintrag zeigen</numerusform>
            <numerusform>%Ln weitere zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show why</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stopping. The present search model stays in use.</source>
        <translation>Wird angehalten. Das jetzige Suchmodell bleibt in Gebrauch.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>Strength of {name}</source>
        <translation>Stärke von {name}</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Switch off {name}</source>
        <translation>{name} ausschalten</translation>
    </message>
    <message>
        <source>The download of “{name}” has stopped</source>
        <translation>Der Download von „{name}“ steht still</translation>
    </message>
    <message>
        <source>The file can be read from end to end. Its checksum (SHA-256) is {sum}.</source>
        <translation>Die Datei lässt sich von Anfang bis Ende lesen. Ihre Prüfsumme (SHA-256) ist {sum}.</translation>
    </message>
    <message>
        <source>The file is checked against the checksum that the server publishes.</source>
        <translation>Die Datei wird mit der Prüfsumme verglichen, die der Server veröffentlicht.</translation>
    </message>
    <message>
        <source>The search model finds the passages that a question is about. The one that comes with the program is made for English.</source>
        <translation>Das Suchmodell findet die Textstellen, um die es in einer Frage geht. Das mitgelieferte ist für Englisch gemacht.</translation>
    </message>
    <message>
        <source>There are no documents yet, so the change costs nothing.</source>
        <translation>Es gibt noch keine Dokumente, der Wechsel kostet also nichts.</translation>
    </message>
    <message>
        <source>There is none yet. Add a file or a training folder, or get one below.</source>
        <translation>Noch keiner da. Fügen Sie eine Datei oder einen Trainingsordner hinzu, oder holen Sie unten einen.</translation>
    </message>
    <message>
        <source>There is none yet. Add a file or a training folder.</source>
        <translation>Noch keiner da. Fügen Sie eine Datei oder einen Trainingsordner hinzu.</translation>
    </message>
    <message>
        <source>There is none yet. Add files that you have, or get one below.</source>
        <translation>Noch keines da. Fügen Sie Dateien hinzu, die Sie haben, oder holen Sie unten eines.</translation>
    </message>
    <message>
        <source>There is none yet. Add files that you have.</source>
        <translation>Noch keines da. Fügen Sie Dateien hinzu, die Sie haben.</translation>
    </message>
    <message>
        <source>They would have to be downloaded again.</source>
        <translation>Sie müssten noch einmal heruntergeladen werden.</translation>
    </message>
    <message>
        <source>This cannot be undone. “Remove from the list” would leave the file where it is.</source>
        <translation>Das lässt sich nicht rückgängig machen. „Aus der Liste entfernen“ würde die Datei lassen, wo sie ist.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>This computer: {facts}</source>
        <translation>Dieser Computer: {facts}</translation>
    </message>
    <message>
        <source>Throw away the {size} that came so far?</source>
        <translation>Die {size} verwerfen, die schon da sind?</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Tight: needs {need} of memory, {free} are free. Close other programs before you use it.</source>
        <translation>Knapp: braucht {need} Speicher, {free} sind frei. Schließen Sie vorher andere Programme.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Try with “{name}”</source>
        <translation>Mit „{name}“ versuchen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>Jetzt verwenden</translation>
    </message>
    <message>
        <source>Use with a shorter context</source>
        <translation>Mit kürzerem Kontext verwenden</translation>
    </message>
    <message>
        <source>Use with a shorter context {name}</source>
        <translation>{name} mit kürzerem Kontext verwenden</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} verwenden</translation>
    </message>
    <message>
        <source>Waiting to be checked</source>
        <translation>Wartet auf die Prüfung</translation>
    </message>
    <message>
        <source>Waiting until the other download is done.</source>
        <translation>Wartet, bis der andere Download fertig ist.</translation>
    </message>
    <message>
        <source>Waiting: {name}</source>
        <translation>Wartet: {name}</translation>
    </message>
    <message>
        <source>Will not fit: needs {need} of memory, {free} are free. {step}</source>
        <translation>Passt nicht: braucht {need} Speicher, {free} sind frei. {step}</translation>
    </message>
    <message>
        <source>With less text before its eyes at once, this model fits the memory that is free.</source>
        <translation>Wenn es weniger Text auf einmal liest, passt dieses Modell in den freien Speicher.</translation>
    </message>
    <message>
        <source>Writes {rate} tokens a second here, first word after {seconds} s</source>
        <translation>Schreibt hier {rate} Tokens in der Sekunde, das erste Wort nach {seconds} s</translation>
    </message>
    <message>
        <source>Writes {rate} tokens a second here, first word at once</source>
        <translation>Schreibt hier {rate} Tokens in der Sekunde, das erste Wort sofort</translation>
    </message>
    <message>
        <source>Your documents are now searched with “{name}”.</source>
        <translation>Ihre Dokumente werden jetzt mit „{name}“ durchsucht.</translation>
    </message>
    <message>
        <source>another search model</source>
        <translation>ein anderes Suchmodell</translation>
    </message>
    <message>
        <source>context {tokens}</source>
        <translation>Kontext {tokens}</translation>
    </message>
    <message>
        <source>https://… .gguf or owner/name</source>
        <translation>https://… .gguf oder besitzer/modell</translation>
    </message>
    <message>
        <source>rank {rank}</source>
        <translation>Rang {rank}</translation>
    </message>
    <message>
        <source>size not told</source>
        <translation>Größe nicht genannt</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>{file}, in the folder “{folder}”</source>
        <translation>{file}, im Ordner „{folder}“</translation>
    </message>
    <message numerus="yes">
        <source>{first}, {second} and %Ln more</source>
        <comment>Languages</comment>
        <translation>
            <numerusform>{first}, {second} und %Ln weitere</numerusform>
            <numerusform>{first}, {second} und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>{free} free on the disk</source>
        <translation>{free} frei auf dem Datenträger</translation>
    </message>
    <message>
        <source>{numbers} numbers a passage · reads {tokens} tokens at once</source>
        <translation>{numbers} Zahlen je Textstelle · liest {tokens} Tokens auf einmal</translation>
    </message>
    <message>
        <source>{number} billion parameters</source>
        <translation>{number} Milliarden Parameter</translation>
    </message>
    <message>
        <source>{number} million parameters</source>
        <translation>{number} Millionen Parameter</translation>
    </message>
    <message>
        <source>{size} a second</source>
        <translation>{size} je Sekunde</translation>
    </message>
    <message>
        <source>{size} are free there. {check}</source>
        <translation>{size} sind dort frei. {check}</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>{size} herunterzuladen</translation>
    </message>
    <message>
        <source>{things} added</source>
        <translation>{things} hinzugefügt</translation>
    </message>
    <message>
        <source>{total} memory, {free} free</source>
        <translation>{total} Speicher, {free} frei</translation>
    </message>
    <message>
        <source>{what}. Press to see it.</source>
        <translation>{what}. Drücken Sie, um es zu sehen.</translation>
    </message>
    <message>
        <source>{what}: {share}</source>
        <translation>{what}: {share}</translation>
    </message>
    <message>
        <source>“Look it up” asks {host} what is there.</source>
        <translation>„Nachsehen“ fragt {host}, was dort ist.</translation>
    </message>
    <message>
        <source>“{name}” is ready to be switched on.</source>
        <translation>„{name}“ kann jetzt eingeschaltet werden.</translation>
    </message>
    <message>
        <source>“{name}” is ready to search with.</source>
        <translation>„{name}“ ist bereit zum Suchen.</translation>
    </message>
    <message>
        <source>“{name}” is ready to write answers.</source>
        <translation>„{name}“ ist bereit, Antworten zu schreiben.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Ask about this</source>
        <translation>Danach fragen</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Suche schließen</translation>
    </message>
    <message>
        <source>Close the source</source>
        <translation>Quelle schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Enter password…</source>
        <translation>Passwort eingeben …</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>In diesem Dokument suchen</translation>
    </message>
    <message>
        <source>Find words</source>
        <translation>Wörter suchen</translation>
    </message>
    <message>
        <source>Find “{words}”</source>
        <translation>„{words}“ suchen</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>Ganze Seite einpassen</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>Auf die Breite einpassen</translation>
    </message>
    <message>
        <source>Go to another page</source>
        <translation>Zu einer anderen Seite gehen</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>It is forgotten when you close Desktop RAG.</source>
        <translation>Es wird vergessen, wenn Sie Desktop RAG schließen.</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Message {number} of {total}</source>
        <translation>Nachricht {number} von {total}</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Nächste Stelle</translation>
    </message>
    <message>
        <source>Next source</source>
        <translation>Nächste Quelle</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Number of the page to go to</source>
        <translation>Nummer der Seite, zu der Sie gehen möchten</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open at page {page} in {program}</source>
        <translation>Auf Seite {page} in {program} öffnen</translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation>In seinem eigenen Programm öffnen</translation>
    </message>
    <message>
        <source>Open in {program}, which begins where it likes</source>
        <translation>In {program} öffnen, ohne die Seite aufzuschlagen</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Page text</source>
        <translation>Text der Seite</translation>
    </message>
    <message>
        <source>Page {number} (“{printed}”) of {total}</source>
        <translation>Seite {number} („{printed}“) von {total}</translation>
    </message>
    <message>
        <source>Page {number} of {total}</source>
        <translation>Seite {number} von {total}</translation>
    </message>
    <message>
        <source>Part {number} of {total}</source>
        <translation>Teil {number} von {total}</translation>
    </message>
    <message>
        <source>Passage {number}: {title}, {place}</source>
        <translation>Textstelle {number}: {title}, {place}</translation>
    </message>
    <message>
        <source>Passage: {title}, {place}</source>
        <translation>Textstelle: {title}, {place}</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password of the document</source>
        <translation>Passwort des Dokuments</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Vorige Stelle</translation>
    </message>
    <message>
        <source>Previous source</source>
        <translation>Vorige Quelle</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln more passage(s)</source>
        <translation>
            <numerusform>%Ln weitere Textstelle zeigen</numerusform>
            <numerusform>%Ln weitere Textstellen zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>Slide {number} of {total}</source>
        <translation>Folie {number} von {total}</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Source {number}: {title}, {place}</source>
        <translation>Quelle {number}: {title}, {place}</translation>
    </message>
    <message>
        <source>Source {place} of {total}</source>
        <translation>Quelle {place} von {total}</translation>
    </message>
    <message>
        <source>Source: {title}, {place}</source>
        <translation>Quelle: {title}, {place}</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Ganzer Text</translation>
    </message>
    <message>
        <source>{place} of more than {total}</source>
        <translation>{place} von mehr als {total}</translation>
    </message>
    <message>
        <source>{place} of {total}</source>
        <translation>{place} von {total}</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Down</source>
        <translation>Pfeil ab</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Pfeil links</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Pfeil rechts</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Pfeil auf</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <translation>
            <numerusform>%Ln Gespräch</numerusform>
            <numerusform>%Ln Gespräche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln Dokument</numerusform>
            <numerusform>%Ln Dokumente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln network connection(s).</source>
        <translation>
            <numerusform>%Ln Netzwerkverbindung.</numerusform>
            <numerusform>%Ln Netzwerkverbindungen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) are waiting to have their words read.</source>
        <translation>
            <numerusform>%Ln Seite wartet darauf, dass ihre Wörter gelesen werden.</numerusform>
            <numerusform>%Ln Seiten warten darauf, dass ihre Wörter gelesen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>All that matters, in several sentences or points; up to twice as long.</source>
        <translation>Alles Wichtige, in mehreren Sätzen oder Punkten; bis zu doppelt so lang.</translation>
    </message>
    <message>
        <source>Another one is measured first, and you are asked.</source>
        <translation>Ein anderes wird zuerst gemessen, und Sie werden gefragt.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As long as the model finds right.</source>
        <translation>So lang, wie das Modell es richtig findet.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Asking the system…</source>
        <translation>Das System wird gefragt …</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Automatic keeps the computer usable; more is faster. Takes effect at the next start.</source>
        <translation>Automatisch bleibt der Computer gut benutzbar; mehr ist schneller. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Kurz</translation>
    </message>
    <message>
        <source>Changes in your folders</source>
        <translation>Änderungen in Ihren Ordnern</translation>
    </message>
    <message numerus="yes">
        <source>Changing it prepares all %Ln passage(s) again.</source>
        <translation>
            <numerusform>Ein Wechsel bereitet %Ln Textstelle neu vor.</numerusform>
            <numerusform>Ein Wechsel bereitet alle %Ln Textstellen neu vor.</numerusform>
        </translation>
    </message>
    <message>
        <source>Changing it prepares every passage of the library again. There are none yet, so it costs nothing.</source>
        <translation>Ein Wechsel bereitet jede Textstelle der Bibliothek neu vor. Noch gibt es keine, er kostet also nichts.</translation>
    </message>
    <message>
        <source>Check for changes</source>
        <translation>Auf Änderungen prüfen</translation>
    </message>
    <message>
        <source>Choose a search model…</source>
        <translation>Suchmodell wählen …</translation>
    </message>
    <message>
        <source>Close Desktop RAG and delete the folder {folder}. Nothing else is left on this computer, and your own documents stay as they are.</source>
        <translation>Schließen Sie Desktop RAG und löschen Sie den Ordner {folder}. Sonst bleibt auf diesem Computer nichts zurück, und Ihre eigenen Dokumente bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Close Desktop RAG and delete the folders {folder} and {usual}, from where it was moved. Nothing else is left on this computer, and your own documents stay as they are.</source>
        <translation>Schließen Sie Desktop RAG und löschen Sie die Ordner {folder} und {usual}, von wo er verlegt wurde. Sonst bleibt auf diesem Computer nichts zurück, und Ihre eigenen Dokumente bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Converts adapters</source>
        <translation>Wandelt Adapter um</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy details for a report</source>
        <translation>Einzelheiten für einen Fehlerbericht kopieren</translation>
    </message>
    <message>
        <source>Copy it there</source>
        <translation>Dorthin kopieren</translation>
    </message>
    <message>
        <source>Copying the library</source>
        <translation>Die Bibliothek wird kopiert</translation>
    </message>
    <message>
        <source>Copying the library, {share}</source>
        <translation>Die Bibliothek wird kopiert, {share}</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Delete everything</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Delete the copy</source>
        <translation>Kopie löschen</translation>
    </message>
    <message>
        <source>Delete the old copy…</source>
        <translation>Alte Kopie löschen …</translation>
    </message>
    <message>
        <source>Desktop RAG itself, with this window</source>
        <translation>Desktop RAG selbst, mit diesem Fenster</translation>
    </message>
    <message>
        <source>Desktop RAG library</source>
        <translation>Bibliothek von Desktop RAG</translation>
    </message>
    <message>
        <source>Desktop RAG {version}</source>
        <translation>Desktop RAG {version}</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>Ausführlich</translation>
    </message>
    <message>
        <source>Downloads a model</source>
        <translation>Lädt ein Modell herunter</translation>
    </message>
    <message>
        <source>Each process of this program, the memory it takes, and its network connections. The system is asked every two seconds while you look at this.</source>
        <translation>Jeder Prozess dieses Programms, sein Speicher und seine Netzwerkverbindungen. Das System wird alle zwei Sekunden gefragt, solange Sie das hier ansehen.</translation>
    </message>
    <message>
        <source>Everything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>Export library…</source>
        <translation>Bibliothek exportieren …</translation>
    </message>
    <message>
        <source>Free software under the MIT licence. It looks for no updates by itself.</source>
        <translation>Freie Software unter der MIT-Lizenz. Sie sucht nicht von selbst nach Aktualisierungen.</translation>
    </message>
    <message>
        <source>How answers are made</source>
        <translation>Wie geantwortet wird</translation>
    </message>
    <message>
        <source>How large it is</source>
        <translation>Wie groß sie ist</translation>
    </message>
    <message>
        <source>How much a model writes, from the next question on. Longer answers take longer. Answers word for word are not affected: they are sentences of your documents.</source>
        <translation>Wie viel ein Modell schreibt, ab der nächsten Frage. Längere Antworten dauern länger. Wörtliche Antworten betrifft das nicht: Sie sind Sätze aus Ihren Dokumenten.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Import library…</source>
        <translation>Bibliothek importieren …</translation>
    </message>
    <message>
        <source>Import this library?</source>
        <translation>Diese Bibliothek importieren?</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message numerus="yes">
        <source>It takes the place of the library you have now, with its %Ln document(s) and all conversations. Export that first if you need it.</source>
        <translation>
            <numerusform>Sie tritt an die Stelle der Bibliothek, die Sie jetzt haben, mit ihrem %Ln Dokument und allen Gesprächen. Exportieren Sie diese zuerst, wenn Sie sie brauchen.</numerusform>
            <numerusform>Sie tritt an die Stelle der Bibliothek, die Sie jetzt haben, mit ihren %Ln Dokumenten und allen Gesprächen. Exportieren Sie diese zuerst, wenn Sie sie brauchen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It turns each passage and each question into numbers that are alike when they mean the same (an embedding), so that passages are found that use other words. Exact words are always found as well.</source>
        <translation>Es macht aus jeder Textstelle und jeder Frage Zahlen, die sich ähneln, wenn sie dasselbe bedeuten (ein Embedding). So werden auch Textstellen gefunden, die andere Wörter benutzen. Genaue Wörter werden immer auch gefunden.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Length and style</source>
        <translation>Länge und Stil</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>Looks at every file, and reads only what is new or changed.</source>
        <translation>Sieht jede Datei an und liest nur, was neu oder geändert ist.</translation>
    </message>
    <message>
        <source>Looks into model files</source>
        <translation>Sieht in Modelldateien hinein</translation>
    </message>
    <message>
        <source>Measuring on this computer…</source>
        <translation>Wird auf diesem Computer gemessen …</translation>
    </message>
    <message>
        <source>Model that writes answers</source>
        <translation>Modell, das Antworten schreibt</translation>
    </message>
    <message>
        <source>Models and adapters</source>
        <translation>Modelle und Adapter</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Move it to another place</source>
        <translation>An einen anderen Ort verlegen</translation>
    </message>
    <message>
        <source>Move library…</source>
        <translation>Bibliothek verlegen …</translation>
    </message>
    <message>
        <source>New and changed files are read within seconds. Without it, folders are checked at the start and every ten minutes. Takes effect at once.</source>
        <translation>Neue und geänderte Dateien werden binnen Sekunden gelesen. Sonst werden Ordner beim Start und alle zehn Minuten geprüft. Gilt sofort.</translation>
    </message>
    <message>
        <source>No connections.</source>
        <translation>Keine Verbindungen.</translation>
    </message>
    <message>
        <source>No document on the disk is touched.</source>
        <translation>Kein Dokument auf dem Datenträger wird angerührt.</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Nothing about you is collected or sent: no telemetry, no crash reports.</source>
        <translation>Über Sie wird nichts gesammelt oder gesendet: keine Telemetrie, keine Absturzberichte.</translation>
    </message>
    <message>
        <source>Nothing looks for updates.</source>
        <translation>Nichts sucht nach Aktualisierungen.</translation>
    </message>
    <message>
        <source>Nothing moves by itself</source>
        <translation>Nichts bewegt sich von selbst</translation>
    </message>
    <message>
        <source>Of everything in this window but the pictures of pages, which zoom.</source>
        <translation>Von allem in diesem Fenster außer den Bildern der Seiten, die sich zoomen lassen.</translation>
    </message>
    <message>
        <source>Of the libraries and models that this program is made of.</source>
        <translation>Der Programmbibliotheken und Modelle, aus denen dieses Programm besteht.</translation>
    </message>
    <message>
        <source>Of the window, not of your documents. Takes effect at the next start.</source>
        <translation>Des Fensters, nicht Ihrer Dokumente. Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>One or two sentences; at most half as long.</source>
        <translation>Ein oder zwei Sätze; höchstens halb so lang.</translation>
    </message>
    <message>
        <source>Only what Desktop RAG wrote there is deleted. The library in its new place stays.</source>
        <translation>Gelöscht wird nur, was Desktop RAG dort geschrieben hat. Die Bibliothek am neuen Ort bleibt.</translation>
    </message>
    <message>
        <source>Open Models</source>
        <translation>Modelle öffnen</translation>
    </message>
    <message>
        <source>Pages of documents keep their white paper, dimmed in the dark.</source>
        <translation>Seiten von Dokumenten behalten ihr weißes Papier, im Dunkeln gedimmt.</translation>
    </message>
    <message>
        <source>Passwords of documents are never stored: they stay in memory until you close the program.</source>
        <translation>Passwörter von Dokumenten werden nie gespeichert: Sie bleiben nur im Arbeitsspeicher, bis Sie das Programm schließen.</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Processor cores for reading</source>
        <translation>Prozessorkerne zum Lesen</translation>
    </message>
    <message>
        <source>Read more slowly on battery</source>
        <translation>Im Akkubetrieb langsamer lesen</translation>
    </message>
    <message>
        <source>Read the words on scans and pictures</source>
        <translation>Die Wörter auf Scans und Bildern lesen</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Reading rests as long as it works while the computer is unplugged. Takes effect at once.</source>
        <translation>Im Akkubetrieb macht das Lesen nach jedem Stück Arbeit eine ebenso lange Pause. Gilt sofort.</translation>
    </message>
    <message>
        <source>Reads documents and draws pages</source>
        <translation>Liest Dokumente und zeichnet Seiten</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace this library?</source>
        <translation>Diese Bibliothek ersetzen?</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Jetzt neu starten</translation>
    </message>
    <message>
        <source>Search model</source>
        <translation>Suchmodell</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Short movements</source>
        <translation>Kurze Bewegungen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Show the licences</source>
        <translation>Lizenzen zeigen</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Started by Desktop RAG</source>
        <translation>Von Desktop RAG gestartet</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Take in changes as they happen</source>
        <translation>Änderungen sofort aufnehmen</translation>
    </message>
    <message>
        <source>Text of your documents, and the index of its words</source>
        <translation>Text Ihrer Dokumente und der Index seiner Wörter</translation>
    </message>
    <message>
        <source>Text recognition (OCR), on this computer. It takes a few seconds a page and up to a gigabyte of memory, after everything else is read. Takes effect at once.</source>
        <translation>Texterkennung (OCR), auf diesem Computer. Sie braucht ein paar Sekunden je Seite und bis zu einem Gigabyte Speicher, nachdem alles andere gelesen ist. Gilt sofort.</translation>
    </message>
    <message>
        <source>That takes a few seconds each, after everything else is read. You can go on working meanwhile.</source>
        <translation>Das dauert jeweils ein paar Sekunden, nachdem alles andere gelesen ist. Sie können währenddessen weiterarbeiten.</translation>
    </message>
    <message>
        <source>The copy is complete and was checked. It is used from the next start on.</source>
        <translation>Die Kopie ist vollständig und geprüft. Ab dem nächsten Start wird sie verwendet.</translation>
    </message>
    <message>
        <source>The library is used there from the next start on. The old folder stays until you have it deleted.</source>
        <translation>Ab dem nächsten Start wird die Bibliothek dort verwendet. Der alte Ordner bleibt, bis Sie ihn löschen lassen.</translation>
    </message>
    <message>
        <source>The network is used for one thing only: a model that you download with a click.</source>
        <translation>Das Netz wird nur für eines gebraucht: ein Modell, das Sie mit einem Klick herunterladen.</translation>
    </message>
    <message>
        <source>The old place</source>
        <translation>Der alte Ort</translation>
    </message>
    <message>
        <source>The system does not tell everything about these processes.</source>
        <translation>Das System sagt über diese Prozesse nicht alles.</translation>
    </message>
    <message>
        <source>The whole library as one file</source>
        <translation>Die ganze Bibliothek als eine Datei</translation>
    </message>
    <message>
        <source>The window speaks this language from the next start on.</source>
        <translation>Ab dem nächsten Start erscheint das Fenster in dieser Sprache.</translation>
    </message>
    <message>
        <source>There is no account and no sign-in.</source>
        <translation>Es gibt kein Konto und keine Anmeldung.</translation>
    </message>
    <message>
        <source>This library was named when Desktop RAG was started, so it stays where it is. Close the program to move its folder by hand.</source>
        <translation>Diese Bibliothek wurde beim Start von Desktop RAG angegeben, darum bleibt sie, wo sie ist. Schließen Sie das Programm, um ihren Ordner von Hand zu verlegen.</translation>
    </message>
    <message>
        <source>To another drive, for example. It is copied first, and used from the next start.</source>
        <translation>Zum Beispiel auf ein anderes Laufwerk. Sie wird erst kopiert und gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>To keep it, or to take it to another computer. Models and the documents themselves are not in it. Importing takes the place of this library, which is asked first.</source>
        <translation>Um sie aufzubewahren oder auf einen anderen Computer mitzunehmen. Modelle und die Dokumente selbst sind nicht darin. Ein Import tritt an die Stelle dieser Bibliothek; vorher werden Sie gefragt.</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Waiting until reading pauses…</source>
        <translation>Wartet, bis das Lesen pausiert …</translation>
    </message>
    <message>
        <source>Warnings and errors of this program, at most a few megabytes. Text of documents and questions are never written there.</source>
        <translation>Warnungen und Fehler dieses Programms, höchstens ein paar Megabyte. Text aus Dokumenten und Fragen werden nie hineingeschrieben.</translation>
    </message>
    <message>
        <source>What a change costs</source>
        <translation>Was ein Wechsel kostet</translation>
    </message>
    <message>
        <source>What finds passages by their meaning (vectors)</source>
        <translation>Was Textstellen nach ihrer Bedeutung findet (Vektoren)</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>What never happens</source>
        <translation>Was nie geschieht</translation>
    </message>
    <message>
        <source>What runs just now</source>
        <translation>Was gerade läuft</translation>
    </message>
    <message>
        <source>What slides in place when the window is narrow.</source>
        <translation>Was an seinen Platz gleitet, wenn das Fenster schmal ist.</translation>
    </message>
    <message>
        <source>Where everything is stored</source>
        <translation>Wo alles gespeichert ist</translation>
    </message>
    <message>
        <source>Where it lives</source>
        <translation>Wo sie liegt</translation>
    </message>
    <message>
        <source>Where the library is to be</source>
        <translation>Wo die Bibliothek sein soll</translation>
    </message>
    <message numerus="yes">
        <source>With this one that takes about %Ln minute(s) here.</source>
        <translation>
            <numerusform>Mit diesem dauert das hier etwa %Ln Minute.</numerusform>
            <numerusform>Mit diesem dauert das hier etwa %Ln Minuten.</numerusform>
        </translation>
    </message>
    <message>
        <source>With this one that takes less than a minute on this computer.</source>
        <translation>Mit diesem dauert das auf diesem Computer weniger als eine Minute.</translation>
    </message>
    <message>
        <source>Your documents are never changed, moved or copied.</source>
        <translation>Ihre Dokumente werden nie geändert, verschoben oder kopiert.</translation>
    </message>
    <message>
        <source>connected to {place}</source>
        <translation>verbunden mit {place}</translation>
    </message>
    <message>
        <source>waits at {place}</source>
        <translation>wartet an {place}</translation>
    </message>
    <message>
        <source>{folder} holds all there is: the text that was read, the search index, conversations, settings, downloaded models and a small log. It is not encrypted by this program.</source>
        <translation>{folder} enthält alles, was es gibt: den gelesenen Text, den Suchindex, Gespräche, Einstellungen, heruntergeladene Modelle und ein kleines Protokoll. Dieses Programm verschlüsselt ihn nicht.</translation>
    </message>
    <message>
        <source>{memory} · connections are not told</source>
        <translation>{memory} · Verbindungen werden nicht genannt</translation>
    </message>
    <message>
        <source>{memory} · no connections</source>
        <translation>{memory} · keine Verbindungen</translation>
    </message>
    <message>
        <source>{memory} · {connections}</source>
        <translation>{memory} · {connections}</translation>
    </message>
    <message>
        <source>{place} still holds a copy of the library from before it was moved, {size}.</source>
        <translation>{place} enthält noch eine Kopie der Bibliothek von vor dem Umzug, {size}.</translation>
    </message>
    <message>
        <source>{size} are copied to {place} and checked.</source>
        <translation>{size} werden nach {place} kopiert und geprüft.</translation>
    </message>
    <message>
        <source>{way}. Changes to the model, its adapters and the way take effect at once.</source>
        <translation>{way}. Modell, Adapter und Art der Antwort gelten sofort.</translation>
    </message>
    <message>
        <source>“{file}” holds {documents} and {conversations}, made on {day}.</source>
        <translation>„{file}“ enthält {documents} und {conversations}, vom {day}.</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message numerus="yes">
        <source>%Ln document(s) cannot be reached now. What was read of it/them can still be asked.</source>
        <translation>
            <numerusform>%Ln Dokument ist gerade nicht erreichbar. Nach dem, was davon gelesen ist, können Sie weiter fragen.</numerusform>
            <numerusform>%Ln Dokumente sind gerade nicht erreichbar. Nach dem, was davon gelesen ist, können Sie weiter fragen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s) ready</source>
        <translation>
            <numerusform>%Ln Dokument bereit</numerusform>
            <numerusform>%Ln Dokumente bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s) was/were found in the new place.</source>
        <translation>
            <numerusform>%Ln Dokument wurde am neuen Ort gefunden.</numerusform>
            <numerusform>%Ln Dokumente wurden am neuen Ort gefunden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) was/were taken in.</source>
        <translation>
            <numerusform>%Ln Datei wurde aufgenommen.</numerusform>
            <numerusform>%Ln Dateien wurden aufgenommen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln is/are not there.</source>
        <translation>
            <numerusform>%Ln ist nicht da.</numerusform>
            <numerusform>%Ln sind nicht da.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) is/are waiting for text recognition, which is off.</source>
        <translation>
            <numerusform>%Ln Seite wartet auf Texterkennung, die ausgeschaltet ist.</numerusform>
            <numerusform>%Ln Seiten warten auf Texterkennung, die ausgeschaltet ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>A download could not be finished</source>
        <translation>Ein Download wurde nicht fertig</translation>
    </message>
    <message>
        <source>Checking the file</source>
        <translation>Datei wird geprüft</translation>
    </message>
    <message>
        <source>Converting the file</source>
        <translation>Datei wird umgewandelt</translation>
    </message>
    <message>
        <source>Exporting the library</source>
        <translation>Bibliothek wird exportiert</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Wird abgeschlossen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Importing the library</source>
        <translation>Bibliothek wird importiert</translation>
    </message>
    <message>
        <source>It can be used now.</source>
        <translation>Es kann jetzt verwendet werden.</translation>
    </message>
    <message numerus="yes">
        <source>It holds %Ln document(s).</source>
        <translation>
            <numerusform>Sie enthält %Ln Dokument.</numerusform>
            <numerusform>Sie enthält %Ln Dokumente.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is in the window.</source>
        <translation>Es steht im Fenster.</translation>
    </message>
    <message>
        <source>Looking for documents</source>
        <translation>Dokumente werden gesucht</translation>
    </message>
    <message numerus="yes">
        <source>Looking for documents · %Ln file(s) so far</source>
        <translation>
            <numerusform>Dokumente werden gesucht · bisher %Ln Datei</numerusform>
            <numerusform>Dokumente werden gesucht · bisher %Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for models</source>
        <translation>Modelle werden gesucht</translation>
    </message>
    <message>
        <source>Looking for the files</source>
        <translation>Dateien werden gesucht</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Paused before everything was read.</source>
        <translation>Pausiert, bevor alles gelesen war.</translation>
    </message>
    <message numerus="yes">
        <source>Paused. %Ln file(s) is/are not read yet.</source>
        <translation>
            <numerusform>Pausiert. %Ln Datei ist noch nicht gelesen.</numerusform>
            <numerusform>Pausiert. %Ln Dateien sind noch nicht gelesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing. What was read is kept.</source>
        <translation>Wird pausiert. Was gelesen ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Putting the search index in order</source>
        <translation>Der Suchindex wird in Ordnung gebracht</translation>
    </message>
    <message numerus="yes">
        <source>Reading %Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei wird gelesen</numerusform>
            <numerusform>%Ln Dateien werden gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading scanned pages</source>
        <translation>Gescannte Seiten werden gelesen</translation>
    </message>
    <message>
        <source>Reading scanned pages: {done} of {total}</source>
        <translation>Gescannte Seiten werden gelesen: {done} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>Reading {done} of %Ln file(s)</source>
        <translation>
            <numerusform>{done} von %Ln Datei gelesen</numerusform>
            <numerusform>{done} von %Ln Dateien gelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading {done} of %Ln passage(s) anew</source>
        <translation>
            <numerusform>{done} von %Ln Textstelle neu gelesen</numerusform>
            <numerusform>{done} von %Ln Textstellen neu gelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Removing from the library</source>
        <translation>Wird aus der Bibliothek entfernt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stopping.</source>
        <translation>Wird angehalten.</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Switch text recognition on</source>
        <translation>Texterkennung einschalten</translation>
    </message>
    <message>
        <source>The download is complete</source>
        <translation>Der Download ist vollständig</translation>
    </message>
    <message>
        <source>The files were looked for</source>
        <translation>Die Dateien wurden gesucht</translation>
    </message>
    <message>
        <source>The library is exported</source>
        <translation>Die Bibliothek ist exportiert</translation>
    </message>
    <message>
        <source>The library is imported</source>
        <translation>Die Bibliothek ist importiert</translation>
    </message>
    <message>
        <source>The search model could not be changed</source>
        <translation>Das Suchmodell konnte nicht gewechselt werden</translation>
    </message>
    <message>
        <source>The search model was changed</source>
        <translation>Das Suchmodell wurde gewechselt</translation>
    </message>
    <message>
        <source>The window says why.</source>
        <translation>Das Fenster sagt, warum.</translation>
    </message>
    <message>
        <source>This could not be finished</source>
        <translation>Das wurde nicht fertig</translation>
    </message>
    <message>
        <source>Your answer is there</source>
        <translation>Ihre Antwort ist da</translation>
    </message>
    <message>
        <source>Your documents are read</source>
        <translation>Ihre Dokumente sind gelesen</translation>
    </message>
    <message>
        <source>Your documents can be asked as before.</source>
        <translation>Ihre Dokumente lassen sich wie bisher befragen.</translation>
    </message>
    <message>
        <source>Your question was not answered</source>
        <translation>Ihre Frage wurde nicht beantwortet</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>ein paar Sekunden</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch ein paar Sekunden</translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>etwa %Ln Stunde</numerusform>
            <numerusform>etwa %Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s) left</source>
        <translation>
            <numerusform>noch etwa %Ln Stunde</numerusform>
            <numerusform>noch etwa %Ln Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>etwa %Ln Minute</numerusform>
            <numerusform>etwa %Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s) left</source>
        <translation>
            <numerusform>noch etwa %Ln Minute</numerusform>
            <numerusform>noch etwa %Ln Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>etwa %Ln Sekunde</numerusform>
            <numerusform>etwa %Ln Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s) left</source>
        <translation>
            <numerusform>noch etwa %Ln Sekunde</numerusform>
            <numerusform>noch etwa %Ln Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}, {done} of {total}</source>
        <translation>{what}, {done} von {total}</translation>
    </message>
    <message>
        <source>{what}, {time_left}</source>
        <comment>What goes on, and the time it still takes</comment>
        <translation>{what}, {time_left}</translation>
    </message>
</context>
</TS>
