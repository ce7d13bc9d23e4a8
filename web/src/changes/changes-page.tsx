'use client'

import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { useScope } from '../shell/scope.ts'
import { ChangesTable } from './changes-table.tsx'

/** What differs between two moments, in all clusters in scope; where the numbers of the overview lead. */
export function ChangesPage() {
  const scope = useScope()
  return (
    <ListPage title={text('changes.title')}>
      <ChangesTable scope={scope.input} />
    </ListPage>
  )
}
