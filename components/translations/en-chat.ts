// What <rtc-chat> says, in English.

/** Terms of the chat. */
export interface ChatTerms {
  chat: string
  messages: string
  message: string
  you: string
  someoneUnnamed: string
  unread: string
  newMessages: (count: number, shown: string) => string
  send: string
  sendFile: string
  sent: string
  chatSave: string
  saveFile: (name: string) => string
  cancel: string
  cancelFile: (name: string) => string
  progressOf: (name: string) => string
  tooLong: (length: string, most: string) => string
  joinToWrite: string
  nobodyReads: string
}

/** In the bundle of this element. */
export const chatEnglish: ChatTerms = {
  chat: 'Chat',
  messages: 'Messages',
  message: 'Message',
  you: 'You',
  someoneUnnamed: 'Someone',
  unread: 'unread',
  newMessages: (count, shown) => (count === 1 ? '1 new message' : `${shown} new messages`),
  send: 'Send',
  sendFile: 'Send a file',
  sent: 'Sent',
  chatSave: 'Save',
  saveFile: (name) => `Save ${name}`,
  cancel: 'Cancel',
  cancelFile: (name) => `Cancel ${name}`,
  progressOf: (name) => `Progress of ${name}`,
  tooLong: (length, most) => `This has ${length} characters; at most ${most} go at once. Send it in parts.`,
  joinToWrite: 'Join the call to write to the others.',
  nobodyReads: 'Nobody else is here yet. Who comes later does not see what you write now.',
}
