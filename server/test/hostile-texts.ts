import { execFileSync } from 'node:child_process'
import fc from 'fast-check'

/** What a text has to hold to be misread by a shell, by kubectl or by a reader of YAML. */
const PIECES = [
  ...[
    "'",
    '"',
    '`',
    '$(id)',
    '$HOME',
    '\\',
    ';',
    '&',
    '|',
    '>',
    '#',
    '!',
    '*',
    '~',
    '=',
    '{a,b}',
    ' ',
    '-',
    '--all',
    '/',
  ],
  ...[
    'yes',
    'null',
    '0x1f',
    '1_0',
    '012',
    '1e3',
    ': ',
    '- ',
    '<<',
    '&a',
    '%',
    '@',
    '?',
    '[',
    '\ud800',
    'ä',
    '\u202e',
    '\u0085',
  ],
  ...['\n', '\r', '\t', '\u0003', '\u001b[201~', 'a', 'web', '__proto__'],
]
/** Texts that somebody would write who wants a shell, kubectl or a reader of YAML to do something else. */
export const hostile = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))

/** What a real shell makes of each line. */
export function splitByShell(commands: readonly string[]): string[][] {
  const script = commands.map((command) => `printf '%s\\0' ${command}; printf '\\0'`).join('\n')
  const words = execFileSync('sh', ['-c', script]).toString('utf8').split('\0\0')
  return words.slice(0, -1).map((line) => line.split('\0'))
}
