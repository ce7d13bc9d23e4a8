'use client'

import { Text, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { text } from '../messages/text.ts'
import { useScopedHref } from '../shell/scope.ts'
import classes from './search.module.css'
import {
  pagesFor,
  type SearchGroup,
  SearchQuery,
  type SearchResult,
  type SearchType,
  targetOf,
} from './search-query.ts'

const TYPING_MS = 150
const SHORTEST = 2
const LIST_ID = 'search-results'

const [store, spotlight] = createSpotlight()

/** One thing that can be gone to. */
interface Option {
  readonly key: string
  readonly label: string
  readonly description: string
  readonly href: string
}

interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

/** Search over assets, tasks and pages by name. Nothing of what is typed is kept. */
export function SearchDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const { groups, status, isSearching } = useFound(typed)
  const options = groups.flatMap((group) => group.options)
  const { chosen, choose, onKeyDown } = useChoice(options)
  useEffect(() => {
    if (opened) spotlight.open()
  }, [opened])

  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={onClose}
      attributes={{ content: { 'aria-label': text('search.title') } }}
      transitionProps={{ duration: 100 }}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      scrollable
      maxHeight="70vh"
      yOffset="8vh"
    >
      <Spotlight.Search
        placeholder={text('search.placeholder')}
        aria-label={text('search.title')}
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={chosen < options.length ? optionId(chosen) : undefined}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList id={LIST_ID} role="listbox" aria-label={text('search.title')}>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label} role="group" aria-label={group.label}>
            {group.options.map((option) => (
              <SearchOption
                key={option.key}
                option={option}
                place={options.indexOf(option)}
                isChosen={options.indexOf(option) === chosen}
                choose={choose}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
      {options.length === 0 && !isSearching && <Spotlight.Empty>{text('search.nothing')}</Spotlight.Empty>}
      <Spotlight.Footer>
        <Text size="xs" role="status">
          {status}
        </Text>
        <Text size="xs" c="dimmed">
          {text('search.help')}
        </Text>
      </Spotlight.Footer>
    </Spotlight.Root>
  )
}

/**
 * Which option is chosen, and how keys choose another. The library's own choice stands in the document only: neither is the field told of
 * it, nor does it come back when what is found changes.
 */
function useChoice(options: readonly Option[]): {
  readonly chosen: number
  readonly choose: (option: Option) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
} {
  const router = useRouter()
  const [chosen, setChosen] = useState(0)
  const listed = options.map((option) => option.key).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is chosen from its beginning
  useEffect(() => setChosen(0), [listed])
  useEffect(() => {
    document.getElementById(optionId(chosen))?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const choose = ({ href }: Option) => {
    spotlight.close()
    router.push(href)
  }
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    // While a character is composed, arrows and Enter are the input method's.
    if (event.nativeEvent.isComposing || options.length === 0) return
    if (step !== undefined) setChosen((chosen + step + options.length) % options.length)
    const option = options[chosen]
    if (event.key === 'Enter' && option) choose(option)
  }
  return { chosen, choose, onKeyDown }
}

function SearchOption({
  option,
  place,
  isChosen,
  choose,
}: {
  readonly option: Option
  readonly place: number
  readonly isChosen: boolean
  readonly choose: (option: Option) => void
}) {
  return (
    <UnstyledButton
      role="option"
      id={optionId(place)}
      aria-selected={isChosen}
      tabIndex={-1}
      className={classes.option}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => choose(option)}
    >
      <span className={classes.label}>{option.label}</span>
      {option.description !== '' && <span className={classes.description}>{option.description}</span>}
    </UnstyledButton>
  )
}

function useFound(typed: string): {
  readonly groups: readonly OptionGroup[]
  readonly status: string
  readonly isSearching: boolean
} {
  const href = useScopedHref()
  const [asked] = useDebouncedValue(typed.trim(), TYPING_MS)
  const isAsked = asked.length >= SHORTEST
  const [{ data, error, fetching }] = useQuery({
    query: SearchQuery,
    variables: { text: asked },
    pause: !isAsked,
    requestPolicy: 'network-only',
  })
  const isSearching = typed.trim() !== asked || (isAsked && fetching)
  const pages = pagesFor(typed).map(({ title, path, parameters }) => ({
    key: title,
    label: text(title),
    description: '',
    href: href(path, parameters),
  }))
  const found = isAsked && data && !error ? data.search : []
  const groups = [
    ...(pages.length > 0 ? [{ label: text('search.pages'), options: pages }] : []),
    ...found.map((group) => ({
      label: labelOf(group),
      options: group.results.map((result) => ({
        key: result.nodeId,
        label: result.name,
        description: describe(group.type, result),
        href: href(...targetOf(group.type, result)),
      })),
    })),
  ]
  return { groups, status: status(), isSearching }

  function status(): string {
    if (error && isAsked) return text('search.failed')
    if (isSearching) return text('search.searching')
    if (!isAsked) return text('search.typeMore')
    return text('search.found', { count: groups.reduce((sum, group) => sum + group.options.length, 0) })
  }
}

function optionId(place: number): string {
  return `search-option-${place}`
}

function labelOf({ type, more, results }: SearchGroup): string {
  const name = text(`searchType.${type}`)
  return more ? text('search.first', { type: name, count: results.length }) : name
}

function describe(type: SearchType, { cluster, namespace, note }: SearchResult): string {
  if (type === 'TASK') return text(`taskKind.${note as 'BACKUP'}`)
  const place = cluster && type !== 'CLUSTER' ? [cluster.name, namespace] : []
  return [...place, note].filter(Boolean).join(' · ')
}
