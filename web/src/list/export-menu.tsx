'use client'

import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBraces, IconDownload, IconFileSpreadsheet, IconJson, IconTerminal2 } from '@tabler/icons-react'
import type { DocumentNode } from 'graphql'
import { stringifyDocument } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import type { FileColumn } from './column-choice.ts'
import { type CopiedQuery, curlText, graphqlText } from './copy-text.ts'

const CreateDownloadMutation = graphql(`
  mutation CreateDownload($input: CreateDownloadInput!) {
    payload: createDownload(input: $input) {
      download {
        url
      }
      userErrors {
        field
        code
        message
      }
    }
  }
`)

/** Takes a list elsewhere: as a file of all its rows, or as the query of the page on the screen. */
export function ExportMenu({
  label,
  list,
  of,
  columns,
  document,
  variables,
}: {
  readonly label: string
  /** What the API calls it. */
  readonly list: string
  /** Id of what it belongs to, for lists that only something has. */
  readonly of?: string
  readonly columns: readonly FileColumn[]
  /** What the page on the screen was asked for by. */
  readonly document: DocumentNode
  readonly variables: {
    readonly filter?: unknown
    readonly orderBy?: unknown
    readonly [name: string]: unknown
  }
}) {
  const create = useAction(CreateDownloadMutation)

  async function download(format: Scalar<'DownloadFormat'>): Promise<void> {
    const input = {
      list,
      of: of ?? null,
      filter: variables.filter === undefined ? null : JSON.stringify(variables.filter),
      orderBy: variables.orderBy === undefined ? null : JSON.stringify(variables.orderBy),
      format,
      columns: [...columns],
    }
    const outcome = await create.run({ input })
    const url = outcome.ok ? outcome.payload.download?.url : undefined
    // It is an attachment: the page stays.
    if (url) window.location.assign(url)
  }

  function query(): CopiedQuery {
    return { document: stringifyDocument(document), variables }
  }

  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconDownload size={16} aria-hidden />}
          aria-label={text('export.of', { label })}
          loading={create.running}
        >
          {text('export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text('export.all')}</Menu.Label>
        <Menu.Item leftSection={<IconFileSpreadsheet size={16} aria-hidden />} onClick={() => void download('CSV')}>
          {text('export.csv')}
        </Menu.Item>
        <Menu.Item leftSection={<IconJson size={16} aria-hidden />} onClick={() => void download('JSON_LINES')}>
          {text('export.jsonLines')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{text('export.page')}</Menu.Label>
        <Menu.Item leftSection={<IconBraces size={16} aria-hidden />} onClick={() => void copy(graphqlText(query()))}>
          {text('export.copyGraphql')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTerminal2 size={16} aria-hidden />}
          onClick={() => void copy(curlText(window.location.origin, query()))}
        >
          {text('export.copyCurl')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

async function copy(copied: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(copied)
    notifications.show({ message: text('export.copied') })
  } catch {
    notifications.show({ color: 'red', title: text('action.failed'), message: text('export.notCopied') })
  }
}
