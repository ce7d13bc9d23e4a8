/** A text of others within a sentence: control and format characters, which could make it look like another one, are replaced. */
export function visible(text: string): string {
  return text.replace(/\p{C}|[\u2028\u2029]/gu, '\ufffd')
}
