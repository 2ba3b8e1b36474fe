// What signaling says to those in a call, and why it lets somebody not in.
import type { Sentences } from './sentences.ts'

/** By the English. */
export const signalingSentences: Sentences = {
  'The room is full: it has {1} seats. Wait until someone leaves.':
    'Der Raum ist voll: Er hat {1} Plätze. Warten Sie, bis jemand geht.',
  'The room is locked: ask someone in it to unlock it, then join again.':
    'Der Raum ist gesperrt. Bitten Sie jemanden darin, ihn zu öffnen, und treten Sie dann noch einmal bei.',
  'Someone in the room is called “{1}” already: take another name.':
    'Im Raum heißt schon jemand „{1}“. Nehmen Sie einen anderen Namen.',
  'The server has no room left: try again later.':
    'Der Server hat keinen Platz mehr. Versuchen Sie es später noch einmal.',
  'This seat was taken over by another connection.': 'Diesen Platz hat eine andere Verbindung übernommen.',

  'This server lets people in with a pass only: ask whoever runs the room for one.':
    'Dieser Server lässt nur mit einem Ausweis ein. Bitten Sie um einen, wer den Raum betreibt.',
  'The pass is not valid any more: ask for a new one.': 'Der Ausweis ist abgelaufen. Bitten Sie um einen neuen.',
  'The pass is not one of this server: ask for a new one.':
    'Der Ausweis ist keiner dieses Servers. Bitten Sie um einen neuen.',
  'The pass is for another room: ask for one for this room.':
    'Der Ausweis gilt für einen anderen Raum. Bitten Sie um einen für diesen.',
  'The pass has a name that is no text.': 'Der Name im Ausweis ist kein Text.',

  'The room name is empty: give the room a name of 1 to 128 characters.':
    'Der Raum hat keinen Namen. Geben Sie ihm einen mit 1 bis 128 Zeichen.',
  'The room name has {1} characters: use at most 128.': 'Der Name des Raums hat {1} Zeichen. Erlaubt sind 128.',
  'The room name has a line break or another control character in it: leave it out.':
    'Im Namen des Raums ist ein Zeilenumbruch oder ein anderes Steuerzeichen. Lassen Sie es weg.',
  'The URL of an ICE server starts with stun: or turn:.': 'Die URL eines ICE-Servers beginnt mit stun: oder turn:.',
  'This server speaks version {1} of the protocol, not {2}: update the older of the two.':
    'Dieser Server spricht die Fassung {1} des Protokolls, nicht {2}. Bringen Sie die ältere auf den neuen Stand.',
  'The message is not JSON: send one JSON object per message.':
    'Die Nachricht ist kein JSON. Senden Sie je Nachricht ein JSON-Objekt.',

  '"{1}" is no address of a signaling server: write one like wss://example.org/signaling.':
    '„{1}“ ist keine Adresse eines Vermittlungsservers. Schreiben Sie eine wie wss://example.org/signaling.',
  'The signaling server at {1} does not let us in. {2}': 'Der Vermittlungsserver {1} lässt Sie nicht ein. {2}',
  'Check the address and the network, and that the server allows this page.':
    'Prüfen Sie die Adresse und das Netz, und ob der Server diese Seite erlaubt.',
  "The page's Content-Security-Policy keeps it from reaching {1}: add {2} to connect-src.":
    'Die Content-Security-Policy der Seite lässt keine Verbindung zu {1} zu. Nehmen Sie {2} in connect-src auf.',
  'A {1} is longer than {2} bytes: {3}': 'Zu lang, mehr als {2} Byte: {1}. {3}',
  'The server takes no such {1} ({2}): {3}': 'Das nimmt der Server nicht: {1} ({2}). {3}',
  'send fewer tracks over one connection.': 'Senden Sie über eine Verbindung weniger Spuren.',
  'The channel was left before it had joined.': 'Der Kanal wurde verlassen, bevor er beigetreten war.',
  'The channel was used before: create another one to join again.':
    'Der Kanal wurde schon benutzt. Nehmen Sie einen neuen, um noch einmal beizutreten.',
  'The room can be locked while the server is connected only.':
    'Der Raum lässt sich nur sperren, solange der Server verbunden ist.',

  'Signaling between tabs works on pages from https: or localhost only.':
    'Zwischen Tabs wird nur auf Seiten vermittelt, die über https oder von localhost geöffnet sind.',
  'A room between tabs cannot be locked, since no server keeps anybody out: use a signaling server.':
    'Ein Raum zwischen Tabs lässt sich nicht sperren, da kein Server jemanden fernhält. Nehmen Sie einen Vermittlungsserver.',
}
