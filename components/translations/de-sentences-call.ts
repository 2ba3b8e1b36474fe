// What is said of calls, of files and data in them and of effects that travel, in German.
import type { Sentences } from './sentences.ts'

/** By the English. */
export const callSentences: Sentences = {
  // Connections
  'The other side has stopped answering. They have lost their network, or closed the page.':
    'Die andere Seite antwortet nicht mehr. Sie hat kein Netz mehr oder die Seite geschlossen.',
  'The other side does not answer. Ask them to load the page again.':
    'Die andere Seite antwortet nicht. Bitten Sie sie, die Seite neu zu laden.',
  'This device has no network that a call can use. Connect it, or allow the browser to use it.':
    'Dieses Gerät hat kein Netz, das ein Anruf nutzen kann. Verbinden Sie es, oder erlauben Sie es dem Browser.',
  'No relay: the TURN server {1} refused the credentials ({2}). Join again to get new ones, or correct those in iceServers.':
    'Kein Relay: Der TURN-Server {1} hat die Zugangsdaten abgelehnt ({2}). Treten Sie noch einmal bei, um neue zu bekommen, oder berichtigen Sie die in iceServers.',
  'No relay: the TURN server {1} refused ({2}{3}). Try again later, or use another one.':
    'Kein Relay: Der TURN-Server {1} hat abgelehnt ({2}{3}). Versuchen Sie es später noch einmal, oder nehmen Sie einen anderen.',
  'No relay: the networks between you let no direct connection through, and no TURN server is known. Name one in iceServers, or in the settings of the signaling server.':
    'Kein Relay: Die Netze zwischen Ihnen lassen keine direkte Verbindung zu, und kein TURN-Server ist bekannt. Nennen Sie einen in iceServers oder in den Einstellungen des Vermittlungsservers.',
  'No relay: the networks between you let no direct connection through, and no TURN server answered. Check that it runs.':
    'Kein Relay: Die Netze zwischen Ihnen lassen keine direkte Verbindung zu, und kein TURN-Server hat geantwortet. Prüfen Sie, ob er läuft.',
  'No relay: the network between you blocks UDP and no TURN server answered. Check that it runs, and that it can be reached over TCP.':
    'Kein Relay: Das Netz zwischen Ihnen sperrt UDP, und kein TURN-Server hat geantwortet. Prüfen Sie, ob er läuft und über TCP erreichbar ist.',
  'The other side has named no address at which it can be reached: it has no network that a call can use.':
    'Die andere Seite hat keine Adresse genannt, unter der sie erreichbar ist: Sie hat kein Netz, das ein Anruf nutzen kann.',
  'The other side was reached, but the connection did not last: the network between you loses too much.':
    'Die andere Seite war erreicht, aber die Verbindung hielt nicht: Das Netz zwischen Ihnen verliert zu viel.',
  'Neither a direct way nor the TURN server leads to the other side. Their network lets nothing through, or the TURN server refuses to pass on to it.':
    'Weder ein direkter Weg noch der TURN-Server führt zur anderen Seite. Deren Netz lässt nichts durch, oder der TURN-Server leitet nicht dorthin weiter.',
  'The connection was replaced.': 'Die Verbindung wurde ersetzt.',
  'The offer has {1} media sections; at most {2} are read.':
    'Das Angebot hat {1} Medienabschnitte; höchstens {2} werden gelesen.',
  'The other side begins anew again and again.': 'Die andere Seite beginnt immer wieder von vorn.',
  'The connection to one participant ended, because it could not be agreed on: {1}':
    'Die Verbindung zu einem Teilnehmer ist beendet, weil keine Einigung über sie gelang: {1}',
  'This call was joined before. Make another one to join again.':
    'Diesem Anruf wurde schon einmal beigetreten. Erzeugen Sie einen neuen, um wieder beizutreten.',
  'This call goes through a relay only, and no TURN server is known. Set iceServers, or leave out relay-only.':
    'Dieser Anruf geht nur über ein Relay, und kein TURN-Server ist bekannt. Setzen Sie iceServers, oder lassen Sie relay-only weg.',
  'Signaling ended without saying why. Join again.':
    'Die Vermittlung endete, ohne zu sagen, warum. Treten Sie noch einmal bei.',

  // Encryption
  'This browser cannot encrypt calls end to end (RTCRtpScriptTransform, on a page from https). Nothing was sent. Use a current browser, or join without a passphrase.':
    'Dieser Browser kann Anrufe nicht von Ende zu Ende verschlüsseln (RTCRtpScriptTransform, auf einer Seite von https). Es wurde nichts gesendet. Nehmen Sie einen aktuellen Browser, oder treten Sie ohne Passphrase bei.',
  "With a passphrase only VP8 and Opus are sent and shown, and one participant's connection uses {1}. Nothing of it passes.":
    'Mit einer Passphrase gehen nur VP8 und Opus; die Verbindung zu jemandem nutzt {1}. Von ihr kommt nichts durch.',
  'another codec': 'einen anderen Codec',
  'Something that a participant sent was changed or repeated on its way. It is not shown.':
    'Etwas von dem, was jemand gesendet hat, wurde unterwegs verändert oder wiederholt. Es wird nicht gezeigt.',

  // Messages
  'This message is {1} bytes long as JSON; at most {2} can be sent at once. Send it in parts.':
    'Diese Nachricht hat als JSON {1} Byte; höchstens {2} gehen auf einmal. Senden Sie sie in Teilen.',
  'Only data that JSON can hold can be sent: objects, arrays, text, numbers, true, false, null.':
    'Senden lässt sich nur, was JSON fasst: Objekte, Arrays, Text, Zahlen, true, false, null.',
  '"at" is a time on the clock of the room: now plus an hour at most, in milliseconds.':
    '„at“ ist eine Zeit auf der Uhr des Raums: höchstens eine Stunde von jetzt an, in Millisekunden.',
  'Too much waits to be sent. Send this again a little later.':
    'Es wartet zu viel darauf, gesendet zu werden. Senden Sie dies etwas später noch einmal.',
  'Nobody can be sent anything before the call is joined.':
    'Niemandem lässt sich etwas senden, bevor dem Anruf beigetreten ist.',
  'Nobody in the room has the id "{1}".': 'Niemand im Raum hat die id „{1}“.',

  // Files
  'Files can be sent on pages from https: or localhost only.':
    'Dateien lassen sich nur auf Seiten von https: oder localhost senden.',
  'Nobody else is here to send the file to.': 'Es ist niemand sonst hier, der die Datei bekommen könnte.',
  'There is no room left for this file.': 'Für diese Datei ist kein Platz mehr.',
  '“{1}” was called off.': '„{1}“ wurde abgebrochen.',
  'was not sent': 'wurde nicht gesendet',
  'was not received': 'wurde nicht empfangen',
  'The sender called it off.': 'Der Absender hat abgebrochen.',
  'The other side called it off.': 'Die andere Seite hat abgebrochen.',
  'This side refused it.': 'Diese Seite hat abgelehnt.',
  'The other side refused it.': 'Die andere Seite hat abgelehnt.',
  'It is larger than what this side takes.': 'Die Datei ist größer, als diese Seite annimmt.',
  'It is larger than what the other side takes.': 'Die Datei ist größer, als die andere Seite annimmt.',
  'Too many files were coming.': 'Es kamen zu viele Dateien auf einmal.',
  'Too many files are on their way; send it again later.':
    'Zu viele Dateien sind unterwegs; senden Sie diese später noch einmal.',
  'There is no room left for it in this browser. Delete something and ask for it again.':
    'In diesem Browser ist dafür kein Platz mehr. Löschen Sie etwas, und bitten Sie noch einmal darum.',
  'There is no room left for it in the browser at the other side.':
    'Im Browser der anderen Seite ist dafür kein Platz mehr.',
  'What arrived is not what was sent. Ask for it again.':
    'Was ankam, ist nicht, was gesendet wurde. Bitten Sie noch einmal darum.',
  'What arrived is not what was sent. Send it again.':
    'Was ankam, ist nicht, was gesendet wurde. Senden Sie es noch einmal.',
  'It changed or vanished at the other side while it was sent.':
    'Die Datei wurde auf der anderen Seite verändert oder verschwand, während sie gesendet wurde.',
  'It changed or vanished while it was sent. Choose it again.':
    'Die Datei wurde verändert oder verschwand, während sie gesendet wurde. Wählen Sie sie noch einmal aus.',
  'The other side left before all of it had come.': 'Die andere Seite ging, bevor alles angekommen war.',
  'The other side left before it had all of it.': 'Die andere Seite ging, bevor sie alles hatte.',
  'The other side did not answer.': 'Die andere Seite hat nicht geantwortet.',
  'The other side did not answer: it may be a program that takes no files.':
    'Die andere Seite hat nicht geantwortet: Vielleicht ist sie ein Programm, das keine Dateien annimmt.',

  // Effects that travel
  'Recipe mode is off: the source has no raw stream. Name an <rtc-camera> in `for`. The stream is sent as it is.':
    'Der Rezeptmodus ist aus: Die Quelle hat keinen rohen Strom. Nennen Sie in „for“ ein <rtc-camera>. Der Strom wird gesendet, wie er ist.',
  'Recipe mode is off: {1}. The processed stream is sent instead.':
    'Der Rezeptmodus ist aus: {1}. Stattdessen wird der bearbeitete Strom gesendet.',
  'the effects take more than {1} characters to write': 'Die Effekte brauchen als Text mehr als {1} Zeichen',
  'there are {1} effects, and {2} are the most': 'Es sind {1} Effekte, und höchstens {2} gehen',
  '“{1}” is not built in': '„{1}“ ist nicht eingebaut',
  'an effect of your own': 'ein eigener Effekt',
  'there is no effect named “{1}”': 'Es gibt keinen Effekt „{1}“',
  'people hide behind “{1}”, and the raw stream would go out':
    'Hinter „{1}“ verbergen sich Menschen, und der rohe Strom ginge hinaus',
  '“{1}” of “{2}” is a file or another source': '„{1}“ von „{2}“ ist eine Datei oder eine andere Quelle',
  'This version does not know what they sent.': 'Diese Version kennt nicht, was gesendet wurde.',
  'Nothing is shown, since their effects cannot be applied here: {1}':
    'Es wird nichts gezeigt, weil sich die Effekte der Person hier nicht anwenden lassen: {1}',
  'This participant offers no "{1}" of an effect number {2}.':
    'Dieser Teilnehmer bietet kein „{1}“ eines Effekts Nummer {2} an.',

  // Stands in the code around what is filled in
  '“{1}” {2}. {3}': '„{1}“ {2}. {3}',
}
