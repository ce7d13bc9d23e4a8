import { notifications } from '@mantine/notifications'
import { useAction } from '../api/use-action.ts'
import { CheckConfigurationMutation } from '../clusters/cluster-mutations.ts'
import { text } from '../messages/text.ts'

/** Starts a check of how the given clusters, or all, are set up; what already runs is not started twice. */
export function useCheckConfiguration() {
  const { run, running } = useAction(CheckConfigurationMutation)
  return {
    running,
    async run(clusters: string[] | undefined): Promise<void> {
      const outcome = await run({ input: { clusterIds: clusters ?? null } })
      if (outcome.ok) notifications.show({ message: text('check.started') })
    },
  }
}
