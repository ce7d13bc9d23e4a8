import type { ReactNode } from 'react'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import type { Tone } from '../theme/palette.ts'
import classes from './tag.module.css'

/** A word on a tinted ground, with a mark: never color alone. */
export function ToneTag({
  tone,
  title,
  children,
}: {
  readonly tone: Tone
  readonly title?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <span
      className={classes.tag}
      title={title}
      style={{ color: `var(--bw-tone-${tone}-text)`, background: `var(--bw-tone-${tone}-background)` }}
    >
      <span className={classes.mark} data-tone={tone} aria-hidden />
      {children}
    </span>
  )
}

/** A severity in its own color, always with its word. */
export function SeverityTag({ severity }: { readonly severity: Scalar<'Severity'> }) {
  return (
    <span
      className={classes.tag}
      style={{
        color: `var(--bw-severity-${severity}-text)`,
        background: `var(--bw-severity-${severity}-background)`,
      }}
    >
      {text(`severity.${severity}`)}
    </span>
  )
}
