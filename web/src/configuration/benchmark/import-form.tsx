'use client'

import { Button, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import type { ResultOf } from 'gql.tada'
import { useRef, useState } from 'react'
import { useAction } from '../../api/use-action.ts'
import { text } from '../../messages/text.ts'
import { Marked } from '../../parts/marked.tsx'
import { Notice } from '../../parts/notice.tsx'
import { ImportNodeReportMutation } from './node-report-queries.ts'

/** As the server takes it, in characters. */
const MOST_CHARACTERS = 4 * 1024 * 1024

type Imported = NonNullable<ResultOf<typeof ImportNodeReportMutation>['payload']['imported']>
interface Refused {
  readonly message: string
  readonly field: string | undefined
}

/** Takes in what nodes told, pasted or from a file; says what was read of it, or what is wrong with it. */
export function ImportForm({ cluster }: { readonly cluster: string }) {
  const { run, running } = useAction(ImportNodeReportMutation, { quiet: true })
  const [report, setReport] = useState('')
  const [node, setNode] = useState('')
  const [refused, setRefused] = useState<Refused>()
  const [imported, setImported] = useState<Imported>()
  const forget = useRef<() => void>(null)

  function change(content: string): void {
    setReport(content)
    setRefused(undefined)
    setImported(undefined)
  }

  async function take(file: File | null): Promise<void> {
    // The browser forgets what was chosen, so that the same file can be chosen again once it is changed.
    forget.current?.()
    if (!file) return
    change('')
    if (file.size > MOST_CHARACTERS) setRefused({ message: text('benchmark.tooLarge'), field: 'report' })
    else change(await file.text())
  }

  async function send(): Promise<void> {
    const outcome = await run({ input: { cluster, report, node: node.trim() === '' ? null : node.trim() } })
    if (!outcome.ok) return setRefused(outcome)
    change('')
    setImported(outcome.payload.imported ?? undefined)
  }

  const errorOf = (...fields: (string | undefined)[]) =>
    refused && fields.includes(refused.field) ? <Marked text={refused.message} /> : undefined
  return (
    <Stack
      gap="xs"
      component="form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Textarea
        label={text('benchmark.report')}
        description={text('benchmark.reportAdvice')}
        minRows={5}
        maxRows={10}
        autosize
        spellCheck={false}
        value={report}
        error={errorOf('report', 'cluster', undefined)}
        onChange={(event) => change(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      />
      {imported && (
        <Notice tone="busy" urgent title={text('benchmark.imported', { count: imported.total })}>
          <Text size="sm">
            {imported.replacedTotal > 0 && text('benchmark.replaced', { count: imported.replacedTotal })}{' '}
            {imported.unknownNodes.length > 0 &&
              text('benchmark.leftOut', { nodes: imported.unknownNodes.slice(0, 5).join(', ') })}
          </Text>
        </Notice>
      )}
      <TextInput
        size="xs"
        label={text('benchmark.nodeOfReport')}
        description={text('benchmark.nodeOfReportAdvice')}
        value={node}
        error={errorOf('node')}
        onChange={(event) => {
          setNode(event.currentTarget.value)
          setRefused(undefined)
        }}
      />
      <Group gap="sm">
        <Button type="submit" size="xs" loading={running} disabled={report.trim() === ''}>
          {text('benchmark.import')}
        </Button>
        <FileButton accept=".json,.log,.txt" resetRef={forget} onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="xs" variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
              {text('connect.chooseFile')}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  )
}
