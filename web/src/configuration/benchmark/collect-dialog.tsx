'use client'

import { Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ResultOf } from 'gql.tada'
import { useRef, useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../../messages/text.ts'
import { Copied } from '../../parts/copied.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { explain } from '../../parts/failure.tsx'
import { Marked } from '../../parts/marked.tsx'
import { ImportForm } from './import-form.tsx'
import { NodeJobQuery } from './node-report-queries.ts'

/** How to have nodes tell what only they can: a manifest to run by hand, and the way for what they say to come back. */
export function CollectDialog({ cluster, onClose }: { readonly cluster: string; readonly onClose: () => void }) {
  const [image, setImage] = useState('')
  const [asked] = useDebouncedValue(image.trim(), 300)
  const [{ data, error }] = useQuery({ query: NodeJobQuery, variables: { image: asked === '' ? null : asked } })
  const last = useRef<ResultOf<typeof NodeJobQuery>['nodeJob']>(undefined)
  if (data) last.current = data.nodeJob
  const job = last.current
  return (
    <Dialog title={text('benchmark.collect')} size="xl" onClose={onClose}>
      <Stack gap="lg">
        <Text size="sm">{text('benchmark.collectWhy')}</Text>
        <Step number={1} title={text('benchmark.stepRun')}>
          <Text size="sm" c="dimmed">
            <Marked text={text('benchmark.stepRunAdvice')} />
          </Text>
          <TextInput
            size="xs"
            label={text('benchmark.image')}
            description={text('benchmark.imageAdvice')}
            value={image}
            placeholder="busybox:1.37.0"
            error={error && explain(error).title}
            onChange={(event) => setImage(event.currentTarget.value)}
          />
          {job ? (
            <>
              <Copied content={job.manifest} label={text('benchmark.copyManifest')} />
              <Copied content={job.apply} label={text('benchmark.copyApply')} isWrapped />
            </>
          ) : (
            !error && <Skeleton height={220} aria-label={text('list.loading', { label: text('benchmark.stepRun') })} />
          )}
        </Step>
        <Step number={2} title={text('benchmark.stepCollect')}>
          <Text size="sm" c="dimmed">
            {text('benchmark.stepCollectAdvice')}
          </Text>
          {job && (
            <>
              <Copied content={job.collect} label={text('benchmark.copyCollect')} isWrapped />
              <Copied content={job.remove} label={text('benchmark.copyRemove')} isWrapped />
            </>
          )}
        </Step>
        <Step number={3} title={text('benchmark.stepImport')}>
          <ImportForm cluster={cluster} />
        </Step>
      </Stack>
    </Dialog>
  )
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly children: React.ReactNode
}) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {number}. {title}
      </Title>
      {children}
    </Stack>
  )
}
