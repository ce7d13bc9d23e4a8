import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Tone } from '../theme/palette.ts'
import { Marked } from './marked.tsx'

/** Something to be read before going on: what is wrong (or only worth knowing), and below it what to do. */
export function Notice({
  tone,
  title,
  children,
  urgent = false,
}: {
  readonly tone: Extract<Tone, 'bad' | 'warning' | 'busy'>
  readonly title: string
  readonly children?: ReactNode
  /** Read out at once, for what came up after an action. */
  readonly urgent?: boolean
}) {
  const color = `var(--bw-tone-${tone}-text)`
  return (
    <Alert
      role={urgent ? 'alert' : 'note'}
      title={<Marked text={title} />}
      p="sm"
      icon={tone === 'busy' ? <IconInfoCircle aria-hidden /> : <IconAlertTriangle aria-hidden />}
      styles={{
        root: { background: `var(--bw-tone-${tone}-background)` },
        title: { color },
        icon: { color },
        message: { color: 'var(--mantine-color-text)' },
      }}
    >
      {typeof children === 'string' ? <Marked text={children} /> : children}
    </Alert>
  )
}
