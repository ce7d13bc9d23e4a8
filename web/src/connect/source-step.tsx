'use client'

import { Button, FileButton, Group, SegmentedControl, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { SourcesQuery } from './connection-queries.ts'
import { Contexts } from './contexts.tsx'
import { emptySource, type SourceDraft, type SourceWay } from './source-draft.ts'

/** All uploads together; larger exports are read from a folder on the server. */
const LARGEST_UPLOAD_BYTES = 32 * 1024 * 1024

/** Where a cluster is read from: a context of this machine, a kubeconfig, a snapshot, or the sample. */
export function SourceStep({
  draft,
  onChange,
  onSample,
  loadingSample = false,
}: {
  readonly draft: SourceDraft
  readonly onChange: (draft: SourceDraft) => void
  readonly onSample?: () => void
  readonly loadingSample?: boolean
}) {
  const [{ data, error }, reload] = useQuery({ query: SourcesQuery, requestPolicy: 'cache-and-network' })
  if (error && !data) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
  if (!data)
    return <Skeleton height={240} mt="md" aria-label={text('list.loading', { label: text('connect.source') })} />
  const ways: SourceWay[] = [
    'context',
    'kubeconfig',
    'snapshot',
    ...(data.snapshotFolder === null ? [] : ['folder' as const]),
  ]
  return (
    <Stack gap="md" mt="md">
      <SegmentedControl
        aria-label={text('connect.source')}
        value={draft.way}
        onChange={(way) => onChange({ ...emptySource, way: way as SourceWay })}
        data={ways.map((way) => ({ value: way, label: text(`connect.way.${way}`) }))}
        orientation="horizontal"
        fullWidth
        className="bw-wrap"
      />
      {draft.way === 'context' && (
        <Contexts
          contexts={data.kubeconfigContexts}
          chosen={draft.context}
          onChoose={(context) => onChange({ ...draft, context })}
        />
      )}
      {draft.way === 'kubeconfig' && <Kubeconfig draft={draft} onChange={onChange} />}
      {draft.way === 'snapshot' && <Snapshot draft={draft} onChange={onChange} />}
      {draft.way === 'folder' && <Folder draft={draft} onChange={onChange} folder={data.snapshotFolder ?? ''} />}
      {onSample && (
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {text('connect.sampleAdvice')}
          </Text>
          <Button variant="default" size="compact-sm" loading={loadingSample} onClick={onSample}>
            {text('clusters.loadSample')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface PartProps {
  readonly draft: SourceDraft
  readonly onChange: (draft: SourceDraft) => void
}

function Kubeconfig({ draft, onChange }: PartProps) {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {text('connect.kubeconfigAdvice')}
      </Text>
      <Textarea
        label={text('connect.kubeconfig')}
        placeholder={text('connect.kubeconfigExample')}
        autosize
        minRows={8}
        maxRows={16}
        spellCheck={false}
        value={draft.kubeconfig}
        onChange={(event) => onChange({ ...draft, kubeconfig: event.currentTarget.value })}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      />
      <Group align="end" gap="sm">
        <FileButton
          onChange={(file) => file && void file.text().then((content) => onChange({ ...draft, kubeconfig: content }))}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
              {text('connect.chooseFile')}
            </Button>
          )}
        </FileButton>
        <TextInput
          label={text('connect.contextName')}
          description={text('connect.contextNameAdvice')}
          value={draft.kubeconfigContext}
          onChange={(event) => onChange({ ...draft, kubeconfigContext: event.currentTarget.value })}
        />
      </Group>
    </Stack>
  )
}

function Snapshot({ draft, onChange }: PartProps) {
  const [problem, setProblem] = useState<string>()

  async function take(files: File[]): Promise<void> {
    const bytes = files.reduce((total, file) => total + file.size, 0)
    if (bytes > LARGEST_UPLOAD_BYTES) return setProblem(text('connect.tooLarge'))
    setProblem(undefined)
    const read = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })))
    onChange({ ...draft, files: read, snapshotName: draft.snapshotName || baseName(read[0]?.name ?? '') })
  }

  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {text('connect.snapshotAdvice')}
      </Text>
      <Group gap="sm">
        <FileButton multiple accept=".yaml,.yml,.json,.ndjson" onChange={(files) => void take(files)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
              {text('connect.chooseFiles')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" aria-live="polite">
          {draft.files.length === 0 ? text('connect.noFiles') : text('connect.files', { count: draft.files.length })}
        </Text>
      </Group>
      {problem !== undefined && (
        <Text size="sm" role="alert" c="var(--bw-tone-bad-text)">
          {problem}
        </Text>
      )}
      <SnapshotName draft={draft} onChange={onChange} />
    </Stack>
  )
}

function Folder({ draft, onChange, folder }: PartProps & { readonly folder: string }) {
  return (
    <Stack gap="xs">
      <TextInput
        label={text('connect.path')}
        description={text('connect.pathAdvice', { folder })}
        value={draft.path}
        onChange={(event) => onChange({ ...draft, path: event.currentTarget.value })}
      />
      <SnapshotName draft={draft} onChange={onChange} />
    </Stack>
  )
}

function SnapshotName({ draft, onChange }: PartProps) {
  return (
    <TextInput
      label={text('connect.snapshotName')}
      description={text('connect.snapshotNameAdvice')}
      required
      value={draft.snapshotName}
      onChange={(event) => onChange({ ...draft, snapshotName: event.currentTarget.value })}
    />
  )
}

function baseName(file: string): string {
  return file.replace(/\.[^.]+$/, '')
}
