'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconRadar } from '@tabler/icons-react'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { ForRole } from '../shell/for-role.tsx'

const AnalyzeExposureMutation = graphql(`
  mutation AnalyzeExposure($input: AnalyzeExposureInput!) {
    payload: analyzeExposure(input: $input) {
      task {
        id
        state
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

/** Starts an analysis of one cluster, or of all; nothing for who may not. */
export function AnalyzeExposure({ cluster }: { readonly cluster: string | null }) {
  return (
    <ForRole least="OPERATOR">
      <AnalyzeExposureButton cluster={cluster} />
    </ForRole>
  )
}

function AnalyzeExposureButton({ cluster }: { readonly cluster: string | null }) {
  const analyze = useAction(AnalyzeExposureMutation)

  async function start(): Promise<void> {
    const outcome = await analyze.run({ input: cluster === null ? {} : { clusterIds: [cluster] } })
    if (outcome.ok) notifications.show({ message: text('exposure.analyzing') })
  }

  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRadar size={16} aria-hidden />}
      loading={analyze.running}
      onClick={() => void start()}
    >
      {text('exposure.analyze')}
    </Button>
  )
}
