/**
 * A program with its arguments as they would be typed into a shell, one on a line: nothing left out, what a shell would take for
 * something else quoted, and what cannot be seen escaped.
 */
export function commandText(program: string, args: readonly string[]): string {
  return [program, ...args].map(quoted).join(' \\\n  ')
}

/** Variables of an environment, one on a line, in the same way. */
export function environmentText(variables: readonly { readonly name: string; readonly value: string }[]): string {
  return variables.map(({ name, value }) => `${PLAIN.test(name) ? name : quoted(name)}=${quoted(value)}`).join('\n')
}

const PLAIN = /^[\w@%+=:,./-]+$/
/** Controls, and marks that turn, hide or join text: two texts that look alike must not be two. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u00a0\u2000-\u200a\u202f\u205f\u3000]/u
const UNSEEN_OR_SPECIAL = new RegExp(`[\\\\']|${UNSEEN.source}`, 'gu')
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" }

function quoted(part: string): string {
  if (PLAIN.test(part)) return part
  if (UNSEEN.test(part)) return `$'${part.replace(UNSEEN_OR_SPECIAL, escaped)}'`
  return `'${part.replaceAll("'", "'\\''")}'`
}

function escaped(character: string): string {
  const named = NAMED[character]
  if (named !== undefined) return named
  const code = character.codePointAt(0) ?? 0
  const hexadecimal = code.toString(16)
  return code > 0xffff ? `\\U${hexadecimal.padStart(8, '0')}` : `\\u${hexadecimal.padStart(4, '0')}`
}
