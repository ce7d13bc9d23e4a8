'use client'

import { Paper, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { text } from '../../messages/text.ts'
import { Nothing } from '../../parts/nothing.tsx'
import { useScope } from '../../shell/scope.ts'
import { AskedClustersQuery } from '../clusters-query.ts'
import { useRightsUrl } from './rights-url.ts'
import { WhatCan } from './what-can.tsx'
import { WhoCan } from './who-can.tsx'

/** Who can do what in a cluster, asked in both directions. */
export function RightsView() {
  const { cluster, setCluster } = useScope()
  const [{ ask }, setUrl] = useRightsUrl()
  const [{ data }] = useQuery({ query: AskedClustersQuery })
  const clusters = data?.clusters.nodes ?? []
  // Where there is one only, nobody is asked which.
  const chosen = cluster ?? (clusters.length === 1 ? (clusters[0]?.id ?? null) : null)
  if (data && clusters.length === 0)
    return <Nothing title={text('check.noCluster')} advice={text('rights.noClusterAdvice')} />
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {text('rights.about')}
      </Text>
      <Paper withBorder p="md" className="bw-raised">
        <Stack gap="sm">
          <Select
            label={text('asset.cluster')}
            placeholder={text('rights.chooseCluster')}
            searchable
            maw={420}
            allowDeselect={false}
            value={chosen}
            onChange={setCluster}
            data={clusters.map(({ id, name }) => ({ value: id, label: name }))}
            nothingFoundMessage={text('scope.noClusters')}
          />
          <SegmentedControl
            aria-label={text('rights.question')}
            style={{ alignSelf: 'start' }}
            value={ask}
            onChange={(next) => void setUrl({ ask: next === 'what' ? 'what' : 'who' })}
            data={[
              { value: 'who', label: text('rights.who') },
              { value: 'what', label: text('rights.what') },
            ]}
          />
        </Stack>
      </Paper>
      {chosen !== null &&
        (ask === 'who' ? <WhoCan key={chosen} cluster={chosen} /> : <WhatCan key={chosen} cluster={chosen} />)}
    </Stack>
  )
}
