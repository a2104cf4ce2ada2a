<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Asking</name>
    <message numerus="yes">
        <source>%Ln citations to passages that do not exist were left out</source>
        <translation>
            <numerusform>%Ln citation to a passage that does not exist was left out</numerusform>
            <numerusform>%Ln citations to passages that do not exist were left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln documents are ready. Every sentence from them leads to its page, with the words marked.</source>
        <translation>
            <numerusform>%Ln document is ready. Every sentence from it leads to its page, with the words marked.</numerusform>
            <numerusform>%Ln documents are ready. Every sentence from them leads to its page, with the words marked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) was/were not read yet: ask again when everything is read.</source>
        <translation>
            <numerusform>%Ln file was not read yet: ask again when everything is read.</numerusform>
            <numerusform>%Ln files were not read yet: ask again when everything is read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sentences are not in their source.</source>
        <translation>
            <numerusform>%Ln sentence is not in its source.</numerusform>
            <numerusform>%Ln sentences are not in their source.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searching %Ln places</source>
        <translation>
            <numerusform>Searching %Ln place</numerusform>
            <numerusform>Searching %Ln places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searching all %Ln documents</source>
        <translation>
            <numerusform>Searching %Ln document</numerusform>
            <numerusform>Searching all %Ln documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The search reads the first %Ln characters.</source>
        <translation>
            <numerusform>The search reads the first character.</numerusform>
            <numerusform>The search reads the first %Ln characters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} from %Ln passages</source>
        <translation>
            <numerusform>Written by {model} from %Ln passage</numerusform>
            <numerusform>Written by {model} from %Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} from its own knowledge, with %Ln adapters</source>
        <translation>
            <numerusform>Written by {model} from its own knowledge, with %Ln adapter</numerusform>
            <numerusform>Written by {model} from its own knowledge, with %Ln adapters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} with %Ln adapters</source>
        <translation>
            <numerusform>Written by {model} with %Ln adapter</numerusform>
            <numerusform>Written by {model} with %Ln adapters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Written by {model} with {adapters} from %Ln passages</source>
        <translation>
            <numerusform>Written by {model} with {adapters} from %Ln passage</numerusform>
            <numerusform>Written by {model} with {adapters} from %Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in: %Ln places</source>
        <translation>
            <numerusform>in: %Ln place</numerusform>
            <numerusform>in: %Ln places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Common</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <comment>The end of a list of places</comment>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln place</numerusform>
            <numerusform>%Ln places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <comment>The end of a list of paths</comment>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Conversations</name>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln question</numerusform>
            <numerusform>%Ln questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted %Ln conversation(s).</source>
        <translation>
            <numerusform>Deleted %Ln conversation.</numerusform>
            <numerusform>Deleted %Ln conversations.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message numerus="yes">
        <source>%Ln place(s) found in the guide.</source>
        <translation>
            <numerusform>%Ln place found in the guide.</numerusform>
            <numerusform>%Ln places found in the guide.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message numerus="yes">
        <source>%Ln could not be read</source>
        <translation>
            <numerusform>%Ln could not be read</numerusform>
            <numerusform>%Ln could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ignored</source>
        <translation>
            <numerusform>%Ln ignored</numerusform>
            <numerusform>%Ln ignored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not there now</source>
        <translation>
            <numerusform>%Ln not there now</numerusform>
            <numerusform>%Ln not there now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of these are not there any more, so they were not added.</source>
        <translation>
            <numerusform>%Ln of these is not there any more, so it was not added.</numerusform>
            <numerusform>%Ln of these are not there any more, so they were not added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) is/are picture(s) whose words are not read yet.</source>
        <translation>
            <numerusform>%Ln page is picture whose words are not read yet.</numerusform>
            <numerusform>%Ln pages are pictures whose words are not read yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln passage</numerusform>
            <numerusform>%Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln place(s)</source>
        <translation>
            <numerusform>%Ln place</numerusform>
            <numerusform>%Ln places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ready</source>
        <translation>
            <numerusform>%Ln ready</numerusform>
            <numerusform>%Ln ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln set aside</source>
        <translation>
            <numerusform>%Ln set aside</numerusform>
            <numerusform>%Ln set aside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln skipped</source>
        <translation>
            <numerusform>%Ln skipped</numerusform>
            <numerusform>%Ln skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting for text recognition</source>
        <translation>
            <numerusform>%Ln waiting for text recognition</numerusform>
            <numerusform>%Ln waiting for text recognition</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting to be read</source>
        <translation>
            <numerusform>%Ln waiting to be read</numerusform>
            <numerusform>%Ln waiting to be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask only the %Ln that are ready</source>
        <translation>
            <numerusform>Ask only the %Ln that is ready</numerusform>
            <numerusform>Ask only the %Ln that are ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask only these %Ln</source>
        <translation>
            <numerusform>Ask only these %Ln</numerusform>
            <numerusform>Ask only these %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask the %Ln that are ready too</source>
        <translation>
            <numerusform>Ask the %Ln that is ready too</numerusform>
            <numerusform>Ask the %Ln that are ready too</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask these %Ln too</source>
        <translation>
            <numerusform>Ask these %Ln too</numerusform>
            <numerusform>Ask these %Ln too</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ready · %Ln page(s)</source>
        <translation>
            <numerusform>Ready · %Ln page</numerusform>
            <numerusform>Ready · %Ln pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removed %Ln item(s) from the library. The files were not touched.</source>
        <translation>
            <numerusform>Removed %Ln item from the library. The files were not touched.</numerusform>
            <numerusform>Removed %Ln items from the library. The files were not touched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Retry %Ln of them</source>
        <translation>
            <numerusform>Retry %Ln of them</numerusform>
            <numerusform>Retry %Ln of them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %Ln file(s)</source>
        <translation>
            <numerusform>Show %Ln file</numerusform>
            <numerusform>Show all %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The library is in “{name}”, with %Ln document(s).</source>
        <translation>
            <numerusform>The library is in “{name}”, with %Ln document.</numerusform>
            <numerusform>The library is in “{name}”, with %Ln documents.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This is now the library of “{name}”, with %Ln document(s).</source>
        <translation>
            <numerusform>This is now the library of “{name}”, with %Ln document.</numerusform>
            <numerusform>This is now the library of “{name}”, with %Ln documents.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} and %Ln more</source>
        <translation>
            <numerusform>{shown} and %Ln more</numerusform>
            <numerusform>{shown} and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“{name}” and %Ln more</source>
        <translation>
            <numerusform>“{name}” and %Ln more</numerusform>
            <numerusform>“{name}” and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message numerus="yes">
        <source>%Ln adapter(s)</source>
        <translation>
            <numerusform>%Ln adapter</numerusform>
            <numerusform>%Ln adapters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer model(s)</source>
        <translation>
            <numerusform>%Ln answer model</numerusform>
            <numerusform>%Ln answer models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be used</source>
        <translation>
            <numerusform>%Ln could not be used</numerusform>
            <numerusform>%Ln could not be used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) found</source>
        <translation>
            <numerusform>%Ln file found</numerusform>
            <numerusform>%Ln files found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln parameter(s)</source>
        <translation>
            <numerusform>%Ln parameter</numerusform>
            <numerusform>%Ln parameters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) has/have to be read anew. You can go on searching meanwhile; the present one stays in use until everything is done.</source>
        <translation>
            <numerusform>%Ln passage has to be read anew. You can go on searching meanwhile; the present one stays in use until everything is done.</numerusform>
            <numerusform>%Ln passages have to be read anew. You can go on searching meanwhile; the present one stays in use until everything is done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) has/have to be read anew: {time} here. You can go on searching meanwhile; the present one stays in use until everything is done.</source>
        <translation>
            <numerusform>%Ln passage has to be read anew: {time} here. You can go on searching meanwhile; the present one stays in use until everything is done.</numerusform>
            <numerusform>%Ln passages have to be read anew: {time} here. You can go on searching meanwhile; the present one stays in use until everything is done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln search model(s)</source>
        <translation>
            <numerusform>%Ln search model</numerusform>
            <numerusform>%Ln search models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln was/were on the list already</source>
        <translation>
            <numerusform>%Ln was on the list already</numerusform>
            <numerusform>%Ln were on the list already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changing the search model: read {done} of %Ln passage(s) anew</source>
        <translation>
            <numerusform>Changing the search model: read {done} of %Ln passage anew</numerusform>
            <numerusform>Changing the search model: read {done} of %Ln passages anew</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read {done} of %Ln passage(s) anew</source>
        <translation>
            <numerusform>Read {done} of %Ln passage anew</numerusform>
            <numerusform>Read {done} of %Ln passages anew</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>Show %Ln more</numerusform>
            <numerusform>Show %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{first}, {second} and %Ln more</source>
        <comment>Languages</comment>
        <translation>
            <numerusform>{first}, {second} and %Ln more</numerusform>
            <numerusform>{first}, {second} and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message numerus="yes">
        <source>Show %Ln more passage(s)</source>
        <translation>
            <numerusform>Show %Ln more passage</numerusform>
            <numerusform>Show %Ln more passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <translation>
            <numerusform>%Ln conversation</numerusform>
            <numerusform>%Ln conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln network connection(s).</source>
        <translation>
            <numerusform>%Ln network connection.</numerusform>
            <numerusform>%Ln network connections.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) are waiting to have their words read.</source>
        <translation>
            <numerusform>%Ln page is waiting to have its words read.</numerusform>
            <numerusform>%Ln pages are waiting to have their words read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changing it prepares all %Ln passage(s) again.</source>
        <translation>
            <numerusform>Changing it prepares all %Ln passage again.</numerusform>
            <numerusform>Changing it prepares all %Ln passages again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It takes the place of the library you have now, with its %Ln document(s) and all conversations. Export that first if you need it.</source>
        <translation>
            <numerusform>It takes the place of the library you have now, with its %Ln document and all conversations. Export that first if you need it.</numerusform>
            <numerusform>It takes the place of the library you have now, with its %Ln documents and all conversations. Export that first if you need it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With this one that takes about %Ln minute(s) here.</source>
        <translation>
            <numerusform>With this one that takes about %Ln minute here.</numerusform>
            <numerusform>With this one that takes about %Ln minutes here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message numerus="yes">
        <source>%Ln document(s) cannot be reached now. What was read of it/them can still be asked.</source>
        <translation>
            <numerusform>%Ln document cannot be reached now. What was read of it can still be asked.</numerusform>
            <numerusform>%Ln documents cannot be reached now. What was read of them can still be asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s) ready</source>
        <translation>
            <numerusform>%Ln document ready</numerusform>
            <numerusform>%Ln documents ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s) was/were found in the new place.</source>
        <translation>
            <numerusform>%Ln document was found in the new place.</numerusform>
            <numerusform>%Ln documents were found in the new place.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) was/were taken in.</source>
        <translation>
            <numerusform>%Ln file was taken in.</numerusform>
            <numerusform>%Ln files were taken in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln is/are not there.</source>
        <translation>
            <numerusform>%Ln is not there.</numerusform>
            <numerusform>%Ln are not there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) is/are waiting for text recognition, which is off.</source>
        <translation>
            <numerusform>%Ln page is waiting for text recognition, which is off.</numerusform>
            <numerusform>%Ln pages are waiting for text recognition, which is off.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It holds %Ln document(s).</source>
        <translation>
            <numerusform>It holds %Ln document.</numerusform>
            <numerusform>It holds %Ln documents.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking for documents · %Ln file(s) so far</source>
        <translation>
            <numerusform>Looking for documents · %Ln file so far</numerusform>
            <numerusform>Looking for documents · %Ln files so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paused. %Ln file(s) is/are not read yet.</source>
        <translation>
            <numerusform>Paused. %Ln file is not read yet.</numerusform>
            <numerusform>Paused. %Ln files are not read yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading %Ln file(s)</source>
        <translation>
            <numerusform>Reading %Ln file</numerusform>
            <numerusform>Reading %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading {done} of %Ln file(s)</source>
        <translation>
            <numerusform>Reading {done} of %Ln file</numerusform>
            <numerusform>Reading {done} of %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading {done} of %Ln passage(s) anew</source>
        <translation>
            <numerusform>Reading {done} of %Ln passage anew</numerusform>
            <numerusform>Reading {done} of %Ln passages anew</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s)</source>
        <translation>
            <numerusform>about %Ln hour</numerusform>
            <numerusform>about %Ln hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln hour(s) left</source>
        <translation>
            <numerusform>about %Ln hour left</numerusform>
            <numerusform>about %Ln hours left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s)</source>
        <translation>
            <numerusform>about %Ln minute</numerusform>
            <numerusform>about %Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln minute(s) left</source>
        <translation>
            <numerusform>about %Ln minute left</numerusform>
            <numerusform>about %Ln minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s)</source>
        <translation>
            <numerusform>about %Ln second</numerusform>
            <numerusform>about %Ln seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %Ln second(s) left</source>
        <translation>
            <numerusform>about %Ln second left</numerusform>
            <numerusform>about %Ln seconds left</numerusform>
        </translation>
    </message>
</context>
</TS>
