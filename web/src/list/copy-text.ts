/** A query as it is on the screen, for other programs. */
export interface CopiedQuery {
  readonly document: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** The document, and its variables as comments below: it can be pasted whole where queries are written. */
export function graphqlText({ document, variables }: CopiedQuery): string {
  const comment = JSON.stringify(given(variables), null, 2).replace(/^/gm, '# ')
  return `${document.trim()}\n\n# Variables:\n${comment}\n`
}

/** A command for a shell that sends the query; the token comes from the environment. */
export function curlText(origin: string, { document, variables }: CopiedQuery): string {
  const body = JSON.stringify({ query: document.trim(), variables: given(variables) })
  return [
    `curl --silent --show-error --fail-with-body ${quoted(`${origin}/graphql`)}`,
    `--header 'Content-Type: application/json'`,
    '--header "Authorization: Bearer $BREAKWATER_TOKEN"',
    `--data-raw ${quoted(body)}`,
  ].join(' \\\n  ')
}

/** One word for a POSIX shell, whatever is in it: between single quotes nothing has a meaning but the quote itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** What is null asks for nothing, and is left out. */
function given(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null && value !== undefined))
}
