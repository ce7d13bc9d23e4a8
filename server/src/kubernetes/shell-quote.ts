/**
 * A text as one word of a POSIX shell, whatever it holds but NUL, which no argument can hold and which is left out. A leading `=` and `~`
 * are quoted as well: some shells expand them.
 */
export function shellQuote(text: string): string {
  const word = text.replaceAll('\0', '')
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

const PLAIN = /^[A-Za-z0-9_/:.,@%+-][A-Za-z0-9_/:=.,@%+-]*$/

/** A command with its arguments as a line for a POSIX shell. */
export function shellCommand(args: readonly string[]): string {
  return args.map(shellQuote).join(' ')
}
