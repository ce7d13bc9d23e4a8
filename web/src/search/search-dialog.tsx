'use client'

import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconArrowRight, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { useScopedHref } from '../shell/scope.ts'
import classes from './search.module.css'
import { pagesFor, SearchQuery, type SearchResult, type SearchType, targetOf } from './search-query.ts'

const TYPING_MS = 150
const SHORTEST = 2
const NONE = { search: [] }

const [store, spotlight] = createSpotlight()

/** Search over assets, tasks and pages by name. Nothing of what is typed is kept. */
export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS)
  const isAsked = asked.length >= SHORTEST
  const [{ data, error, fetching }] = useQuery({
    query: SearchQuery,
    variables: { text: asked },
    pause: !isAsked,
    requestPolicy: 'network-only',
  })
  const router = useRouter()
  const href = useScopedHref()
  useEffect(() => spotlight.open(), [])

  const groups = (isAsked ? (data ?? NONE) : NONE).search
  const pages = pagesFor(typed)
  const found = pages.length + groups.reduce((sum, group) => sum + group.results.length, 0)
  const isSearching = typed.trim() !== asked || (isAsked && fetching)
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={onClose}
      aria-label={text('search.title')}
      transitionProps={{ duration: 100 }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      scrollable
      maxHeight="70vh"
      yOffset="8vh"
    >
      <Spotlight.Search
        placeholder={text('search.placeholder')}
        aria-label={text('search.title')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList aria-label={text('search.title')}>
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={text('search.pages')}>
            {pages.map(({ title, path, parameters = {} }) => (
              <Spotlight.Action
                key={title}
                label={text(title)}
                leftSection={<IconArrowRight size={16} aria-hidden />}
                onClick={() => router.push(href(path, parameters))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.type} label={text(`searchType.${group.type}`)}>
            {group.results.map((result) => (
              <Spotlight.Action
                key={result.nodeId}
                label={result.name}
                description={describe(group.type, result)}
                className={classes.action}
                onClick={() => router.push(href(...targetOf(group.type, result)))}
              />
            ))}
            {group.more && (
              <Text size="xs" c="dimmed" px="sm" py={4}>
                {text('search.more')}
              </Text>
            )}
          </Spotlight.ActionsGroup>
        ))}
        {found === 0 && !isSearching && <Spotlight.Empty>{text('search.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <Spotlight.Footer>
        <Text size="xs" c="dimmed">
          <span role="status">{status()}</span> {text('search.help')}
        </Text>
      </Spotlight.Footer>
    </Spotlight.Root>
  )

  function status(): string {
    if (error && isAsked) return text('search.failed')
    if (isSearching) return text('search.searching')
    return isAsked ? text('search.found', { count: found }) : text('search.typeMore')
  }
}

function describe(type: SearchType, { cluster, namespace, note }: SearchResult): string {
  if (type === 'TASK') return text(`taskKind.${note as 'BACKUP'}`)
  const place = cluster && type !== 'CLUSTER' ? [cluster.name, namespace] : []
  return [...place, note].filter(Boolean).join(' · ')
}
