'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconWorldSearch } from '@tabler/icons-react'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { ForRole } from './for-role.tsx'
import { ChosenClusterQuery, useScope, useViewedCluster } from './scope.ts'
import { useAnalyzeExposure } from './use-analyze-exposure.ts'

/** Starts an exposure analysis of all clusters or of the chosen one. */
export function AnalyzeExposure() {
  return (
    <ForRole least="OPERATOR">
      <StartButton />
    </ForRole>
  )
}

function StartButton() {
  const analyze = useAnalyzeExposure()
  const scope = useScope()
  const viewed = useViewedCluster()
  const chosen = viewed ?? scope.cluster
  const [{ data }] = useQuery({ query: ChosenClusterQuery, variables: { id: chosen ?? '' }, pause: chosen === null })
  const name = chosen !== null && data?.node?.__typename === 'Cluster' ? data.node.name : undefined
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={analyze.running}
          leftSection={<IconWorldSearch size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {text('exposed.analyze')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void analyze.run(undefined)}>{text('exposed.analyzeAll')}</Menu.Item>
        {chosen !== null && name !== undefined && (
          <Menu.Item onClick={() => void analyze.run([chosen])}>{text('exposed.analyzeOne', { name })}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
