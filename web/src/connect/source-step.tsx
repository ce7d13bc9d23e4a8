'use client'

import { Button, FileButton, Group, SegmentedControl, Skeleton, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { Marked } from '../parts/marked.tsx'
import { Notice } from '../parts/notice.tsx'
import classes from './connect.module.css'
import { SourcesQuery } from './connection-queries.ts'
import { Contexts } from './contexts.tsx'
import { SmallestRole } from './smallest-role.tsx'
import { emptySource, type SourceDraft, type SourceWay } from './source-draft.ts'

const MEBIBYTE = 1024 * 1024

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
    ...(data.inCluster ? ['inCluster' as const] : []),
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
        classNames={{ root: classes.ways, control: classes.way }}
        styles={{ label: { paddingInline: 6 } }}
      />
      {draft.way === 'context' && (
        <Contexts
          contexts={data.kubeconfigContexts}
          chosen={draft.context}
          onChoose={(context) => onChange({ ...draft, context })}
          onReload={() => reload({ requestPolicy: 'network-only' })}
        />
      )}
      {draft.way === 'inCluster' && <Text size="sm">{text('connect.inCluster')}</Text>}
      {draft.way === 'kubeconfig' && <Kubeconfig draft={draft} onChange={onChange} />}
      {draft.way === 'snapshot' && (
        <Snapshot
          draft={draft}
          onChange={onChange}
          mostBytes={data.mostSnapshotBytes}
          hasFolder={data.snapshotFolder !== null}
        />
      )}
      {draft.way === 'folder' && <Folder draft={draft} onChange={onChange} folder={data.snapshotFolder ?? ''} />}
      {(draft.way === 'context' || draft.way === 'kubeconfig' || draft.way === 'inCluster') && (
        <SmallestRole
          yaml={data.smallestClusterRole.yaml}
          commands={draft.way === 'inCluster' ? undefined : data.smallestClusterRole.commands}
        />
      )}
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

function Snapshot({
  draft,
  onChange,
  mostBytes,
  hasFolder,
}: PartProps & { readonly mostBytes: number; readonly hasFolder: boolean }) {
  const [tooLarge, setTooLarge] = useState<string>()
  const forget = useRef<() => void>(null)
  const most = Math.floor(mostBytes / MEBIBYTE)

  async function take(files: File[]): Promise<void> {
    // The browser forgets what was chosen, so that the same file can be chosen again once it is changed.
    forget.current?.()
    if (files.length === 0) return
    const bytes = files.reduce((total, file) => total + file.size, 0)
    if (bytes > mostBytes) {
      onChange({ ...draft, files: [] })
      return setTooLarge(text('connect.tooLarge', { size: Math.ceil(bytes / MEBIBYTE), most }))
    }
    setTooLarge(undefined)
    const read = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })))
    onChange({ ...draft, files: read, snapshotName: draft.snapshotName || baseName(read[0]?.name ?? '') })
  }

  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        <Marked text={text('connect.snapshotAdvice')} />
      </Text>
      <Group gap="sm">
        <FileButton multiple accept=".yaml,.yml,.json,.ndjson" resetRef={forget} onChange={(files) => void take(files)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
              {text('connect.chooseFiles')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" aria-live="polite">
          {draft.files.length === 0
            ? text('connect.noFiles', { most })
            : text('connect.files', { count: draft.files.length })}
        </Text>
      </Group>
      {tooLarge !== undefined && (
        <Notice tone="bad" urgent title={tooLarge}>
          {text(hasFolder ? 'connect.tooLargeFolder' : 'connect.tooLargeNoFolder')}
        </Notice>
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
