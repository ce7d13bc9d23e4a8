import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from './confirm.tsx'

/** A button of a row that ends something for good, and asks once more. */
export function ConfirmedButton({
  label,
  title,
  question,
  running,
  onConfirm,
}: {
  /** What it does, in a word. */
  readonly label: string
  /** The same with what it does it to: of the button, and over the question. */
  readonly title: string
  readonly question: string
  readonly running: boolean
  readonly onConfirm: () => void
}) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="compact-xs" variant="default" aria-label={title} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <Confirm
          title={title}
          question={question}
          action={label}
          running={running}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            onConfirm()
          }}
        />
      )}
    </>
  )
}
