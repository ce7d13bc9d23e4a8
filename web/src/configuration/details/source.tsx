'use client'

import { Button, Code } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { text } from '../../messages/text.ts'
import classes from './source.module.css'
import { sourceWindow } from './source-window.ts'

/** A text by its lines, with some of them lit; the others around them are shown when they are asked for. */
export function Source({
  source: { yaml, firstLine, lastLine },
}: {
  readonly source: {
    readonly yaml: string
    readonly firstLine: number | null
    readonly lastLine: number | null
    readonly present: boolean
  }
}) {
  const [isWhole, setIsWhole] = useState(false)
  const box = useRef<HTMLPreElement>(null)
  const lines = yaml.trimEnd().split('\n')
  const { from, to } = isWhole ? { from: 1, to: lines.length } : sourceWindow(lines.length, firstLine, lastLine)
  const shown = lines.map((line, at) => ({ line, number: at + 1 })).slice(from - 1, to)
  const isLit = (line: number) => firstLine !== null && line >= firstLine && line <= (lastLine ?? firstLine)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines are shown when these change
  useEffect(() => {
    const lit = box.current?.querySelector<HTMLElement>('mark')
    // Within its own box: the drawer stays where it is.
    if (box.current && lit) box.current.scrollTop = lit.offsetTop - box.current.offsetTop - 60
  }, [isWhole, yaml, firstLine])
  return (
    <>
      {/* Reached by the keyboard, so that what is scrolled can be read without a mouse. */}
      <Code block ref={box} className={classes.source} tabIndex={0} role="region" aria-label={text('source.lines')}>
        {shown.map(({ line, number }) => (
          <Line key={number} number={number} line={line} isLit={isLit(number)} />
        ))}
      </Code>
      {(from > 1 || to < lines.length || isWhole) && (
        <Button
          size="compact-xs"
          variant="subtle"
          style={{ alignSelf: 'start' }}
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? text('source.lessLines') : text('source.allLines', { count: lines.length })}
        </Button>
      )}
    </>
  )
}

function Line({ number, line, isLit }: { readonly number: number; readonly line: string; readonly isLit: boolean }) {
  const Element = isLit ? 'mark' : 'span'
  return (
    <Element className={classes.line} data-line={number}>
      {`${line}\n`}
    </Element>
  )
}
