'use client'

import { Paper, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { text } from '../../messages/text.ts'
import { Nothing } from '../../parts/nothing.tsx'
import { useScope } from '../../shell/scope.ts'
import { ClusterSelect, useFirstCluster } from '../cluster-select.tsx'
import { useRightsUrl } from './rights-url.ts'
import { WhatAnswer, WhatForm } from './what-can.tsx'
import { WhoAnswer, WhoForm } from './who-can.tsx'

/** Who can do what in a cluster, asked in both directions. */
export function RightsView() {
  const { setCluster } = useScope()
  const cluster = useFirstCluster()
  const [url, setUrl] = useRightsUrl()
  const isPhone = useMediaQuery('(max-width: 37.5em)')
  if (cluster === undefined) return <Skeleton h={260} />
  if (cluster === null) return <Nothing title={text('check.noCluster')} advice={text('rights.noClusterAdvice')} />
  // Another question from elsewhere, as by *back*, is filled in anew.
  const question = JSON.stringify([cluster, url])
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {text('rights.about')}
      </Text>
      <Paper withBorder p="md" className="bw-raised">
        <Stack gap="sm">
          <ClusterSelect label={text('asset.cluster')} value={cluster} onChange={setCluster} />
          <SegmentedControl
            aria-label={text('rights.question')}
            style={{ alignSelf: 'start' }}
            orientation={isPhone ? 'vertical' : 'horizontal'}
            value={url.ask}
            onChange={(next) => void setUrl({ ask: next === 'what' ? 'what' : 'who' })}
            data={[
              { value: 'who', label: text('rights.who') },
              { value: 'what', label: text('rights.what') },
            ]}
          />
          {url.ask === 'who' ? <WhoForm key={question} cluster={cluster} /> : <WhatForm key={question} />}
        </Stack>
      </Paper>
      {url.ask === 'who' ? (
        <WhoAnswer key={question} cluster={cluster} />
      ) : (
        <WhatAnswer key={question} cluster={cluster} />
      )}
    </Stack>
  )
}
