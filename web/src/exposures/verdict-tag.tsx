import { IconBan, IconBuilding, IconCircleDashed, IconFilter, IconHelpCircle, IconWorld } from '@tabler/icons-react'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import classes from '../parts/tag.module.css'

type Verdict = Scalar<'ExposureVerdict'>

const marks: Readonly<Record<Verdict, typeof IconWorld>> = {
  INTERNET: IconWorld,
  RESTRICTED: IconFilter,
  POSSIBLE: IconHelpCircle,
  PRIVATE: IconBuilding,
  BLOCKED: IconBan,
  NONE: IconCircleDashed,
}

/** A verdict in its own color, always with its mark and its word. */
export function VerdictTag({ verdict }: { readonly verdict: Verdict }) {
  const Mark = marks[verdict]
  return (
    <span
      className={classes.tag}
      title={text(`verdictMeaning.${verdict}`)}
      style={{
        color: `var(--bw-verdict-${verdict}-text)`,
        background: `var(--bw-verdict-${verdict}-background)`,
      }}
    >
      <Mark size={13} aria-hidden />
      {text(`verdict.${verdict}`)}
    </span>
  )
}
