/** A run of text, or of what is to be shown as code. */
export interface Piece {
  readonly text: string
  readonly isCode: boolean
}

/** A text of the server in pieces: what stands between two backticks is code. A backtick without its twin stands for itself. */
export function piecesOf(text: string): Piece[] {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? { text: part.slice(1, -1), isCode: true } : { text: part, isCode: false }))
    .filter((piece) => piece.text !== '')
}

/** The same without marks, for where there is only plain text, such as a tooltip. */
export function withoutMarks(text: string): string {
  return piecesOf(text)
    .map((piece) => piece.text)
    .join('')
}
