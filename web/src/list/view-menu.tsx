'use client'

import { Button, Menu } from '@mantine/core'
import { IconBookmark, IconBookmarkPlus, IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { listName } from './list-name.ts'
import type { List } from './use-list.ts'
import { ManageViewsDialog, SaveViewDialog } from './view-dialogs.tsx'
import { SavedViewsQuery } from './view-queries.ts'

/** Saved views of a list: what was asked of it, to be found again under a name. */
export function ViewMenu<Row, Filter, Field extends string>({
  label,
  list,
}: {
  readonly label: string
  readonly list: List<Row, Filter, Field>
}) {
  const name = listName(list.spec.page)
  const [opened, setOpened] = useState(false)
  const [dialog, setDialog] = useState<'save' | 'manage'>()
  const [{ data }] = useQuery({
    query: SavedViewsQuery,
    variables: { lists: [name] },
    pause: !opened && dialog === undefined,
    requestPolicy: 'cache-and-network',
  })
  const views = data?.savedViews.nodes ?? []
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu position="bottom-end" withinPortal opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconBookmark size={16} aria-hidden />}
            aria-label={text('view.of', { label })}
          >
            {text('view.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>{text('view.none')}</Menu.Label>}
          {views.map((view) => (
            <Menu.Item key={view.id} onClick={() => list.state.apply(view)}>
              {view.shared ? text('view.sharedName', { name: view.name }) : view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconBookmarkPlus size={16} aria-hidden />} onClick={() => setDialog('save')}>
            {text('view.save')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconSettings size={16} aria-hidden />}
            disabled={views.length === 0}
            onClick={() => setDialog('manage')}
          >
            {text('view.manage')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'save' && <SaveViewDialog list={name} state={list.state} onClose={close} />}
      {dialog === 'manage' && <ManageViewsDialog views={views} onClose={close} />}
    </>
  )
}
