'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { useScopedHref } from '../shell/scope.ts'
import { RegionGroups } from './region-groups.tsx'
import { Schedules } from './schedules.tsx'
import { SettingList } from './setting-list.tsx'
import { StatusPart } from './status-part.tsx'
import { WaiverTable } from './waiver-table.tsx'

const PARTS = ['schedules', 'settings', 'regionGroups', 'waivers', 'status'] as const

/** When things run by themselves, what is set, regions, waivers, and how the server is. */
export function SettingsPage() {
  const href = useScopedHref()
  const [part] = useQueryState('part', parseAsStringLiteral(PARTS).withDefault('schedules'))
  return (
    <ListPage title={text('settings.title')}>
      <LinkTabs
        label={text('settings.title')}
        current={part}
        tabs={PARTS.map((each) => ({
          key: each,
          label: text(`settings.part.${each}`),
          href: href('/settings', { part: each }),
        }))}
      />
      {part === 'schedules' && <Schedules />}
      {part === 'settings' && <SettingList />}
      {part === 'regionGroups' && <RegionGroups />}
      {part === 'waivers' && <WaiverTable />}
      {part === 'status' && <StatusPart />}
    </ListPage>
  )
}
