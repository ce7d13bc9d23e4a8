'use client'

import { Autocomplete, Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../../messages/text.ts'
import { Failure } from '../../parts/failure.tsx'
import { type ShortColumn, TableWaiting } from '../../parts/short-table.tsx'
import { AnswerTable } from './answer-table.tsx'
import { bindingColumn, roleColumn, subjectText, whereText } from './grant-columns.tsx'
import { NamespaceSelect } from './namespace-select.tsx'
import { askedResource, RESOURCES, resourceText, VERBS } from './resource-name.ts'
import { type GrantData, WhoCanQuery } from './rights-query.ts'
import { type RightsUrl, useRightsUrl, WHOLE_CLUSTER } from './rights-url.ts'
import { SubjectLink } from './subject-link.tsx'

/** Asks who can do something. */
export function WhoForm({ cluster }: { readonly cluster: string }) {
  const [url, setUrl] = useRightsUrl()
  const [verb, setVerb] = useState(url.verb ?? 'create')
  const [resource, setResource] = useState(url.resource ?? 'pods/exec')
  const [object, setObject] = useState(url.object ?? '')
  const [within, setWithin] = useState(url.within)

  function ask(event: FormEvent): void {
    event.preventDefault()
    const asked = { verb: verb.trim().toLowerCase(), resource: resource.trim(), object: object.trim() || null, within }
    void setUrl(asked)
  }

  return (
    <form onSubmit={ask} aria-label={text('rights.who')}>
      <Group gap="sm" align="end">
        <Autocomplete label={text('rights.verb')} required w={150} data={VERBS} value={verb} onChange={setVerb} />
        <Autocomplete
          label={text('rights.resource')}
          required
          w={260}
          data={RESOURCES}
          limit={20}
          value={resource}
          onChange={setResource}
        />
        <NamespaceSelect cluster={cluster} value={within} onChange={setWithin} />
        <TextInput
          label={text('rights.object')}
          placeholder={text('rights.anyObject')}
          w={180}
          value={object}
          onChange={(event) => setObject(event.currentTarget.value)}
        />
        <Button type="submit">{text('rights.ask')}</Button>
      </Group>
    </form>
  )
}

type WhoQuestion = RightsUrl & { readonly verb: string; readonly resource: string }

const columns: readonly ShortColumn<GrantData>[] = [
  {
    key: 'subject',
    title: text('rights.subject'),
    part: 'name',
    render: ({ subject }) => <SubjectLink subject={subject} />,
  },
  { key: 'where', title: text('rights.where'), render: whereText },
  bindingColumn((grant) => grant),
  roleColumn((grant) => grant),
]

/** Who can do what was asked; nothing before it was. */
export function WhoAnswer({ cluster }: { readonly cluster: string }) {
  const [url] = useRightsUrl()
  const { verb, resource } = url
  return verb === null || resource === null ? null : <Answer cluster={cluster} question={{ ...url, verb, resource }} />
}

function Answer({ cluster, question }: { readonly cluster: string; readonly question: WhoQuestion }) {
  const { verb, object, within } = question
  const { group, resource, subresource } = askedResource(question.resource)
  const input = {
    ...{ cluster, verb, resource: { group, resource, subresource }, name: object },
    ...(within === null ? {} : { namespace: within === WHOLE_CLUSTER ? '' : within }),
  }
  const [{ data, error, fetching }, reload] = useQuery({
    query: WhoCanQuery,
    variables: { input },
    requestPolicy: 'network-only',
  })
  const asked = {
    verb,
    resource: resourceText({ group, resource, subresource }),
    where:
      within === null
        ? text('rights.anywhereShort')
        : within === WHOLE_CLUSTER
          ? text('rights.wholeShort')
          : text('rights.inNamespace', { namespace: within }),
  }
  const title = object === null ? text('rights.whoCan', asked) : text('rights.whoCanObject', { ...asked, object })
  if (fetching) return <TableWaiting label={title} />
  if (error || !data)
    return error ? <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} /> : null
  const { grants, total, unread } = data.whoCan
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <AnswerTable
        title={title}
        columns={columns}
        rows={grants}
        total={total}
        unread={unread}
        rowKey={(grant) =>
          [
            subjectText(grant.subject),
            grant.namespace,
            grant.binding.kind,
            grant.binding.namespace,
            grant.binding.name,
          ].join(' ')
        }
        none={{ title: text('rights.nobody'), advice: text('rights.nobodyAdvice') }}
      />
    </Stack>
  )
}
