'use client'

import { Button } from '@mantine/core'
import { IconWorldSearch } from '@tabler/icons-react'
import { text } from '../messages/text.ts'
import { ForRole } from '../shell/for-role.tsx'
import { useAnalyzeExposure } from '../shell/use-analyze-exposure.ts'

/** Starts an analysis of one cluster, or of all; nothing for who may not. */
export function AnalyzeExposure({ cluster }: { readonly cluster: string | null }) {
  return (
    <ForRole least="OPERATOR">
      <AnalyzeExposureButton cluster={cluster} />
    </ForRole>
  )
}

function AnalyzeExposureButton({ cluster }: { readonly cluster: string | null }) {
  const analyze = useAnalyzeExposure()
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconWorldSearch size={16} aria-hidden />}
      loading={analyze.running}
      onClick={() => void analyze.run(cluster === null ? undefined : [cluster])}
    >
      {text('exposed.analyze')}
    </Button>
  )
}
