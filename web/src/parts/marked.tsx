import { Code } from '@mantine/core'
import { Fragment } from 'react'
import { piecesOf } from './marked-text.ts'

/** A text of the server; what it marks as code is shown as code. */
export function Marked({ text }: { readonly text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other name than their place
        <Fragment key={at}>
          {piece.isCode ? (
            <Code fz="0.9em" bg="var(--bw-tone-idle-background)">
              {piece.text}
            </Code>
          ) : (
            piece.text
          )}
        </Fragment>
      ))}
    </>
  )
}
