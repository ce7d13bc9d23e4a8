'use client'

import { Button, Code, Group, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../../messages/text.ts'
import { Failure } from '../../parts/failure.tsx'
import { type ShortColumn, TableWaiting } from '../../parts/short-table.tsx'
import { AnswerTable } from './answer-table.tsx'
import { bindingColumn, roleColumn, subjectText, whereText } from './grant-columns.tsx'
import { type HeldData, WhatCanQuery } from './rights-query.ts'
import { SUBJECT_KINDS, useRightsUrl } from './rights-url.ts'

/** Asks what somebody can do. */
export function WhatForm() {
  const [url, setUrl] = useRightsUrl()
  const [kind, setKind] = useState<(typeof SUBJECT_KINDS)[number]>(url.subjectKind)
  const [namespace, setNamespace] = useState(url.subjectNamespace ?? '')
  const [name, setName] = useState(url.subject ?? '')
  const isAccount = kind === 'SERVICE_ACCOUNT'

  function ask(event: FormEvent): void {
    event.preventDefault()
    void setUrl({
      subjectKind: kind,
      subjectNamespace: isAccount ? namespace.trim() : null,
      subject: name.trim(),
    })
  }

  return (
    <form onSubmit={ask} aria-label={text('rights.what')}>
      <Group gap="sm" align="end">
        <Select
          label={text('rights.subjectKind')}
          w={190}
          allowDeselect={false}
          data={SUBJECT_KINDS.map((each) => ({ value: each, label: text(`subjectKind.${each}`) }))}
          value={kind}
          onChange={(next) => setKind(SUBJECT_KINDS.find((each) => each === next) ?? 'USER')}
        />
        {isAccount && (
          <TextInput
            label={text('asset.namespace')}
            required
            w={180}
            value={namespace}
            onChange={(event) => setNamespace(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={text('rights.name')}
          required
          w={260}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit">{text('rights.ask')}</Button>
      </Group>
    </form>
  )
}

interface Subject {
  readonly kind: (typeof SUBJECT_KINDS)[number]
  readonly namespace: string
  readonly name: string
}

/** What who was asked about can do; nothing before anybody was. */
export function WhatAnswer({ cluster }: { readonly cluster: string }) {
  const [{ subjectKind, subjectNamespace, subject }] = useRightsUrl()
  if (subject === null) return null
  const namespace = subjectKind === 'SERVICE_ACCOUNT' ? (subjectNamespace ?? '') : ''
  return <Answer cluster={cluster} subject={{ kind: subjectKind, namespace, name: subject }} />
}

function Answer({ cluster, subject }: { readonly cluster: string; readonly subject: Subject }) {
  const [{ data, error, fetching }, reload] = useQuery({
    query: WhatCanQuery,
    variables: { input: { cluster, subject } },
    requestPolicy: 'network-only',
  })
  const own = subjectText(subject)
  const title = text('rights.whatCan', { subject: own })
  if (fetching) return <TableWaiting label={title} />
  if (error || !data)
    return error ? <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} /> : null
  const { rights, total, unread } = data.whatCan
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <AnswerTable
        title={title}
        columns={columnsFor(own)}
        rows={rights}
        total={total}
        unread={unread}
        rowKey={(held) => JSON.stringify(held)}
        none={{ title: text('rights.nothing'), advice: text('rights.nothingAdvice') }}
      />
    </Stack>
  )
}

function columnsFor(own: string): readonly ShortColumn<HeldData>[] {
  return [
    { key: 'verbs', title: text('rights.may'), part: 'name', render: ({ verbs }) => <Names names={verbs} /> },
    {
      key: 'resources',
      title: text('rights.with'),
      render: ({ resources, apiGroups, resourceNames, nonResourceUrls }) => (
        <Stack gap={2}>
          <Names names={resources.length > 0 ? resources : nonResourceUrls} />
          {apiGroups.some((group) => group !== '') && (
            <span>
              {text('rights.ofGroups', { groups: apiGroups.map((group) => group || text('rights.core')).join(', ') })}
            </span>
          )}
          {resourceNames.length > 0 && <span>{text('rights.onlyNamed', { names: resourceNames.join(', ') })}</span>}
        </Stack>
      ),
    },
    { key: 'where', title: text('rights.where'), render: ({ grant }) => whereText(grant) },
    {
      key: 'as',
      title: text('rights.by'),
      render: ({ grant }) => {
        const by = subjectText(grant.subject)
        return by === own ? text('rights.itself') : by
      },
    },
    bindingColumn(({ grant }) => grant),
    roleColumn(({ grant }) => grant),
  ]
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <Group gap={4}>
      {names.map((name) => (
        <Code key={name} fz="xs">
          {name}
        </Code>
      ))}
    </Group>
  )
}
