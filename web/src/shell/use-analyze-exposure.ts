import { notifications } from '@mantine/notifications'
import { useAction } from '../api/use-action.ts'
import { AnalyzeExposureMutation } from '../clusters/cluster-mutations.ts'
import { text } from '../messages/text.ts'

/** Starts an analysis of what is reached from outside in the given clusters, or in all; what already runs is not started twice. */
export function useAnalyzeExposure() {
  const { run, running } = useAction(AnalyzeExposureMutation)
  return {
    running,
    async run(clusters: string[] | undefined): Promise<void> {
      const outcome = await run({ input: { clusterIds: clusters ?? null } })
      if (outcome.ok) notifications.show({ message: text('exposed.started') })
    },
  }
}
