'use client'

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconDots,
  IconEye,
  IconKey,
  IconMapPin,
  IconPencil,
  IconPlayerTrackNext,
  IconRefresh,
  IconShieldCheck,
  IconTrash,
  IconWorldSearch,
} from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { type MouseEvent, useState } from 'react'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { useScopedHref } from '../shell/scope.ts'
import { useAnalyzeExposure } from '../shell/use-analyze-exposure.ts'
import { useCheckConfiguration } from '../shell/use-check-configuration.ts'
import { useMay } from '../shell/use-may.ts'
import { useSynchronize } from '../shell/use-synchronize.ts'
import { isActive } from '../tasks/task-feed.tsx'
import { useTaskPanel } from '../tasks/task-panel-url.ts'
import { shownOf } from '../tasks/task-progress.tsx'
import { PlayNextDayMutation } from './cluster-mutations.ts'
import type { ClusterRow } from './cluster-parts.tsx'

const ClusterDialog = dynamic(() => import('./cluster-dialog.tsx').then((module) => module.ClusterDialog), {
  ssr: false,
})

export type ClusterDialogKind = 'rename' | 'region' | 'remove'

const LAST_SAMPLE_DAY = 2

/** What can be done with a cluster. */
export function ClusterActions({
  cluster,
  showView = true,
}: {
  readonly cluster: Pick<
    ClusterRow,
    'id' | 'name' | 'region' | 'sample' | 'sampleDay' | 'sourceKind' | 'exposureTask' | 'checkTask'
  >
  readonly showView?: boolean
}) {
  const href = useScopedHref()
  const synchronize = useSynchronize()
  const analyze = useAnalyzeExposure()
  const check = useCheckConfiguration()
  const panel = useTaskPanel()
  const playNextDay = useAction(PlayNextDayMutation)
  const [dialog, setDialog] = useState<ClusterDialogKind>()
  const analyzing = cluster.exposureTask && isActive(cluster.exposureTask.state) ? cluster.exposureTask : undefined
  const checking = cluster.checkTask && isActive(cluster.checkTask.state) ? cluster.checkTask : undefined
  const mayRun = useMay('OPERATOR')
  const mayChange = useMay('ADMINISTRATOR')
  if (!mayRun && !showView) return null

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps clicks of the menu from reaching the row below it
    // biome-ignore lint/a11y/useKeyWithClickEvents: same
    <span onClick={keep}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={text('cluster.actions', { name: cluster.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {showView && (
            <Menu.Item
              component={Link}
              href={href('/clusters/view', { id: cluster.id })}
              leftSection={<IconEye size={16} aria-hidden />}
            >
              {text('cluster.view')}
            </Menu.Item>
          )}
          {mayRun && (
            <Menu.Item
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => void synchronize.run([cluster.id])}
            >
              {text('cluster.synchronize')}
            </Menu.Item>
          )}
          {analyzing ? (
            <Menu.Item
              leftSection={<IconWorldSearch size={16} aria-hidden />}
              onClick={() => panel.open('CONTAINER_EXPOSURE')}
            >
              {text('exposed.analyzeRunning', { shown: shownOf(analyzing) })}
            </Menu.Item>
          ) : (
            mayRun && (
              <Menu.Item
                leftSection={<IconWorldSearch size={16} aria-hidden />}
                onClick={() => void analyze.run([cluster.id])}
              >
                {text('exposed.analyze')}
              </Menu.Item>
            )
          )}
          {checking ? (
            <Menu.Item leftSection={<IconShieldCheck size={16} aria-hidden />} onClick={() => panel.open('OTHER')}>
              {text('check.startRunning', { shown: shownOf(checking) })}
            </Menu.Item>
          ) : (
            mayRun && (
              <Menu.Item
                leftSection={<IconShieldCheck size={16} aria-hidden />}
                onClick={() => void check.run([cluster.id])}
              >
                {text('check.start')}
              </Menu.Item>
            )
          )}
          {mayChange && cluster.sample && cluster.sampleDay !== LAST_SAMPLE_DAY && (
            <Menu.Item
              leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
              onClick={() => void playNextDay.run({ input: {} })}
            >
              {text('cluster.playNextDay')}
            </Menu.Item>
          )}
          {mayChange && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setDialog('rename')}>
                {text('cluster.rename')}
              </Menu.Item>
              <Menu.Item leftSection={<IconMapPin size={16} aria-hidden />} onClick={() => setDialog('region')}>
                {text('cluster.setRegion')}
              </Menu.Item>
              {!cluster.sample && (
                <Menu.Item
                  component={Link}
                  href={href('/clusters/connect', { replace: cluster.id })}
                  leftSection={<IconKey size={16} aria-hidden />}
                >
                  {text('cluster.replaceSource')}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<IconTrash size={16} aria-hidden />}
                color="red"
                onClick={() => setDialog('remove')}
              >
                {text('cluster.remove')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog && <ClusterDialog kind={dialog} cluster={cluster} onClose={() => setDialog(undefined)} />}
    </span>
  )
}

function keep(event: MouseEvent): void {
  event.stopPropagation()
}
