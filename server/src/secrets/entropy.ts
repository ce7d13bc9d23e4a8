/** How random the characters of a text are. */
export type EntropyClass = 'low' | 'medium' | 'high'

/**
 * By Shannon's entropy, bits a character: below 3 low (words, repetitions), below 3.7 medium (hexadecimal numbers, short ones), else
 * high. It grows with the length: 16 random letters and digits have about 3.8.
 */
export function entropyClass(text: string): EntropyClass {
  const bits = bitsPerCharacter(text)
  return bits < 3 ? 'low' : bits < 3.7 ? 'medium' : 'high'
}

const SHORTEST = 16
const LONGEST = 512
const TOKEN = /^[\w+/=!@#$%^&*?~-]+$/

/**
 * Whether a text looks as if a password generator had made it: one word of small and capital letters and digits that alternate as
 * only chance makes them. Hexadecimal numbers, uuids, names in camel case, paths and constants are not; nor is base64 of a text.
 */
export function looksRandom(text: string): boolean {
  if (text.length < SHORTEST || text.length > LONGEST || !TOKEN.test(text)) return false
  const special = /[!@#$%^&*?~]/.test(text)
  if (text.length < 20 && !special) return false
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text)) return false
  if (/^[./~$]|\/\/|^\w+\/\w/.test(text) && !/^[\w+/]{40,}={0,2}$/.test(text)) return false
  if (entropyClass(text) !== 'high' || alternations(text) < 0.4) return false
  return !isEncodedText(text)
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** The share of neighbors that are of different classes: random letters and digits have about 0.6, camel case 0.3. */
function alternations(text: string): number {
  let changes = 0
  for (let i = 1; i < text.length; i++) if (classOf(text.charCodeAt(i)) !== classOf(text.charCodeAt(i - 1))) changes++
  return changes / (text.length - 1)
}

function classOf(code: number): number {
  if (code >= 97 && code <= 122) return 0
  if (code >= 65 && code <= 90) return 1
  return code >= 48 && code <= 57 ? 2 : 3
}

/** Base64 of something to read, such as a certificate or JSON, is no password; what is secret in it has a pattern of its own. */
function isEncodedText(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(text)) return false
  const decoded = Buffer.from(text, 'base64').toString('latin1')
  return /^[\t\n\r\x20-\x7e]+$/.test(decoded) && !/PRIVATE KEY/.test(decoded)
}
