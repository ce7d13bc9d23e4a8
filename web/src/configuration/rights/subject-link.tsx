'use client'

import { Anchor, Text } from '@mantine/core'
import { text } from '../../messages/text.ts'
import { subjectText } from './grant-columns.tsx'
import type { GrantData } from './rights-query.ts'
import { useRightsUrl } from './rights-url.ts'

/** Somebody who has a right, with the way to all that they can do. */
export function SubjectLink({ subject }: { readonly subject: GrantData['subject'] }) {
  const [, setUrl] = useRightsUrl()
  const { kind, namespace, name } = subject
  return (
    <>
      <Anchor
        component="button"
        type="button"
        ta="left"
        style={{ overflowWrap: 'anywhere' }}
        title={text('rights.askWhat')}
        onClick={() =>
          void setUrl({
            ask: 'what',
            subjectKind: kind,
            subjectNamespace: namespace === '' ? null : namespace,
            subject: name,
          })
        }
      >
        {subjectText(subject)}
      </Anchor>
      {kind === 'GROUP' && (
        <Text size="xs" c="dimmed" component="div">
          {text('rights.allMembers')}
        </Text>
      )}
    </>
  )
}
