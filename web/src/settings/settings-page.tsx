'use client'

import dynamic from 'next/dynamic'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { ForAdministrators } from '../access/for-administrators.tsx'
import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { useScopedHref } from '../shell/scope.ts'

const Schedules = dynamic(() => import('./schedules.tsx').then((module) => module.Schedules), { ssr: false })
const SettingList = dynamic(() => import('./setting-list.tsx').then((module) => module.SettingList), { ssr: false })
const RegionGroups = dynamic(() => import('./region-groups.tsx').then((module) => module.RegionGroups), { ssr: false })
const WaiverTable = dynamic(() => import('./waiver-table.tsx').then((module) => module.WaiverTable), { ssr: false })
const StatusPart = dynamic(() => import('./status-part.tsx').then((module) => module.StatusPart), { ssr: false })

const AccessPart = dynamic(() => import('../access/access-part.tsx').then((module) => module.AccessPart), {
  ssr: false,
})
const AuditTrail = dynamic(() => import('../access/audit-trail.tsx').then((module) => module.AuditTrail), {
  ssr: false,
})

const PARTS = ['schedules', 'settings', 'regionGroups', 'waivers', 'access', 'audit', 'status'] as const

/** When things run by themselves, what is set, regions, waivers, who may come in and what they did, and how the server is. */
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
      {part === 'access' && <AccessPart />}
      {part === 'audit' && (
        <ForAdministrators>
          <AuditTrail />
        </ForAdministrators>
      )}
      {part === 'status' && <StatusPart />}
    </ListPage>
  )
}
